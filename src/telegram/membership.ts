// Who comes and goes, as a chat_member update says it. Telegram sends it only while the bot is an administrator.
// https://core.telegram.org/bots/api#chatmemberupdated

import { type Fields, readFields, readInteger, readText } from '../lib/shapes.ts';
import type { ChatId, Person, UnixSeconds, UserId } from '../lib/units.ts';
import { readPerson } from './chats.ts';
import type { Update } from './command-messages.ts';

/** How a person came, as far as Telegram says. */
export type Way =
  /** A ChatInviteLink of this bot. */
  | { readonly kind: 'link'; readonly link: Fields }
  /** Links of other administrators are shown cut, so only whose it was is known. */
  | { readonly kind: 'admin_link'; readonly by: Person }
  | { readonly kind: 'folder' }
  | { readonly kind: 'request' }
  | { readonly kind: 'added'; readonly by: Person }
  /** Not "without a link": in public chats Telegram leaves the link out. */
  | { readonly kind: 'unknown' };

/** Whether a person was in before and is in now: the names of their states decide nothing else. */
export interface MemberChange {
  readonly chat: ChatId;
  readonly date: UnixSeconds;
  readonly updateId: number;
  readonly person: Person;
  readonly isBot: boolean;
  readonly wasIn: boolean;
  readonly isIn: boolean;
  readonly way: Way;
  /** Whether another person put them out. */
  readonly isRemoved: boolean;
}

/** `bot` is this bot's own id: its links are shown in full. */
export function readMemberChange(update: Update, bot: UserId): MemberChange | undefined {
  const change = readFields(update.chat_member);
  const chat = readInteger(readFields(change?.chat)?.id);
  const date = readInteger(change?.date);
  const after = readFields(change?.new_chat_member);
  const user = readFields(after?.user);
  const person = readPerson(user);
  if (!change || chat === undefined || date === undefined || !after || !person) return undefined;
  const from = readPerson(change.from);
  const by = from && from.id !== person.id ? from : undefined;
  return {
    chat,
    date,
    updateId: update.update_id,
    person,
    isBot: user?.is_bot === true,
    wasIn: isIn(readFields(change.old_chat_member)),
    isIn: isIn(after),
    way: readWay(change, by, bot),
    isRemoved: after.status === 'kicked' || by !== undefined,
  };
}

const INSIDE: readonly unknown[] = ['creator', 'administrator', 'member'];

const isIn = (member: Fields | undefined): boolean =>
  INSIDE.includes(member?.status) || (member?.status === 'restricted' && member.is_member === true);

/** `from` may also be who approved a request, so it counts last. */
function readWay(change: Fields, by: Person | undefined, bot: UserId): Way {
  const link = readFields(change.invite_link);
  const creator = readPerson(link?.creator);
  // tdlib/td, DialogInviteLink.cpp:98; the documentation prints “…”.
  const isCut = readText(link?.invite_link)?.endsWith('...') === true;
  if (link && creator) {
    return creator.id === bot && !isCut ? { kind: 'link', link } : { kind: 'admin_link', by: creator };
  }
  if (change.via_chat_folder_invite_link === true) return { kind: 'folder' };
  if (change.via_join_request === true) return { kind: 'request' };
  return by ? { kind: 'added', by } : { kind: 'unknown' };
}
