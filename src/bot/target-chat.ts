// Which chat a command acts on, and whether its caller may act there.

import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import type { ChatReference } from '../links/parse-options.ts';
import { type Chat, readChat } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';
import type { CommandMessage } from '../telegram/commands-in-updates.ts';
import { checkAccess } from './access.ts';

export interface TargetChat {
  readonly chatId: ChatId;
  /** Whether it is the chat in which the command was typed. */
  readonly isHere: boolean;
  /** Asks whether the caller may act there; the value is the chat. */
  check(): Promise<Result<Chat, Failure>>;
}

/** The chat named by `chat=`, else the one in which the command was typed. */
export async function findTargetChat(
  reference: ChatReference | undefined,
  asked: CommandMessage,
  caller: { readonly id: UserId },
  served: ReadonlySet<ChatId> | undefined,
  telegram: Telegram,
): Promise<Result<TargetChat, Failure>> {
  const here: TargetChat = {
    chatId: asked.chat.id,
    isHere: true,
    async check() {
      const access = await checkAccess(telegram, asked.chat.id, caller.id);
      return access.ok ? ok(asked.chat) : access;
    },
  };
  if (!reference)
    return asked.chat.type === 'private' ? fail({ kind: 'which_chat', command: asked.name }) : ok(here);

  // Strangers learn nothing of other chats: whatever is in the way, the answer is the same.
  const written = reference.kind === 'id' ? String(reference.id) : `@${reference.username}`;
  const hide = (failure: Failure): Failure =>
    PASSING.has(failure.kind) ? failure : { kind: 'not_shown_to_be_admin', chat: written };

  // A name is turned into its number first: names change hands.
  const named = reference.kind === 'username' ? await askChat(written, telegram) : undefined;
  if (named && !named.ok) return fail(hide(named.failure));
  const chatId = named?.value.id ?? (reference.kind === 'id' ? reference.id : 0);
  if (chatId === asked.chat.id) return ok(here);
  if (served?.has(chatId) === false) return fail(hide({ kind: 'chat_not_served', chat: chatId }));
  return ok({
    chatId,
    isHere: false,
    async check() {
      const [chat, access] = await Promise.all([
        named ?? askChat(chatId, telegram),
        checkAccess(telegram, chatId, caller.id),
      ]);
      if (!access.ok) return fail(hide(access.failure));
      return chat.ok ? chat : fail(hide(chat.failure));
    },
  });
}

/** Troubles of the moment, which say nothing of the chat. */
const PASSING: ReadonlySet<Failure['kind']> = new Set([
  'flood_control',
  'no_answer',
  'telegram_down',
  'out_of_time',
  'token_rejected',
]);

async function askChat(chat: ChatId | string, telegram: Telegram): Promise<Result<Chat, Failure>> {
  const answer = await telegram.call('getChat', { chat_id: chat });
  if (!answer.ok) return answer;
  const found = readChat(answer.value);
  return found && found.type !== 'private' ? ok(found) : fail({ kind: 'chat_not_found' });
}
