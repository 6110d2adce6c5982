import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import { mayInviteUsers } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';

/** Whether the person may manage the chat's invite links at this moment. Asked of Telegram each time, never remembered. */
export async function checkAccess(
  telegram: Telegram,
  chat: ChatId,
  user: UserId,
): Promise<Result<void, Failure>> {
  const member = await telegram.call('getChatMember', { chat_id: chat, user_id: user });
  if (!member.ok) return member;
  return mayInviteUsers(member.value) ? ok(undefined) : fail({ kind: 'caller_not_allowed' });
}
