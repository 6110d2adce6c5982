// Who and what exists, and finding it by object, id, name, title or @username.

import type { AcceptedGiftTypes, Chat, User } from '@grammyjs/types';
import { administrator, left, member, owner, type Rights } from './members.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, GroupOrChannel, State } from './state.ts';

export type PersonRef = User | number | string;
export type ChatRef = Chat | User | number | string;

export interface NewPerson {
  readonly first_name: string;
  readonly last_name?: string | undefined;
  readonly username?: string | undefined;
  readonly id?: number | undefined;
}

export interface NewChat {
  readonly type: GroupOrChannel['type'];
  readonly title: string;
  readonly username?: string | undefined;
  readonly is_forum?: boolean | undefined;
  readonly id?: number | undefined;
  readonly owner: PersonRef;
  /** What the bot is there; by default an administrator with can_invite_users. */
  readonly bot?: 'administrator' | 'member' | 'left' | undefined;
}

/** Which gifts a chat takes: all, or none. */
export const giftTypes = (all: boolean): AcceptedGiftTypes => ({
  unlimited_gifts: all,
  limited_gifts: all,
  unique_gifts: all,
  premium_subscription: all,
  gifts_from_channels: all,
});

/** Fields of basic groups that the documentation leaves out. tdlib/telegram-bot-api, Client.cpp:1289 */
const OF_BASIC_GROUPS = { all_members_are_administrators: false, accepted_gift_types: giftTypes(false) };

/** What a bot needs to do its work, and no more; a channel's bot must also be allowed to post its answers. */
const botRights = (type: GroupOrChannel['type']): Rights => ({
  can_invite_users: true,
  ...(type === 'channel' ? { can_post_messages: true } : {}),
});

export function addPerson(state: State, person: NewPerson): User {
  const id = person.id ?? state.next.person++;
  if (state.people.some((one) => one.id === id))
    throw new Misuse(`There is already someone with the id ${id}.`);
  const user: User = {
    id,
    is_bot: false,
    first_name: person.first_name,
    ...(person.last_name === undefined ? {} : { last_name: person.last_name }),
    ...(person.username === undefined ? {} : { username: person.username }),
    language_code: 'en',
  };
  state.people.push(user);
  return user;
}

/** Gives a supergroup or channel a public name. The bot hears nothing of it. */
export function makePublic(state: State, record: ChatRecord, username: string, byRequest: boolean): void {
  const { chat } = record;
  if (chat.type === 'group') {
    throw new Misuse(`${chat.title} is a basic group, which cannot be public: migrate it first.`);
  }
  if (byRequest && chat.type === 'channel') {
    throw new Misuse(`${chat.title} is a channel, which anyone who finds it may join without asking.`);
  }
  const name = username.replace(/^@/, '');
  const taken = [...state.people, ...state.chats.map((one) => one.chat)].some((one) =>
    same(one.username, name),
  );
  if (taken && !same(chat.username, name)) throw new Misuse(`The name @${name} is taken.`);
  chat.username = name;
  if (byRequest) record.join_by_request = true;
  else delete record.join_by_request;
}

export function addChat(state: State, made: NewChat): GroupOrChannel {
  const founder = findPerson(state, made.owner);
  const id = made.id ?? (made.type === 'group' ? state.next.group-- : state.next.supergroup--);
  if (state.chats.some((one) => one.chat.id === id))
    throw new Misuse(`There is already a chat with the id ${id}.`);
  const chat = toChat(made, id);
  const bot =
    made.bot === 'left'
      ? left(state.bot)
      : made.bot === 'member'
        ? member(state.bot)
        : administrator(made.type, state.bot, botRights(made.type));
  const members = [owner(founder), bot];
  state.chats.push({ chat, members, links: [], requests: [], answered_requests: [], topics: [] });
  return chat;
}

function toChat({ type, title, username, is_forum }: NewChat, id: number): GroupOrChannel {
  const named = username === undefined ? {} : { username };
  if (type === 'group') return { id, type, title, ...OF_BASIC_GROUPS };
  if (type === 'channel') return { id, type, title, ...named };
  return { id, type, title, ...named, ...(is_forum === true ? { is_forum } : {}) };
}

export const privateChat = (person: User): Chat.PrivateChat => ({
  id: person.id,
  type: 'private',
  first_name: person.first_name,
  ...(person.last_name === undefined ? {} : { last_name: person.last_name }),
  ...(person.username === undefined ? {} : { username: person.username }),
});

const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

const asId = (ref: string): number | undefined => (/^-?\d+$/.test(ref.trim()) ? Number(ref) : undefined);

/** The bot counts as a person here: it can be promoted and kicked like anybody. */
function lookupPerson(state: State, ref: PersonRef): User | undefined {
  const everybody = [...state.people, state.bot];
  const id = typeof ref === 'object' ? ref.id : typeof ref === 'number' ? ref : asId(ref);
  if (id !== undefined) return everybody.find((one) => one.id === id);
  const name = String(ref).trim().replace(/^@/, '');
  return everybody.find(
    (one) =>
      same(one.first_name, name) ||
      same(one.username, name) ||
      same(`${one.first_name} ${one.last_name ?? ''}`.trim(), name) ||
      (one.is_bot && same('bot', name)),
  );
}

export function findPerson(state: State, ref: PersonRef): User {
  const found = lookupPerson(state, ref);
  if (found) return found;
  const names = state.people.map((one) => one.first_name).join(', ');
  throw new Misuse(`There is no one called ${show(ref)}; there are: ${names || 'no people yet'}.`);
}

export const recordById = (state: State, id: number): ChatRecord | undefined =>
  state.chats.find((one) => one.chat.id === id);

function lookupRecord(state: State, ref: ChatRef): ChatRecord | undefined {
  const id = typeof ref === 'object' ? ref.id : typeof ref === 'number' ? ref : asId(ref);
  if (id !== undefined) return recordById(state, id);
  const name = String(ref).trim();
  // A group that became a supergroup keeps its title; the living one is meant.
  const living = [...state.chats].sort((a, b) => Number('migrated_to' in a) - Number('migrated_to' in b));
  return living.find((one) => same(one.chat.title, name) || same(one.chat.username, name.replace(/^@/, '')));
}

/** A group, supergroup or channel. */
export function findRecord(state: State, ref: ChatRef): ChatRecord {
  const found = lookupRecord(state, ref);
  if (found) return found;
  const titles = state.chats.map((one) => one.chat.title).join(', ');
  throw new Misuse(`There is no group or channel called ${show(ref)}; there are: ${titles || 'none yet'}.`);
}

export function findRecordByLink(state: State, link: string): ChatRecord {
  const found = state.chats.find((record) => record.links.some((one) => one.invite_link === link));
  if (found) return found;
  throw new Misuse(`There is no invite link ${JSON.stringify(link)}.`);
}

/** Any chat: a group or channel, or the private chat of a person with the bot. */
export function findChat(state: State, ref: ChatRef): Chat {
  const record = lookupRecord(state, ref);
  if (record) return record.chat;
  const person = lookupPerson(state, typeof ref === 'object' ? ref.id : ref);
  if (person && !person.is_bot) return privateChat(person);
  return findRecord(state, ref).chat;
}

const show = (ref: ChatRef): string => (typeof ref === 'object' ? String(ref.id) : JSON.stringify(ref));
