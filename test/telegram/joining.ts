// How people join: by a link, by a request, or directly where a chat is public.

import type { ChatMember, User } from '@grammyjs/types';
import { openLink, toChatInviteLink } from './links.ts';
import { botIn, inside, isIn, mayInvite, memberOf, subscriber } from './members.ts';
import { changeMember, known } from './membership.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, JoinRequest, LinkRecord, World } from './state.ts';

/** What happened, with the updates that were queued for it. */
export interface JoinResult {
  readonly outcome: 'joined' | 'requested' | 'refused';
  readonly reason?: string;
  readonly updates: readonly number[];
}

const isPublic = ({ chat }: ChatRecord): boolean => chat.username !== undefined;

/** Someone joins by a link, or (without one) a public chat directly, if it does not ask for a request. */
export function join(world: World, record: ChatRecord, person: User, via?: string): JoinResult {
  const refused = (reason: string): JoinResult => ({ outcome: 'refused', reason, updates: [] });
  const before = memberOf(record, person);
  if (isIn(before)) return refused('already a member');
  if (before.status === 'kicked') return refused('banned from the chat');
  if (record.migrated_to !== undefined) return refused('the group became a supergroup');
  if (via === undefined) {
    if (!isPublic(record)) return refused('the chat is private: it takes an invite link');
    if (record.join_by_request) return requestToJoin(world, record, person);
    return { outcome: 'joined', updates: changeMember(world, record, inside(before), { by: person }) };
  }
  const door = openLink(record, via, world.now());
  if (door.kind === 'closed') return refused(door.reason);
  if (door.kind === 'by_request') return requestToJoin(world, record, person, door.link);
  door.link.members.push(person.id);
  // A public chat that is joined through a link looks to the bot as if there had been none:
  // https://github.com/tdlib/telegram-bot-api/issues/428
  const link = isPublic(record) ? {} : { link: door.link };
  const came = enteringBy(world, door.link, before);
  return { outcome: 'joined', updates: changeMember(world, record, came, { by: person, ...link }) };
}

const enteringBy = ({ now }: World, link: LinkRecord, before: ChatMember): ChatMember =>
  link.subscription_period === undefined
    ? inside(before)
    : subscriber(before.user, now() + link.subscription_period);

function requestToJoin(world: World, record: ChatRecord, person: User, link?: LinkRecord): JoinResult {
  const { state, now, publish } = world;
  const asked = record.requests.some((one) => one.user_id === person.id);
  const by = link ? { invite_link: link.invite_link } : {};
  if (!asked) record.requests.push({ user_id: person.id, date: now(), ...by });
  record.answered_requests = record.answered_requests.filter((id) => id !== person.id);
  if (asked || !mayInvite(botIn(record, state.bot))) return { outcome: 'requested', updates: [] };
  const bio = state.bios[person.id];
  const id = publish('chat_join_request', {
    chat: record.chat,
    from: person,
    user_chat_id: person.id,
    date: now(),
    ...(bio === undefined ? {} : { bio }),
    // https://github.com/tdlib/telegram-bot-api/issues/580
    ...(link && !isPublic(record) ? { invite_link: toChatInviteLink(state, record, link) } : {}),
  });
  return { outcome: 'requested', updates: known([id]) };
}

/** `undefined` if this person does not ask to join. */
export const requestOf = (record: ChatRecord, person: User): JoinRequest | undefined =>
  record.requests.find((one) => one.user_id === person.id);

/** Takes back one's request. No update reports it. */
export function withdraw(record: ChatRecord, person: User): void {
  const request = requestOf(record, person);
  if (!request) throw new Misuse(`${person.first_name} does not ask to join ${record.chat.title}.`);
  record.requests = record.requests.filter((one) => one !== request);
  record.answered_requests.push(person.id);
}

/** Answers a join request. Whether `from` of the update is the approver or the person is uncertain; it is the approver here. */
export function answerRequest(
  world: World,
  record: ChatRecord,
  person: User,
  by: User,
  approve: boolean,
): number[] {
  const request = requestOf(record, person);
  if (!request) throw new Misuse(`${person.first_name} did not ask to join ${record.chat.title}.`);
  record.requests = record.requests.filter((one) => one !== request);
  record.answered_requests.push(person.id);
  if (!approve) return [];
  const link = record.links.find((one) => one.invite_link === request.invite_link);
  link?.members.push(person.id);
  return changeMember(world, record, inside(memberOf(record, person)), {
    by,
    // The chat hears of it from the person who joined: tdlib/telegram-bot-api, Client.cpp:4342
    teller: person,
    // In a public chat the link is not named: tdlib/td, UpdatesManager.cpp:3211
    ...(link && !isPublic(record) ? { link } : { viaJoinRequest: true }),
  });
}
