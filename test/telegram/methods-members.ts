// What a bot does to members of a chat. https://core.telegram.org/bots/api#banchatmember and below it
// The refusals are those of tdlib/td, DialogParticipantManager.cpp:2855 and below it.

import type { ChatMember, User } from '@grammyjs/types';
import { findChatFor, findGroupFor, findUserFor, readUserId } from './chat-access.ts';
import { isAdmin, isIn, memberOf, type Rights } from './members.ts';
import * as membership from './membership.ts';
import type { Method, Methods } from './method.ts';
import { type CallParameters, isObject, MAX_INT32, readFlag } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { ChatRecord, GroupOrChannel, World } from './state.ts';

const FOR_BIG_CHATS = 'method is available for supergroup and channel chats only';
/** A shorter or longer time means for ever. https://core.telegram.org/bots/api#banchatmember */
const SHORTEST_SECONDS = 30;
const LONGEST_SECONDS = 366 * 86_400;
const RIGHTS = [
  'is_anonymous',
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_post_messages',
  'can_edit_messages',
  'can_pin_messages',
  'can_manage_topics',
  'can_manage_tags',
] as const satisfies readonly (keyof Rights)[];

interface Asked {
  readonly record: ChatRecord;
  readonly user: User;
  readonly was: ChatMember;
}

function find(
  { state }: World,
  parameters: CallParameters,
  types: readonly GroupOrChannel['type'][],
  elsewhere: string,
  inPrivate = elsewhere,
): Asked {
  const id = readUserId(parameters);
  const { record } = findGroupFor(state, parameters, 'write', inPrivate);
  if (!types.includes(record.chat.type)) throw badRequest(elsewhere);
  const user = findUserFor(state, id);
  return { record, user, was: memberOf(record, user) };
}

function checkMay(
  { state }: World,
  { record, user, was }: Asked,
  right: 'can_restrict_members' | 'can_promote_members',
  isSelf: string,
  lacksRight: string,
): void {
  if (was.status === 'creator') throw badRequest("can't remove chat owner");
  if (user.id === state.bot.id) throw badRequest(isSelf);
  const bot = memberOf(record, state.bot);
  if (bot.status !== 'administrator' || !bot[right]) throw badRequest(lacksRight);
  // Here an administrator's rights are changed by whoever may change any; there, by whoever gave them.
  if (right === 'can_restrict_members' && isAdmin(was))
    throw badRequest('user is an administrator of the chat');
}

const checkMayRestrict = (world: World, asked: Asked): void =>
  checkMay(
    world,
    asked,
    'can_restrict_members',
    "can't restrict self",
    'not enough rights to restrict/unrestrict chat member',
  );

function readUntil({ now }: World, parameters: CallParameters): number {
  const until = parameters.integer('until_date', 0, MAX_INT32);
  const seconds = until - now();
  return seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS ? 0 : until;
}

const ban: Method = (world, parameters) => {
  const everywhere = ['group', 'supergroup', 'channel'] as const;
  const asked = find(world, parameters, everywhere, '', "can't ban members in private chats");
  checkMayRestrict(world, asked);
  membership.kick(world, asked.record, asked.user, world.state.bot, readUntil(world, parameters));
  return true;
};

export const memberMethods: Methods = {
  banChatMember: ban,
  kickChatMember: ban,

  unbanChatMember(world, parameters) {
    const asked = find(world, parameters, ['supergroup', 'channel'], FOR_BIG_CHATS);
    if (asked.was.status !== 'kicked' && parameters.flag('only_if_banned')) return true;
    checkMayRestrict(world, asked);
    const isThere = isIn(asked.was) || asked.was.status === 'kicked';
    if (isThere) membership.unban(world, asked.record, asked.user, world.state.bot);
    return true;
  },

  restrictChatMember(world, parameters) {
    const asked = find(world, parameters, ['supergroup'], 'method is available only for supergroups');
    const given = parameters.json('permissions');
    if (!isObject(given)) throw badRequest("can't parse permissions JSON object");
    checkMayRestrict(world, asked);
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
    const asked = find(world, parameters, ['supergroup', 'channel'], FOR_BIG_CHATS);
    checkMay(world, asked, 'can_promote_members', "can't promote self", 'not enough rights');
    const given = RIGHTS.filter((right) => parameters.flag(right));
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
