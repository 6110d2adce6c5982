// Which updates Telegram delivers one after the other: https://github.com/tdlib/telegram-bot-api has a queue for each of
//
//   message, channel_post, and edits of them   a chat
//   callback_query                             a person
//   my_chat_member                             a chat, beside its messages
//   chat_member, chat_join_request             a person, beside their presses

import { readFields, readInteger } from '../lib/shapes.ts';
import type { Update } from '../telegram/command-messages.ts';

/** What kind of update it is, such as `message`. */
export const kindOf = (update: Update): string =>
  Object.keys(update).find((name) => name !== 'update_id') ?? 'nothing';

/** Updates with the same key are delivered in order; those with different ones need not wait for each other. */
export function queueKey(update: Update): string {
  const kind = kindOf(update);
  const body = readFields(update[kind]);
  const chat = readInteger(readFields(body?.chat)?.id);
  const person = readInteger(readFields(body?.from)?.id);
  switch (kind) {
    case 'message':
    case 'edited_message':
    case 'channel_post':
    case 'edited_channel_post':
      return `chat ${chat}`;
    case 'callback_query':
      return `presses of ${person}`;
    case 'my_chat_member':
      return `bot in ${chat}`;
    case 'chat_member':
      return `member ${readInteger(readFields(readFields(body?.new_chat_member)?.user)?.id)}`;
    case 'chat_join_request':
      return `member ${person}`;
    default:
      return kind;
  }
}
