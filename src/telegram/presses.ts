import { type Fields, readFields, readInteger, readText } from '../lib/shapes.ts';
import type { Person } from '../lib/units.ts';
import { type Chat, readChat, readPerson } from './chats.ts';
import type { Update } from './command-messages.ts';

/** A press of a button under one of the bot's messages. https://core.telegram.org/bots/api#callbackquery */
export interface Press {
  readonly updateId: number;
  readonly queryId: string;
  /** Who pressed: a real person, even if they write anonymously. */
  readonly person: Person;
  /** What the person's app sent, which need not be what the button carries. */
  readonly data: string;
  readonly chat: Chat;
  /** 0 for an ephemeral message. */
  readonly messageId: number;
  /** Set if only that person sees the message. */
  readonly ephemeralId?: number | undefined;
  /** The message our message replies to, if Telegram includes it. */
  readonly repliedTo?: Fields | undefined;
}

const QUERY_ID = /^[\w-]{1,64}$/;

/** Reads a press; `undefined` for other updates, and for a button that is not in a message of a chat. */
export function readPress(update: Update): Press | undefined {
  const query = readFields(update.callback_query);
  const queryId = readText(query?.id) ?? '';
  const person = readPerson(query?.from);
  const message = readFields(query?.message);
  const chat = readChat(message?.chat);
  const messageId = readInteger(message?.message_id);
  const data = readText(query?.data);
  // Another id could not be sent back.
  const isSound = QUERY_ID.test(queryId) && messageId !== undefined && data !== undefined;
  if (!isSound || !person || !chat) return undefined;
  return {
    updateId: update.update_id,
    queryId,
    person,
    data,
    chat,
    messageId,
    ephemeralId: readInteger(message?.ephemeral_message_id),
    repliedTo: readFields(message?.reply_to_message),
  };
}
