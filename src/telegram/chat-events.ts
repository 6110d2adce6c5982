// What happens to chats, as updates tell it: groups that become supergroups, chats that are shared with the bot, and what
// becomes of the bot in a chat.

import { readFields, readInteger } from '../lib/shapes.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import { type Chat, readChat, readStanding, type Standing } from './chats.ts';
import type { Update } from './command-messages.ts';

export interface Migration {
  readonly from: ChatId;
  readonly to: ChatId;
}

/** A group that became a supergroup. The update comes in both, in either order. https://core.telegram.org/bots/api#message */
export function readMigration(update: Update): Migration | undefined {
  const message = readFields(update.message);
  const chat = readInteger(readFields(message?.chat)?.id);
  const to = readInteger(message?.migrate_to_chat_id);
  const from = readInteger(message?.migrate_from_chat_id);
  if (chat === undefined) return undefined;
  if (to !== undefined) return { from: chat, to };
  return from === undefined ? undefined : { from, to: chat };
}

/** A chat that a person has chosen in Telegram's chooser. https://core.telegram.org/bots/api#chatshared */
export interface SharedChat {
  readonly sharedId: ChatId;
  /** The private chat, in which the answer goes. */
  readonly chat: Chat;
  readonly userId: UserId;
  readonly messageId: number;
}

export function readSharedChat(update: Update): SharedChat | undefined {
  const message = readFields(update.message);
  const sharedId = readInteger(readFields(message?.chat_shared)?.chat_id);
  if (sharedId === undefined) return undefined;
  const chat = readChat(message?.chat);
  const userId = readInteger(readFields(message?.from)?.id);
  const messageId = readInteger(message?.message_id);
  if (chat?.type !== 'private' || userId === undefined || messageId === undefined) return undefined;
  return { sharedId, chat, userId, messageId };
}

/** A change of the bot's own status. https://core.telegram.org/bots/api#chatmemberupdated */
export interface StandingChange {
  readonly chat: Chat;
  readonly by: UserId;
  readonly before: Standing;
  readonly after: Standing;
}

/** `undefined` if there is no one to tell: in private chats, and if Telegram does not say who did it. */
export function readStandingChange(update: Update): StandingChange | undefined {
  const change = readFields(update.my_chat_member);
  const chat = readChat(change?.chat);
  const from = readFields(change?.from);
  const by = readInteger(from?.id);
  if (!chat || chat.type === 'private' || by === undefined || from?.is_bot === true) return undefined;
  return {
    chat,
    by,
    before: readStanding(change?.old_chat_member),
    after: readStanding(change?.new_chat_member),
  };
}
