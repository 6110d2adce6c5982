// Reads what Telegram answers about chats, their members and the bot itself.

import { readFields, readInteger, readText } from '../lib/shapes.ts';
import type { ChatId, Person, UserId } from '../lib/units.ts';

/** A chat as updates and getChat give it. https://core.telegram.org/bots/api#chat */
export interface Chat {
  readonly id: ChatId;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  /** The title of a group or channel; `''` for a private chat. */
  readonly title: string;
  /** Whether it has a public name. */
  readonly isPublic?: boolean;
}

/** The bot itself. https://core.telegram.org/bots/api#getme */
export interface BotUser {
  readonly id: UserId;
  readonly username: string;
}

const CHAT_TYPES: readonly unknown[] = ['private', 'group', 'supergroup', 'channel'] satisfies Chat['type'][];

const isChatType = (value: unknown): value is Chat['type'] => CHAT_TYPES.includes(value);

export function readChat(value: unknown): Chat | undefined {
  const fields = readFields(value);
  const id = readInteger(fields?.id);
  const type = fields?.type;
  return id !== undefined && isChatType(type)
    ? { id, type, title: readText(fields?.title) ?? '', isPublic: fields?.username !== undefined }
    : undefined;
}

/** The bot's own primary link in an answer of getChat; absent while the bot may not invite. */
export const readOwnPrimaryLink = (value: unknown): string | undefined =>
  readText(readFields(value)?.invite_link);

/** What a member can do in a chat, the bot included. */
export type Standing = 'may_invite' | 'admin_without_right' | 'member' | 'gone';

/**
 * A member's status in an answer of getChatMember. The right counts only for an administrator: a `restricted` member has a
 * field of the same name that means something else. https://core.telegram.org/bots/api#chatmember
 */
export function readStanding(value: unknown): Standing {
  const member = readFields(value);
  switch (member?.status) {
    case 'creator':
      return 'may_invite';
    case 'administrator':
      return member.can_invite_users === true ? 'may_invite' : 'admin_without_right';
    case 'member':
    case 'restricted':
      return 'member';
    default:
      return 'gone';
  }
}

/** Whether an answer of getChatMember is an administrator who stays anonymous in the chat. */
export const hidesName = (value: unknown): boolean => readFields(value)?.is_anonymous === true;

export function readBotUser(value: unknown): BotUser | undefined {
  const fields = readFields(value);
  const id = readInteger(fields?.id);
  const username = readText(fields?.username);
  return id !== undefined && username ? { id, username } : undefined;
}

/** A person by first and last name. https://core.telegram.org/bots/api#user */
export function readPerson(value: unknown): Person | undefined {
  const user = readFields(value);
  const id = readInteger(user?.id);
  const names = [user?.first_name, user?.last_name].map(readText).filter((name) => name !== undefined);
  return id === undefined ? undefined : { id, name: names.join(' ') };
}
