// What someone may do in a chat. People are not shown what they may not do, so asking for it here is a mistake.

import type { User } from '@grammyjs/types';
import { isIn, memberOf } from './members.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord } from './state.ts';

export type Permission =
  | 'owner'
  | 'add_members'
  | 'can_invite_users'
  | 'can_restrict_members'
  | 'can_promote_members';

export function mayDo(record: ChatRecord, person: User, permission: Permission): void {
  const who = memberOf(record, person);
  if (who.status === 'creator') return;
  const isAllowed =
    permission === 'add_members'
      ? // Every member of a group may, unless a permission of the group is taken away, which none is here.
        record.chat.type === 'channel'
        ? who.status === 'administrator' && who.can_invite_users
        : isIn(who)
      : permission !== 'owner' && who.status === 'administrator' && who[permission];
  if (isAllowed) return;
  const needed =
    permission === 'owner' ? 'only the owner may' : `it takes ${permission.replaceAll('_', ' ')}`;
  throw new Misuse(`${person.first_name} may not do that in ${record.chat.title}: ${needed}.`);
}
