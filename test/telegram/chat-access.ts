// Which chat a call means and whether the bot may touch it: the checks that stand before every method with a chat_id.

import type { Chat, ChatMember, User } from '@grammyjs/types';
import { botIn, isIn } from './members.ts';
import { type CallParameters, readId } from './parameters.ts';
import { privateChat, recordById } from './people-and-chats.ts';
import { badRequest, forbidden, refuse } from './refusal.ts';
import { SPECIAL_ACCOUNTS } from './special-accounts.ts';
import type { ChatRecord, State } from './state.ts';

/** `write` is refused in a group that became a supergroup; `read` still answers there. */
export type Access = 'read' | 'read_members' | 'edit' | 'write';

export type Found =
  | { readonly kind: 'private'; readonly chat: Chat.PrivateChat; readonly person: User }
  | { readonly kind: 'group'; readonly chat: Chat; readonly record: ChatRecord };

export function findChatFor(state: State, chatId: string, access: Access): Found {
  if (chatId === '') throw badRequest('chat_id is empty');
  const record = chatId.startsWith('@')
    ? state.chats.find((one) => one.chat.username?.toLowerCase() === chatId.slice(1).toLowerCase())
    : recordById(state, readId(chatId));
  if (record) {
    checkRecord(state, record, access);
    return { kind: 'group', chat: record.chat, record };
  }
  const person = chatId.startsWith('@') ? undefined : state.people.find((one) => one.id === readId(chatId));
  if (!person) throw badRequest('chat not found');
  return { kind: 'private', chat: privateChat(person), person };
}

function checkRecord(state: State, record: ChatRecord, access: Access): void {
  const { chat } = record;
  if (record.migrated_to !== undefined && (access === 'write' || access === 'read_members')) {
    throw refuse(400, 'group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: record.migrated_to,
    });
  }
  const name = `${chat.type} chat`;
  const bot = botIn(record, state.bot);
  if (bot.status === 'kicked') throw forbidden(`bot was kicked from the ${name}`);
  const isPublic = chat.username !== undefined;
  const needsMembership = !isPublic || access === 'edit' || access === 'write';
  if (!isIn(bot) && needsMembership) throw forbidden(`bot is not a member of the ${name}`);
}

/** A group, supergroup or channel; `inPrivate` words the refusal for private chats. */
export function findGroupFor(
  state: State,
  parameters: CallParameters,
  access: Access,
  inPrivate: string,
): { record: ChatRecord; bot: ChatMember } {
  const found = findChatFor(state, parameters.text('chat_id'), access);
  if (found.kind === 'private') throw badRequest(inPrivate);
  return { record: found.record, bot: botIn(found.record, state.bot) };
}

/** Looked at before the chat is. tdlib/telegram-bot-api, Client.cpp:12448 */
export function readUserId(parameters: CallParameters): number {
  const id = Math.max(0, readId(parameters.text('user_id')));
  if (id === 0) throw badRequest('invalid user_id specified');
  return id;
}

/** The user a call is about. A bot knows everyone whom it could have met: here, everybody. */
export function findUserFor(state: State, id: number): User {
  const user = userById(state, id);
  if (!user) throw badRequest('PARTICIPANT_ID_INVALID');
  return user;
}

export const userById = (state: State, id: number): User | undefined =>
  [...state.people, state.bot, ...SPECIAL_ACCOUNTS].find((one) => one.id === id);
