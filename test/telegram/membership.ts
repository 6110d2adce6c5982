// What changes when someone comes, goes, is promoted or thrown out, and what the bot gets to hear of it.
// How people join is in joining.ts.

import type { ChatMember, ChatMemberUpdated, Message, User } from '@grammyjs/types';
import { toChatInviteLink } from './links.ts';
import {
  administrator,
  botIn,
  inside,
  isAdmin,
  isIn,
  kicked,
  left,
  member,
  memberOf,
  outside,
  type Rights,
  restricted,
  setMember,
} from './members.ts';
import { serviceMessage } from './messages.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, LinkRecord, UnixSeconds, World } from './state.ts';
import { publishMessage } from './visibility.ts';

interface Cause {
  /** Who did it. */
  readonly by: User;
  readonly link?: LinkRecord;
  readonly viaJoinRequest?: boolean;
  /** Who says so in the chat, if it is not who did it. */
  readonly teller?: User;
}

export const known = (ids: readonly (number | undefined)[]): number[] => ids.filter((id) => id !== undefined);

/** Sets what someone is in a chat, and tells the bot as much as Telegram would. */
export function changeMember(world: World, record: ChatRecord, changed: ChatMember, cause: Cause): number[] {
  const { state, now, publish } = world;
  const { user } = changed;
  const before = memberOf(record, user);
  const botWas = botIn(record, state.bot);
  // Of its own removal the bot also learns by refusals, so what it is there is kept as it is.
  setMember(record, user.id === state.bot.id ? changed : asShown(record, changed));
  if (!isIn(changed)) forgetWay(record, user);

  const body: ChatMemberUpdated = {
    chat: record.chat,
    from: cause.by,
    date: now(),
    old_chat_member: asShown(record, before),
    new_chat_member: asShown(record, changed),
    ...(cause.link ? { invite_link: toChatInviteLink(state, record, cause.link) } : {}),
    ...(cause.viaJoinRequest ? { via_join_request: true } : {}),
  };
  const ids: (number | undefined)[] = [];
  if (user.id === state.bot.id) ids.push(publish('my_chat_member', body));
  else if (isAdmin(botWas)) ids.push(publish('chat_member', body));
  if (isIn(before) !== isIn(changed)) {
    ids.push(tellChat(world, record, user, isIn(changed), cause.teller ?? cause.by));
  }
  return known(ids);
}

/** Basic groups know no bans: anyone who is removed may return by a link. tdlib/td, DialogParticipant.cpp:730 */
const asShown = ({ chat }: ChatRecord, one: ChatMember): ChatMember =>
  chat.type === 'group' && one.status === 'kicked' ? left(one.user) : one;

/** With the fields of old versions, which are still sent. tdlib/telegram-bot-api, Client.cpp:4325 */
function tellChat(world: World, record: ChatRecord, user: User, came: boolean, by: User): number | undefined {
  if (record.chat.type === 'channel') return undefined;
  const what: Partial<Message> & Record<string, unknown> = came
    ? { new_chat_participant: user, new_chat_member: user, new_chat_members: [user] }
    : { left_chat_participant: user, left_chat_member: user };
  return publishMessage(world, serviceMessage(world.state, record.chat, by, world.now(), what));
}

function forgetWay(record: ChatRecord, user: User): void {
  for (const link of record.links) link.members = link.members.filter((id) => id !== user.id);
}

export const addMember = (world: World, record: ChatRecord, person: User, by: User): number[] =>
  changeMember(world, record, inside(memberOf(record, person)), { by });

export const leave = (world: World, record: ChatRecord, person: User): number[] =>
  changeMember(world, record, outside(memberOf(record, person)), { by: person });

export const kick = (world: World, record: ChatRecord, person: User, by: User): number[] =>
  changeMember(world, record, kicked(person), { by });

/** Anyone who is in the chat is put out, without a ban. */
export const unban = (world: World, record: ChatRecord, person: User, by: User): number[] =>
  changeMember(world, record, left(person), { by });

export function restrict(
  world: World,
  record: ChatRecord,
  person: User,
  by: User,
  allowed: Parameters<typeof restricted>[1] = {},
): number[] {
  const is_member = isIn(memberOf(record, person));
  return changeMember(world, record, restricted(person, { ...allowed, is_member }), { by });
}

export const promote = (world: World, record: ChatRecord, person: User, by: User, rights: Rights): number[] =>
  changeMember(world, record, administrator(record.chat.type, person, rights), { by });

/** Links of someone who loses the right stay as they are. Whether Telegram closes them is uncertain. */
export const demote = (world: World, record: ChatRecord, person: User, by: User): number[] =>
  changeMember(world, record, member(person), { by });

/** Ends what has an end: subscriptions and restrictions. Only of a subscription's end does the bot hear. */
export function endWhatIsOver(world: World): number[] {
  const now: UnixSeconds = world.now();
  return world.state.chats.flatMap((record) =>
    [...record.members].flatMap((one) => {
      const until = 'until_date' in one ? (one.until_date ?? 0) : 0;
      if (until === 0 || until > now) return [];
      if (one.status === 'member') return leave(world, record, one.user);
      setMember(record, isIn(one) ? member(one.user) : left(one.user));
      return [];
    }),
  );
}

export function ownerOf(record: ChatRecord): User {
  const found = record.members.find((one) => one.status === 'creator');
  if (!found) throw new Misuse(`${record.chat.title} has no owner.`);
  return found.user;
}
