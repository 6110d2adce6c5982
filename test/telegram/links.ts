// Invite links as Telegram keeps them: whose they are, who came by them, and whether they still open the door.
// https://core.telegram.org/bots/api#chatinvitelink

import { randomBytes } from 'node:crypto';
import type { ChatInviteLink, User } from '@grammyjs/types';
import { isIn, memberOf } from './members.ts';
import type { ChatRecord, LinkRecord, State, UnixSeconds } from './state.ts';

export type LinkSettings = Partial<
  Pick<
    LinkRecord,
    | 'name'
    | 'expire_date'
    | 'member_limit'
    | 'creates_join_request'
    | 'is_primary'
    | 'subscription_period'
    | 'subscription_price'
  >
>;

/** The only one there is. */
export const SUBSCRIPTION_PERIOD_SECONDS = 2_592_000;
const MAX_NAME_CODE_POINTS = 32;
// Twelve bytes are the sixteen characters of base64url that Telegram's own links have.
const LINK_BYTES = 12;

/** Control characters and runs of spaces become one space, invisible characters vanish, the rest is cut without a word. */
function cleanName(name: string): string {
  const visible = name
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replace(/[\u0000-\u001f\u007f\s]+/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u2800\u3164]/g, '');
  return [...visible.trim()].slice(0, MAX_NAME_CODE_POINTS).join('').trim();
}

/** Drops what Telegram does not keep: 0 and the empty text mean "not set". */
function toSettings(settings: LinkSettings): LinkSettings {
  const name = cleanName(settings.name ?? '');
  return {
    ...(name === '' ? {} : { name }),
    ...(settings.expire_date ? { expire_date: settings.expire_date } : {}),
    ...(settings.member_limit ? { member_limit: settings.member_limit } : {}),
    ...(settings.subscription_period ? { subscription_period: settings.subscription_period } : {}),
    ...(settings.subscription_price ? { subscription_price: settings.subscription_price } : {}),
    creates_join_request: settings.creates_join_request ?? false,
  };
}

export function makeLink(record: ChatRecord, creator: User, settings: LinkSettings): LinkRecord {
  const link: LinkRecord = {
    invite_link: `https://t.me/+${randomBytes(LINK_BYTES).toString('base64url')}`,
    creator,
    is_primary: settings.is_primary ?? false,
    is_revoked: false,
    creates_join_request: false,
    members: [],
    ...toSettings(settings),
  };
  record.links.push(link);
  return link;
}

/** Editing replaces every setting: what is not given is gone. */
export function replaceSettings(link: LinkRecord, settings: LinkSettings): void {
  delete link.name;
  delete link.expire_date;
  delete link.member_limit;
  Object.assign(link, toSettings(settings));
}

/** The one primary link of an administrator, made when it is first needed. */
export function primaryLink(record: ChatRecord, creator: User): LinkRecord {
  const known = record.links.find(
    (one) => one.creator.id === creator.id && one.is_primary && !one.is_revoked,
  );
  return known ?? makeLink(record, creator, { is_primary: true });
}

export function exportPrimary(record: ChatRecord, creator: User): LinkRecord {
  for (const one of record.links) {
    if (one.creator.id === creator.id && one.is_primary) one.is_revoked = true;
  }
  return primaryLink(record, creator);
}

/**
 * A link in the form in which the bot sees it: links of others are cut to 8 characters and three dots, though the
 * documentation prints “…”. tdlib/td, DialogInviteLink.cpp:98
 */
export function toChatInviteLink(state: State, record: ChatRecord, link: LinkRecord): ChatInviteLink {
  const { members: _, ...shown } = link;
  const own = link.creator.id === state.bot.id;
  const pending = record.requests.filter((one) => one.invite_link === link.invite_link).length;
  return {
    ...shown,
    invite_link: own ? link.invite_link : link.invite_link.replace(/(\+.{8}).*$/, '$1...'),
    ...(pending === 0 ? {} : { pending_join_request_count: pending }),
  };
}

export type Door =
  | { readonly kind: 'open'; readonly link: LinkRecord }
  | { readonly kind: 'by_request'; readonly link: LinkRecord }
  | { readonly kind: 'closed'; readonly reason: string };

/** What someone meets who opens a link now. */
export function openLink(record: ChatRecord, invite_link: string, now: UnixSeconds): Door {
  const link = record.links.find((one) => one.invite_link === invite_link);
  if (!link) return { kind: 'closed', reason: 'no such link' };
  if (link.is_revoked) return { kind: 'closed', reason: 'the link is revoked' };
  if (link.expire_date !== undefined && link.expire_date <= now) {
    return { kind: 'closed', reason: 'the link has expired' };
  }
  if (link.member_limit !== undefined && cameBy(record, link) >= link.member_limit) {
    return { kind: 'closed', reason: 'the member limit of the link is reached' };
  }
  return { kind: link.creates_join_request ? 'by_request' : 'open', link };
}

/** The limit counts who is in the chat at the same time, so anyone who leaves frees a place. */
const cameBy = (record: ChatRecord, link: LinkRecord): number =>
  record.members.filter((one) => link.members.includes(one.user.id) && isIn(memberOf(record, one.user)))
    .length;
