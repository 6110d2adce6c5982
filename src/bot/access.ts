// Who may, in which chat. Rights are asked of Telegram each time and never remembered.

import type { Failure, TelegramFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import { type Chat, hidesName, mayInviteUsers, readChat } from '../telegram/chats.ts';
import { isPassing } from '../telegram/refusals.ts';
import type { Services } from './services.ts';

/** That somebody may manage a chat's invite links. */
export interface Permission {
  /** Whether they are an admin who stays anonymous there, so that nothing may name them. */
  readonly isAnonymous: boolean;
}

/** Whether the person may manage the chat's invite links at this moment. */
export async function checkAccess(
  chat: ChatId,
  user: UserId,
  { telegram }: Services,
): Promise<Result<Permission, Failure>> {
  const member = await telegram.call('getChatMember', { chat_id: chat, user_id: user });
  if (!member.ok) return fail(asUnchecked(member.failure));
  return mayInviteUsers(member.value)
    ? ok({ isAnonymous: hidesName(member.value) })
    : fail({ kind: 'caller_not_allowed' });
}

/** A chat that is named from elsewhere. */
export interface NamedChat {
  readonly id: ChatId;
  /** As it was named: only that is said of it to somebody who is nobody there. */
  readonly written: string;
  /** Where Telegram has been asked for it already. */
  readonly known?: Chat | undefined;
}

export const byId = (id: ChatId): NamedChat => ({ id, written: String(id) });

export const asKnown = (chat: Chat): NamedChat => ({ ...byId(chat.id), known: chat });

/** The same for a chat other than the one in which it is asked. */
export async function checkAccessElsewhere(
  { id, written, known }: NamedChat,
  user: UserId,
  services: Services,
): Promise<Result<Permission & { readonly chat: Chat }, Failure>> {
  if (!isServed(id, services)) return fail(hideChat(written, { kind: 'chat_not_served', chat: id }));
  const [found, access] = await Promise.all([
    known ? ok(known) : askChat(id, services),
    checkAccess(id, user, services),
  ]);
  if (!access.ok) return fail(hideChat(written, access.failure));
  return found.ok ? ok({ ...access.value, chat: found.value }) : fail(hideChat(written, found.failure));
}

export const isServed = (chat: ChatId, { settings }: Services): boolean => settings.chats?.has(chat) ?? true;

/** Asks Telegram for a chat by its number, or by its name with an `@`. */
export async function askChat(chat: ChatId | string, { telegram }: Services): Promise<Result<Chat, Failure>> {
  const answer = await telegram.call('getChat', { chat_id: chat });
  if (!answer.ok) return fail(asUnchecked(answer.failure));
  const found = readChat(answer.value);
  return found && found.type !== 'private' ? ok(found) : fail({ kind: 'chat_not_found' });
}

/** Strangers learn nothing of a chat: whatever is in the way, the answer is the same. */
export const hideChat = (written: string, failure: Failure): Failure =>
  isPassing(failure) || SAYS_NOTHING.has(failure.kind)
    ? failure
    : { kind: 'not_shown_to_be_admin', chat: written };

/** After a move the new chat is asked. */
const SAYS_NOTHING: ReadonlySet<Failure['kind']> = new Set([
  'chat_migrated',
  'rights_unchecked',
  'token_rejected',
]);

/** After a trouble of the moment nothing can be said of the act itself: an earlier delivery may have done it. */
const asUnchecked = (failure: TelegramFailure): Failure =>
  isPassing(failure) ? { kind: 'rights_unchecked', why: failure } : failure;
