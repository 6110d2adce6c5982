// Finds the command in an update, whatever the update looks like. https://core.telegram.org/bots/api#update

import { type Fields, readFields, readInteger, readText } from '../lib/shapes.ts';
import type { UnixSeconds, UserId } from '../lib/units.ts';
import { type Chat, readChat, readPerson } from './chats.ts';

/** Who sent a message, if Telegram says so. */
export type Sender =
  | {
      readonly kind: 'person';
      readonly id: UserId;
      readonly name: string;
      /** Set if the person wrote as the group, and confirmed by a button who they are. */
      readonly isAnonymous?: true;
    }
  /** An administrator who writes in the group's name: Telegram does not say who, and with which rights. */
  | { readonly kind: 'anonymous_admin' }
  /** A person who may post in the channel: Telegram does not say who. */
  | { readonly kind: 'channel_post' };

/** A message that begins with a command. */
export interface CommandMessage {
  readonly updateId: number;
  /** 0 for an ephemeral message. */
  readonly messageId: number;
  readonly date: UnixSeconds;
  readonly chat: Chat;
  readonly sender: Sender;
  /** The command without its slash, in small letters. */
  readonly name: string;
  /** The bot named after the command, without its `@`. */
  readonly mention?: string | undefined;
  readonly args: string;
  /** All of it, and how Telegram says that it is formatted. */
  readonly text: string;
  readonly entities: unknown;
  /** Whether it was edited after it was sent. */
  readonly isEdited: boolean;
  /** The forum topic in which it was sent; the General topic has none. */
  readonly topic?: number | undefined;
  /** Set if only the sender and the bot see the message. */
  readonly ephemeralId?: number | undefined;
  /** Everything in the message replied to that may hold a link; absent if it is no reply. */
  readonly repliedTexts?: readonly string[] | undefined;
  /** Who wrote the message replied to. */
  readonly repliedPerson?: UserId | undefined;
  /** Who is mentioned without a username, so that Telegram says who it is. */
  readonly mentioned?: UserId | undefined;
}

/** An update; only its number has been checked. */
export type Update = Fields & { readonly update_id: number };

/** An update with its number; `undefined` without one. */
export function readUpdate(value: unknown): Update | undefined {
  const update = readFields(value);
  const updateId = readInteger(update?.update_id);
  return updateId === undefined ? undefined : (update as Update);
}

/**
 * Reads the command in an update. `undefined` for other messages and kinds of update, forwards, what other bots wrote or
 * were asked to write, and people who write in the name of a channel.
 */
export function readCommand({ message, channel_post, edited_message, update_id }: Update) {
  const asked = readCommandMessage(message ?? channel_post ?? edited_message, update_id);
  return asked && edited_message !== undefined ? { ...asked, isEdited: true } : asked;
}

/**
 * Other text for the bot alone, in private or ephemeral, as the command that `toCommand` makes of everything in it that may hold
 * a link.
 */
export function readPrivateText(
  { message, update_id }: Update,
  toCommand: (texts: readonly string[]) => string,
): CommandMessage | undefined {
  const { message_id, ephemeral_message_id, date, chat, from, ...rest } = readFields(message) ?? {};
  const isForBot = readChat(chat)?.type === 'private' || ephemeral_message_id !== undefined;
  if (readText(rest.text) === undefined || !isForBot) return undefined;
  const text = toCommand(textsOf(rest));
  return readCommandMessage({ message_id, ephemeral_message_id, date, chat, from, text }, update_id);
}

/** Reads the command in a message; see `readCommand`. */
export function readCommandMessage(value: unknown, updateId: number): CommandMessage | undefined {
  const message = readFields(value);
  const text = readText(message?.text);
  if (!message || text?.charCodeAt(0) !== SLASH) return undefined;

  const command = COMMAND.exec(text);
  const name = command?.[1]?.toLowerCase();
  const chat = readChat(message.chat);
  const date = readInteger(message.date);
  const messageId = readInteger(message.message_id);
  if (!command || !name || !chat || date === undefined || messageId === undefined) return undefined;
  if (!isMarkedAsCommand(message) || isNotOriginal(message)) return undefined;
  const sender = readSender(message, chat);
  if (!sender) return undefined;
  return {
    updateId,
    messageId,
    date,
    chat,
    sender,
    name,
    mention: command[2],
    args: text.slice(command[0].length),
    text,
    entities: message.entities,
    isEdited: message.edit_date !== undefined,
    topic: message.is_topic_message === true ? readInteger(message.message_thread_id) : undefined,
    ephemeralId: readInteger(message.ephemeral_message_id),
    repliedTexts: readReply(message),
    repliedPerson: idOf(readFields(readFields(message.reply_to_message)?.from)),
    mentioned: readMention(message.entities),
  };
}

const idOf = (user: Fields | undefined): UserId | undefined => readInteger(user?.id);

const readMention = (entities: unknown): UserId | undefined =>
  Array.isArray(entities)
    ? entities.map((entity) => idOf(readFields(readFields(entity)?.user))).find((id) => id !== undefined)
    : undefined;

const SLASH = 47;

// As the server finds commands (td, MessageEntity.cpp), but only at the beginning, and up to a space.
const COMMAND = /^\/([a-z0-9_]{1,64})(?:@([a-z0-9_]{3,32}))?(?=\s|$)/i;

/** Text formatted as code is no command: Telegram marks it differently. */
function isMarkedAsCommand(message: Fields): boolean {
  const entities = message.entities;
  if (!Array.isArray(entities)) return entities === undefined;
  return entities.some((entity) => {
    const fields = readFields(entity);
    return fields?.type === 'bot_command' && fields.offset === 0;
  });
}

/** Messages to a channel's direct messages count too: an answer there would need a topic of another kind. */
const isNotOriginal = (message: Fields): boolean =>
  readFields(message.chat)?.is_direct_messages === true ||
  message.forward_origin !== undefined ||
  message.forward_date !== undefined ||
  message.via_bot !== undefined;

/**
 * `sender_chat` counts before `from`: if a chat has written, `from` is a placeholder account. What Telegram forwards from the
 * linked channel by itself is written by that channel.
 */
function readSender(message: Fields, chat: Chat): Sender | undefined {
  if (chat.type === 'channel') return { kind: 'channel_post' };
  const senderChat = message.sender_chat;
  if (senderChat !== undefined) {
    return readFields(senderChat)?.id === chat.id ? { kind: 'anonymous_admin' } : undefined;
  }
  const from = readFields(message.from);
  const person = readPerson(from);
  return person && from?.is_bot !== true ? { kind: 'person', ...person } : undefined;
}

function readReply(message: Fields): readonly string[] | undefined {
  // A reply to a message of another chat does not include its text.
  if (message.external_reply !== undefined) return [];
  const replied = readFields(message.reply_to_message);
  // In a topic, Telegram marks every message without a reply as a reply to the topic's first one.
  if (!replied || replied.forum_topic_created !== undefined) return undefined;
  return textsOf(replied);
}

/** Everything in a message that may hold a link. */
function textsOf({ text, caption, entities, caption_entities }: Fields): readonly string[] {
  const urls = [entities, caption_entities].flat().map((entity) => readFields(entity)?.url);
  return [text, caption, ...urls].map(readText).filter((one) => one !== undefined);
}
