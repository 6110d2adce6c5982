// What a bot does to members of a chat. https://core.telegram.org/bots/api#banchatmember and below it
// The refusals are those of tdlib/td, DialogParticipantManager.cpp:2855 and below it.

import type { ChatMember, User } from '@grammyjs/types';
import { findChatFor, findGroupFor, findUserFor, readUserId } from './chat-access.ts';
import { isAdmin, isIn, memberOf, type Rights } from './members.ts';
import * as membership from './membership.ts';
import type { Method, Methods } from './method.ts';
import { type CallParameters, isObject, MAX_INT32, readFlag } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { ChatRecord, World } from './state.ts';

const FOR_BIG_CHATS = 'method is available for supergroup and channel chats only';
/** A shorter or longer time means for ever. https://core.telegram.org/bots/api#banchatmember */
const SHORTEST_SECONDS = 30;
const LONGEST_SECONDS = 366 * 86_400;
const RIGHT = /^(can_|is_anonymous$)/;

const WORDS = {
  can_restrict_members: {
    isSelf: "can't restrict self",
    lacksRight: 'not enough rights to restrict/unrestrict chat member',
  },
  can_promote_members: { isSelf: "can't promote self", lacksRight: 'not enough rights' },
};

type Scope = (record: ChatRecord) => boolean;
const everywhere: Scope = () => true;
const inBigChats: Scope = ({ chat }) => chat.type !== 'group';
const inSupergroups: Scope = ({ chat }) => chat.type === 'supergroup';

interface Asked {
  readonly record: ChatRecord;
  readonly user: User;
  readonly was: ChatMember;
}

function find({ state }: World, parameters: CallParameters, isFor: Scope, elsewhere: string): Asked {
  const id = readUserId(parameters);
  const { record } = findGroupFor(state, parameters, 'write', elsewhere);
  if (!isFor(record)) throw badRequest(elsewhere);
  const user = findUserFor(state, id);
  return { record, user, was: memberOf(record, user) };
}

function checkMay({ state }: World, { record, user, was }: Asked, right: keyof typeof WORDS): void {
  if (was.status === 'creator') throw badRequest("can't remove chat owner");
  if (user.id === state.bot.id) throw badRequest(WORDS[right].isSelf);
  const bot = memberOf(record, state.bot);
  if (bot.status !== 'administrator' || !bot[right]) throw badRequest(WORDS[right].lacksRight);
  // Here an administrator's rights are changed by whoever may change any; there, by whoever gave them.
  if (right === 'can_restrict_members' && isAdmin(was)) {
    throw badRequest('user is an administrator of the chat');
  }
}

function readUntil({ now }: World, parameters: CallParameters): number {
  const until = parameters.integer('until_date', 0, MAX_INT32);
  const seconds = until - now();
  return seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS ? 0 : until;
}

const ban: Method = (world, parameters) => {
  const asked = find(world, parameters, everywhere, "can't ban members in private chats");
  checkMay(world, asked, 'can_restrict_members');
  membership.kick(world, asked.record, asked.user, world.state.bot, readUntil(world, parameters));
  return true;
};

export const memberMethods: Methods = {
  banChatMember: ban,
  kickChatMember: ban,

  unbanChatMember(world, parameters) {
    const asked = find(world, parameters, inBigChats, FOR_BIG_CHATS);
    if (asked.was.status !== 'kicked' && parameters.flag('only_if_banned')) return true;
    checkMay(world, asked, 'can_restrict_members');
    const isThere = isIn(asked.was) || asked.was.status === 'kicked';
    if (isThere) membership.unban(world, asked.record, asked.user, world.state.bot);
    return true;
  },

  restrictChatMember(world, parameters) {
    const asked = find(world, parameters, inSupergroups, 'method is available only for supergroups');
    const given = parameters.json('permissions');
    if (!isObject(given)) throw badRequest("can't parse permissions JSON object");
    checkMay(world, asked, 'can_restrict_members');
    const allowed = Object.fromEntries(
      Object.entries(given)
        .filter(([name]) => name.startsWith('can_'))
        .map(([name, value]) => [name, readFlag(String(value))]),
    );
    const until_date = readUntil(world, parameters);
    membership.restrict(world, asked.record, asked.user, world.state.bot, { ...allowed, until_date });
    return true;
  },

  promoteChatMember(world, parameters) {
    const asked = find(world, parameters, inBigChats, FOR_BIG_CHATS);
    checkMay(world, asked, 'can_promote_members');
    const given = Object.keys(parameters.raw).filter((name) => RIGHT.test(name) && parameters.flag(name));
    const rights: Rights = Object.fromEntries(given.map((right) => [right, true]));
    const { record, user } = asked;
    if (given.length === 0) membership.demote(world, record, user, world.state.bot);
    else membership.promote(world, record, user, world.state.bot, rights);
    return true;
  },

  leaveChat(world, parameters) {
    const found = findChatFor(world.state, parameters.text('chat_id'), 'read');
    if (found.kind === 'private') throw badRequest("can't leave private chats");
    if (isIn(memberOf(found.record, world.state.bot))) {
      membership.leave(world, found.record, world.state.bot);
    }
    return true;
  },
};
