// Who asks to join, as a chat_join_request update says it. Telegram sends it only while the bot may invite users.
// https://core.telegram.org/bots/api#chatjoinrequest

import { type Fields, readFields, readInteger, readText } from '../lib/shapes.ts';
import type { ChatId, Person, UnixSeconds, UserId } from '../lib/units.ts';
import { readChat, readPerson } from './chats.ts';
import type { Update } from './command-messages.ts';

export interface JoinRequest {
  readonly chat: ChatId;
  readonly title: string;
  readonly date: UnixSeconds;
  readonly updateId: number;
  readonly person: Person;
  readonly username?: string | undefined;
  readonly bio?: string | undefined;
  /** Where the bot may write to the person for five minutes. */
  readonly writeTo: ChatId;
  /** A ChatInviteLink of this bot. */
  readonly link?: Fields | undefined;
}

/** `bot` is this bot's own id. */
export function readJoinRequest(update: Update, bot: UserId): JoinRequest | undefined {
  const request = readFields(update.chat_join_request);
  const chat = readChat(request?.chat);
  const date = readInteger(request?.date);
  const from = readFields(request?.from);
  const person = readPerson(from);
  if (!request || !chat || date === undefined || !person) return undefined;
  const link = readFields(request.invite_link);
  return {
    chat: chat.id,
    title: chat.title,
    date,
    updateId: update.update_id,
    person,
    username: readText(from?.username),
    bio: readText(request.bio) || undefined,
    writeTo: readInteger(request.user_chat_id) ?? person.id,
    link: readFields(link?.creator)?.id === bot ? link : undefined,
  };
}
