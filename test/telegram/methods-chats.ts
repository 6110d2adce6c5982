// Who the bot is, what a chat is, and who is what in it.

import type { ChatFullInfo, User, UserFromGetMe } from '@grammyjs/types';
import { findChatFor, findUserFor, readUserId } from './chat-access.ts';
import { primaryLink } from './links.ts';
import { botIn, isAdmin, mayInvite, member, memberOf } from './members.ts';
import type { Methods } from './method.ts';
import { giftTypes } from './people-and-chats.ts';
import { badRequest } from './refusal.ts';
import type { ChatRecord, State } from './state.ts';

const LOOKS = { accent_color_id: 0, max_reaction_count: 11 };

const GIFTS = { accepted_gift_types: giftTypes(true) };

const MEMBER_PERMISSIONS = {
  can_send_messages: true,
  can_add_web_page_previews: true,
  can_change_info: false,
  // On by default in Telegram's groups; it is not an admin right.
  can_invite_users: true,
  can_pin_messages: false,
};

function fullInfo(state: State, record: ChatRecord): ChatFullInfo {
  const { chat } = record;
  const isAlive = record.migrated_to === undefined;
  const invite =
    isAlive && mayInvite(botIn(record, state.bot))
      ? { invite_link: primaryLink(record, state.bot).invite_link }
      : {};
  const names = chat.username === undefined ? {} : { active_usernames: [chat.username] };
  if (chat.type === 'channel') return { ...chat, ...LOOKS, ...GIFTS, ...names, ...invite };
  const permissions = MEMBER_PERMISSIONS;
  // A basic group brings its own gifts along, which are none.
  if (chat.type === 'group') return { ...GIFTS, ...chat, ...LOOKS, ...invite, permissions };
  const asks = record.join_by_request ? { join_by_request: true as const } : {};
  return { ...chat, ...LOOKS, ...GIFTS, ...names, ...invite, ...asks, permissions };
}

function bioOf(state: State, { id }: User): { bio?: string } {
  const bio = state.bios[id];
  return bio === undefined ? {} : { bio };
}

export const chatMethods: Methods = {
  getMe({ state }): UserFromGetMe {
    return {
      ...state.bot,
      is_bot: true,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_guest_queries: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_join_request_queries: false,
    };
  },

  getChat({ state }, parameters): ChatFullInfo {
    const found = findChatFor(state, parameters.text('chat_id'), 'read');
    return found.kind === 'private'
      ? { ...found.chat, ...LOOKS, ...GIFTS, ...bioOf(state, found.person) }
      : fullInfo(state, found.record);
  },

  getChatMember({ state }, parameters) {
    const id = readUserId(parameters);
    // tdlib/telegram-bot-api, Client.cpp:15102
    const access = id === state.bot.id ? 'read' : 'read_members';
    const found = findChatFor(state, parameters.text('chat_id'), access);
    const user = findUserFor(state, id);
    if (found.kind === 'private') {
      if (user.id !== found.person.id && user.id !== state.bot.id) throw badRequest('member not found');
      return member(user);
    }
    const bot = botIn(found.record, state.bot);
    // Members of a channel are shown to its admins only.
    if (found.chat.type === 'channel' && !isAdmin(bot) && user.id !== state.bot.id) {
      throw badRequest('member list is inaccessible');
    }
    return memberOf(found.record, user);
  },
};
