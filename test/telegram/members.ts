// What someone is in a chat, in the six forms of https://core.telegram.org/bots/api#chatmember, and what it allows.

import type {
  ChatAdministratorRights,
  ChatMember,
  ChatMemberAdministrator,
  ChatMemberRestricted,
  User,
} from '@grammyjs/types';
import type { Bot, ChatRecord, GroupOrChannel, UnixSeconds } from './state.ts';

export type Rights = Partial<ChatAdministratorRights>;

const NO_RIGHTS: ChatAdministratorRights = {
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: false,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: false,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_send_welcome_messages: false,
};

function noRights(type: GroupOrChannel['type']): ChatAdministratorRights {
  if (type === 'channel') {
    return {
      ...NO_RIGHTS,
      can_post_messages: false,
      can_edit_messages: false,
      can_manage_direct_messages: false,
    };
  }
  const inGroups = { ...NO_RIGHTS, can_pin_messages: false, can_manage_tags: false };
  return type === 'supergroup' ? { ...inGroups, can_manage_topics: false } : inGroups;
}

/**
 * In a basic group every administrator has these rights, whichever were asked for.
 * tdlib/td, DialogParticipant.cpp:438
 */
const BASIC_GROUP_RIGHTS: Rights = {
  can_change_info: true,
  can_delete_messages: true,
  can_invite_users: true,
  can_restrict_members: true,
  can_pin_messages: true,
  can_manage_video_chats: true,
  can_manage_tags: true,
};

export function administrator(
  type: GroupOrChannel['type'],
  user: User,
  rights: Rights,
): ChatMemberAdministrator {
  const granted = type === 'group' ? BASIC_GROUP_RIGHTS : rights;
  return { status: 'administrator', user, can_be_edited: false, ...noRights(type), ...granted };
}

export const owner = (user: User): ChatMember => ({ status: 'creator', user, is_anonymous: false });
export const member = (user: User): ChatMember => ({ status: 'member', user });
/** A member whose subscription ends. tdlib/telegram-bot-api, Client.cpp:5182 */
export const subscriber = (user: User, until_date: UnixSeconds): ChatMember => ({
  status: 'member',
  user,
  until_date,
});
export const left = (user: User): ChatMember => ({ status: 'left', user });
/** For ever, which 0 means. */
export const kicked = (user: User): ChatMember => ({ status: 'kicked', user, until_date: 0 });

/** Someone under restrictions; their `can_invite_users` is the group's default permission, not an admin right. */
export const restricted = (
  user: User,
  changes: Partial<Omit<ChatMemberRestricted, 'status' | 'user'>> = {},
): ChatMemberRestricted => ({
  status: 'restricted',
  user,
  is_member: true,
  can_send_messages: true,
  can_send_audios: false,
  can_send_documents: false,
  can_send_photos: false,
  can_send_videos: false,
  can_send_video_notes: false,
  can_send_voice_notes: false,
  can_send_polls: false,
  can_send_other_messages: false,
  can_add_web_page_previews: false,
  can_react_to_messages: false,
  can_change_info: false,
  can_invite_users: false,
  can_edit_tag: false,
  can_pin_messages: false,
  can_manage_topics: false,
  until_date: 0,
  ...changes,
});

/** Anyone who is not listed was never here: `left`, as getChatMember says it. */
export const memberOf = (record: ChatRecord, user: User): ChatMember =>
  record.members.find((one) => one.user.id === user.id) ?? left(user);

export const isIn = (one: ChatMember): boolean =>
  one.status === 'restricted' ? one.is_member : one.status !== 'left' && one.status !== 'kicked';

export const isAdmin = (one: ChatMember): boolean =>
  one.status === 'creator' || one.status === 'administrator';

/** Only an explicit admin right counts, never a permission that all members of the group have. */
export const mayInvite = (one: ChatMember): boolean =>
  one.status === 'creator' || (one.status === 'administrator' && one.can_invite_users);

/** Anyone who is under restrictions keeps them, inside and outside; everybody else is as new, or gone. */
export const inside = (was: ChatMember): ChatMember =>
  was.status === 'restricted' ? { ...was, is_member: true } : member(was.user);

export const outside = (was: ChatMember): ChatMember =>
  was.status === 'restricted' ? { ...was, is_member: false } : left(was.user);

export const botIn = (record: ChatRecord, bot: Bot): ChatMember => memberOf(record, bot);

export function setMember(record: ChatRecord, changed: ChatMember): void {
  const at = record.members.findIndex((one) => one.user.id === changed.user.id);
  if (at < 0) record.members.push(changed);
  else record.members[at] = changed;
}
