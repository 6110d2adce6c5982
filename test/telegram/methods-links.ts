// Invite links and join requests in the Bot API. A bot manages only the links that it made.
// https://core.telegram.org/bots/api#createchatinvitelink and below it

import type { ChatMember } from '@grammyjs/types';
import { findGroupFor, findUserFor, readUserId } from './chat-access.ts';
import { answerRequest, requestOf } from './joining.ts';
import {
  exportPrimary,
  type LinkSettings,
  makeLink,
  primaryLink,
  replaceSettings,
  SUBSCRIPTION_PERIOD_SECONDS,
  toChatInviteLink,
} from './links.ts';
import { isIn, mayInvite, memberOf } from './members.ts';
import type { Methods } from './method.ts';
import { type CallParameters, MAX_INT32 } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { ChatRecord, LinkRecord, State, World } from './state.ts';

const MAX_MEMBER_LIMIT = 99_999;
const MAX_SUBSCRIPTION_STARS = 10_000;

function findManaged(state: State, parameters: CallParameters): { record: ChatRecord; bot: ChatMember } {
  const found = findGroupFor(state, parameters, 'write', "can't invite members to a private chat");
  if (!mayInvite(found.bot)) throw badRequest('not enough rights to manage chat invite link');
  return found;
}

function readSettings({ now }: World, parameters: CallParameters): LinkSettings {
  const settings = {
    name: parameters.text('name'),
    expire_date: parameters.integer('expire_date', 0, MAX_INT32),
    // 100000 passes here, as it passes the official server; Telegram itself refuses it below.
    member_limit: parameters.integer('member_limit', 0, MAX_MEMBER_LIMIT + 1),
    creates_join_request: parameters.flag('creates_join_request'),
  };
  if (settings.member_limit > 0 && settings.creates_join_request) {
    throw badRequest("member limit can't be specified for links requiring administrator approval");
  }
  // How far ahead an expiry has to lie at least is uncertain.
  if (settings.expire_date !== 0 && settings.expire_date <= now()) throw badRequest('EXPIRE_DATE_INVALID');
  if (settings.member_limit > MAX_MEMBER_LIMIT) throw badRequest('USAGE_LIMIT_INVALID');
  return settings;
}

/** The bot's own link that a call names, exactly as it was given out. */
function findOwnLink(state: State, record: ChatRecord, parameters: CallParameters): LinkRecord {
  const invite_link = parameters.text('invite_link');
  if (invite_link === '') throw badRequest('invite link must be non-empty');
  const link = record.links.find((one) => one.invite_link === invite_link);
  if (!link) throw badRequest('INVITE_HASH_EXPIRED');
  // Uncertain: what Telegram answers for a link of another admin; public emulators assume this.
  if (link.creator.id !== state.bot.id) throw badRequest('CHAT_ADMIN_REQUIRED');
  // Uncertain: what it answers for a link that is revoked already, to an edit as to another revoke.
  if (link.is_revoked) throw badRequest('INVITE_HASH_EXPIRED');
  return link;
}

function readSubscription(record: ChatRecord, parameters: CallParameters): LinkSettings {
  const subscription_period = parameters.integer('subscription_period', 0, MAX_INT32);
  const subscription_price = parameters.integer('subscription_price', 0, MAX_INT32);
  if (subscription_period === 0 || subscription_price === 0) {
    throw badRequest('invalid subscription pricing specified');
  }
  if (record.chat.type !== 'channel') throw badRequest('PRICING_CHAT_INVALID');
  if (subscription_period !== SUBSCRIPTION_PERIOD_SECONDS) throw badRequest('SUBSCRIPTION_PERIOD_INVALID');
  // Uncertain: the words for a price beyond the limit.
  if (subscription_price > MAX_SUBSCRIPTION_STARS) throw badRequest('invalid subscription pricing specified');
  return { name: parameters.text('name'), subscription_period, subscription_price };
}

const answerJoinRequest =
  (approve: boolean) =>
  (world: World, parameters: CallParameters): true => {
    const { state } = world;
    const id = readUserId(parameters);
    const { record, bot } = findGroupFor(state, parameters, 'write', "the chat can't have join requests");
    const person = findUserFor(state, id);
    if (!mayInvite(bot)) throw badRequest('not enough rights to manage chat join requests');
    if (!requestOf(record, person)) {
      if (record.answered_requests.includes(person.id)) throw badRequest('HIDE_REQUESTER_MISSING');
      if (isIn(memberOf(record, person))) throw badRequest('USER_ALREADY_PARTICIPANT');
      throw badRequest('USER_ID_INVALID');
    }
    answerRequest(world, record, person, state.bot, approve);
    return true;
  };

export const linkMethods: Methods = {
  exportChatInviteLink({ state }, parameters) {
    const { record } = findManaged(state, parameters);
    return exportPrimary(record, state.bot).invite_link;
  },

  createChatInviteLink(world, parameters) {
    const { record } = findManaged(world.state, parameters);
    const link = makeLink(record, world.state.bot, readSettings(world, parameters));
    return toChatInviteLink(world.state, record, link);
  },

  editChatInviteLink(world, parameters) {
    const { record } = findManaged(world.state, parameters);
    const settings = readSettings(world, parameters);
    // A link that has expired may be edited here; whether Telegram allows it is uncertain.
    const link = findOwnLink(world.state, record, parameters);
    if (link.is_primary) throw badRequest('CHAT_INVITE_PERMANENT');
    replaceSettings(link, settings);
    return toChatInviteLink(world.state, record, link);
  },

  createChatSubscriptionInviteLink({ state }, parameters) {
    const { record } = findManaged(state, parameters);
    const link = makeLink(record, state.bot, readSubscription(record, parameters));
    return toChatInviteLink(state, record, link);
  },

  editChatSubscriptionInviteLink({ state }, parameters) {
    const { record } = findManaged(state, parameters);
    const link = findOwnLink(state, record, parameters);
    if (link.is_primary) throw badRequest('CHAT_INVITE_PERMANENT');
    // On a link without a subscription this acts as an edit with nothing but a name, which is uncertain.
    replaceSettings(link, { name: parameters.text('name') });
    return toChatInviteLink(state, record, link);
  },

  revokeChatInviteLink({ state }, parameters) {
    const { record } = findManaged(state, parameters);
    const link = findOwnLink(state, record, parameters);
    link.is_revoked = true;
    // There always is a primary link; the answer is the revoked one, the new one is read from getChat.
    if (link.is_primary) primaryLink(record, state.bot);
    return toChatInviteLink(state, record, link);
  },

  approveChatJoinRequest: answerJoinRequest(true),
  declineChatJoinRequest: answerJoinRequest(false),
};
