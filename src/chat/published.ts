// The published copy of a chat's state in Workers KV, readable without a tool of ours.
//
//   last:<chat id>           {"link", "update_id", "date"}   the chat's last created link
//   link:<chat id>:<token>   the link's record
//   door:<slug>              {"chat", "title", "name", "state", "why", "link", "expires"}; the link only while it is open, and the
//                            Worker's address as metadata

import { readFields, readInteger, readJson, readText } from '../lib/shapes.ts';
import type { ChatId, UnixSeconds } from '../lib/units.ts';
import { type Door, WHYS, type WhyPaused } from '../links/door.ts';
import { parseInviteLink, tokenOf } from '../links/invite-link.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { LastLink } from './protocol.ts';

export const lastKey = (chat: ChatId): string => `last:${chat}`;
export const linksPrefix = (chat: ChatId): string => `link:${chat}:`;
export const linkKey = (chat: ChatId, url: string): string => linksPrefix(chat) + tokenOf(url);

/** Reads a value of `last:`; `undefined` if it is none. */
export function readLastLink(text: string | null): LastLink | undefined {
  const fields = readFields(text === null ? undefined : readJson(text));
  const link = readText(fields?.link);
  const updateId = readInteger(fields?.update_id);
  const date = readInteger(fields?.date);
  return link && updateId !== undefined && date !== undefined
    ? { link, update_id: updateId, date }
    : undefined;
}

export const DOORS_PREFIX = 'door:';
export const doorKey = (slug: string): string => DOORS_PREFIX + slug;

/** A door's key and value, and its metadata; a closed one has none. */
export const publishedDoor = (door: Door, record: LinkRecord, chat: ChatId): [string, string, object] => [
  doorKey(door.slug),
  JSON.stringify({
    chat,
    title: door.title,
    name: door.name,
    state: door.state,
    why: door.why,
    ...(door.state === 'open' && { link: record.invite_link, expires: record.expire_date }),
  }),
  door.state === 'closed' ? {} : { metadata: { origin: door.origin } },
];

/** What a visitor of a door may know. */
export type PublishedDoor = { readonly title: string } & (
  | { readonly link: string }
  | { readonly why: WhyPaused | undefined }
);

/** Reads a value of `door:`; `undefined` if it is none, or of a closed door. Its link is an invite link, whatever the value says. */
export function readPublishedDoor(text: string | null, now: UnixSeconds): PublishedDoor | undefined {
  const fields = readFields(text === null ? undefined : readJson(text));
  const title = readText(fields?.title);
  if (title === undefined) return undefined;
  if (fields?.state === 'paused') return { title, why: WHYS.find((why) => why === fields.why) };
  const link = parseInviteLink(readText(fields?.link) ?? '');
  if (fields?.state !== 'open' || !link) return undefined;
  // The object notices it a little later.
  return (readInteger(fields.expires) ?? Number.POSITIVE_INFINITY) <= now
    ? { title, why: 'expired' }
    : { title, link: link.url };
}
