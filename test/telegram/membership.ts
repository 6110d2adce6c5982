// Coming, going, being promoted and thrown out: what changes in the chat, and what the bot gets to hear of it.

import type { ChatMember, ChatMemberUpdated, Message, User } from '@grammyjs/types';
import { openLink, toChatInviteLink } from './links.ts';
import {
  administrator,
  botIn,
  isAdmin,
  isIn,
  kicked,
  left,
  mayInvite,
  member,
  memberOf,
  type Rights,
  setMember,
} from './members.ts';
import { serviceMessage } from './messages.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, LinkRecord, World } from './state.ts';
import { publishMessage } from './visibility.ts';

/** What happened, with the updates that were queued for it. */
export interface JoinResult {
  readonly outcome: 'joined' | 'requested' | 'refused';
  readonly reason?: string;
  readonly updates: readonly number[];
}

interface Cause {
  /** Who did it; by default the person themselves. */
  readonly by: User;
  readonly link?: LinkRecord;
  /** The request came without a link and was approved. */
  readonly viaJoinRequest?: boolean;
}

const known = (ids: readonly (number | undefined)[]): number[] => ids.filter((id) => id !== undefined);

/** Sets what somebody is in a chat, and tells the bot as much as Telegram would. */
export function changeMember(world: World, record: ChatRecord, changed: ChatMember, cause: Cause): number[] {
  const { state, now, publish } = world;
  const { user } = changed;
  const before = memberOf(record, user);
  const botWas = botIn(record, state.bot);
  setMember(record, changed);
  if (!isIn(changed)) forgetWay(record, user);

  const body: ChatMemberUpdated = {
    chat: record.chat,
    from: cause.by,
    date: now(),
    old_chat_member: before,
    new_chat_member: changed,
    ...(cause.link ? { invite_link: toChatInviteLink(state, record, cause.link) } : {}),
    ...(cause.viaJoinRequest ? { via_join_request: true } : {}),
  };
  const ids: (number | undefined)[] = [];
  if (user.id === state.bot.id) ids.push(publish('my_chat_member', body));
  else if (isAdmin(botWas)) ids.push(publish('chat_member', body));
  if (isIn(before) !== isIn(changed)) ids.push(tellChat(world, record, user, isIn(changed), cause.by));
  return known(ids);
}

function tellChat(world: World, record: ChatRecord, user: User, came: boolean, by: User): number | undefined {
  if (record.chat.type === 'channel') return undefined;
  const what: Partial<Message> = came ? { new_chat_members: [user] } : { left_chat_member: user };
  return publishMessage(world, serviceMessage(world.state, record.chat, by, world.now(), what));
}

function forgetWay(record: ChatRecord, user: User): void {
  for (const link of record.links) link.members = link.members.filter((id) => id !== user.id);
}

/** Somebody joins by a link, or (without one) a public chat directly. */
export function join(world: World, record: ChatRecord, person: User, via?: string): JoinResult {
  const refused = (reason: string): JoinResult => ({ outcome: 'refused', reason, updates: [] });
  const before = memberOf(record, person);
  if (isIn(before)) return refused('already a member');
  if (before.status === 'kicked') return refused('banned from the chat');
  if (record.migrated_to !== undefined) return refused('the group became a supergroup');
  if (via === undefined) {
    if (record.chat.username === undefined) return refused('the chat is private: it takes an invite link');
    return { outcome: 'joined', updates: changeMember(world, record, member(person), { by: person }) };
  }
  const door = openLink(record, via, world.now());
  if (door.kind === 'closed') return refused(door.reason);
  if (door.kind === 'by_request') return requestToJoin(world, record, person, door.link);
  return { outcome: 'joined', updates: enter(world, record, person, door.link, person) };
}

function enter(
  world: World,
  record: ChatRecord,
  person: User,
  link: LinkRecord | undefined,
  by: User,
): number[] {
  link?.members.push(person.id);
  // A public chat that is joined through a link looks to the bot as if there had been none:
  // https://github.com/tdlib/telegram-bot-api/issues/428
  const told = record.chat.username === undefined ? link : undefined;
  return changeMember(world, record, member(person), {
    by,
    ...(told ? { link: told } : {}),
    ...(link ? {} : { viaJoinRequest: true }),
  });
}

function requestToJoin(world: World, record: ChatRecord, person: User, link: LinkRecord): JoinResult {
  const { state, now, publish } = world;
  const asked = record.requests.some((one) => one.user_id === person.id);
  if (!asked) record.requests.push({ user_id: person.id, date: now(), invite_link: link.invite_link });
  record.answered_requests = record.answered_requests.filter((id) => id !== person.id);
  if (asked || !mayInvite(botIn(record, state.bot))) return { outcome: 'requested', updates: [] };
  const told = record.chat.username === undefined;
  const id = publish('chat_join_request', {
    chat: record.chat,
    from: person,
    user_chat_id: person.id,
    date: now(),
    ...(told ? { invite_link: toChatInviteLink(state, record, link) } : {}),
  });
  return { outcome: 'requested', updates: known([id]) };
}

/** Answers a join request. Whether `from` of the update is the approver or the person is uncertain; it is the approver here. */
export function answerRequest(
  world: World,
  record: ChatRecord,
  person: User,
  by: User,
  approve: boolean,
): number[] {
  const request = record.requests.find((one) => one.user_id === person.id);
  if (!request) throw new Misuse(`${person.first_name} did not ask to join ${record.chat.title}.`);
  record.requests = record.requests.filter((one) => one !== request);
  record.answered_requests.push(person.id);
  if (!approve) return [];
  const link = record.links.find((one) => one.invite_link === request.invite_link);
  return enter(world, record, person, link, by);
}

export const addMember = (world: World, record: ChatRecord, person: User, by: User): number[] =>
  changeMember(world, record, member(person), { by });

export const leave = (world: World, record: ChatRecord, person: User): number[] =>
  changeMember(world, record, left(person), { by: person });

export const kick = (world: World, record: ChatRecord, person: User, by: User): number[] =>
  changeMember(world, record, kicked(person), { by });

export const promote = (world: World, record: ChatRecord, person: User, by: User, rights: Rights): number[] =>
  changeMember(world, record, administrator(record.chat.type, person, rights), { by });

/** Links of somebody who loses the right stay as they are. Whether Telegram closes them is uncertain. */
export const demote = (world: World, record: ChatRecord, person: User, by: User): number[] =>
  changeMember(world, record, member(person), { by });

export function ownerOf(record: ChatRecord): User {
  const found = record.members.find((one) => one.status === 'creator');
  if (!found) throw new Misuse(`${record.chat.title} has no owner.`);
  return found.user;
}
