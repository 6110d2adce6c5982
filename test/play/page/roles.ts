// What someone can be made in a chat, as one choice: the verb that makes them so, and its fields.

import type { ChatMember } from '@grammyjs/types';
import type { ChatAtTelegram } from './api.ts';
import { isIn, memberIn } from './page-state.ts';

export interface Role {
  readonly name: string;
  readonly label: string;
  readonly verb: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

const promote = (person: number, rights: object) => ({ person, rights: JSON.stringify(rights) });

export function rolesFor(chat: ChatAtTelegram, person: number, isBot: boolean): readonly Role[] {
  const posts = chat.type === 'channel' ? { can_post_messages: true } : {};
  const deletes = { can_delete_messages: true };
  const inviter = promote(person, { can_invite_users: true, ...(isBot ? {} : deletes), ...posts });
  const silent = promote(person, { can_invite_users: true });
  const helper = promote(person, { ...deletes, ...posts });
  const was = memberIn(chat, person);
  const isHere = isIn(chat, person);
  return [
    { name: 'inviter', label: 'may invite', verb: 'promote', fields: inviter },
    ...(isBot && chat.type === 'channel'
      ? [{ name: 'silent', label: 'may not post', verb: 'promote', fields: silent }]
      : []),
    // In a basic group every admin may invite.
    ...(chat.type === 'group'
      ? []
      : [{ name: 'helper', label: 'may not invite', verb: 'promote', fields: helper }]),
    // Channels have no bots that are but members.
    ...(isBot && chat.type === 'channel'
      ? []
      : [{ name: 'member', label: 'member', ...toMember(person, was, isHere) }]),
    isBot
      ? { name: 'gone', label: 'removed', verb: 'kick', fields: { person } }
      : { name: 'gone', label: isHere ? 'leaves' : 'not here', ...toGone(person, was) },
    ...(isBot || chat.type !== 'supergroup'
      ? []
      : [{ name: 'restricted', label: 'restricted', verb: 'restrict', fields: { person } }]),
    // A basic group knows no bans.
    ...(isBot || chat.type === 'group'
      ? []
      : [{ name: 'banned', label: 'banned', verb: 'kick', fields: { person } }]),
  ];
}

const toGone = (person: number, was: ChatMember | undefined): Pick<Role, 'verb' | 'fields'> =>
  was?.status === 'kicked'
    ? { verb: 'unban', fields: { person } }
    : { verb: 'leave', fields: { as: person } };

function toMember(
  person: number,
  was: ChatMember | undefined,
  isHere: boolean,
): Pick<Role, 'verb' | 'fields'> {
  const isElse = was?.status === 'administrator' || was?.status === 'restricted';
  return { verb: isHere && isElse ? 'demote' : 'bring_in', fields: { person } };
}

export const findRole = (
  chat: ChatAtTelegram,
  person: number,
  name: string,
  isBot: boolean,
): Role | undefined => rolesFor(chat, person, isBot).find((role) => role.name === name);

/** The name of the role that someone has; `undefined` for the owner, who stays it. */
export function roleNameOf(chat: ChatAtTelegram, person: number, isBot: boolean): string | undefined {
  const member = memberIn(chat, person);
  switch (member?.status) {
    case 'creator':
      return undefined;
    case 'administrator':
      if (!member.can_invite_users) return 'helper';
      return isBot && chat.type === 'channel' && !member.can_post_messages ? 'silent' : 'inviter';
    case 'kicked':
      return isBot ? 'gone' : 'banned';
    case 'member':
      return 'member';
    case 'restricted':
      if (!member.is_member) return 'gone';
      return isBot ? 'member' : 'restricted';
    default:
      return 'gone';
  }
}
