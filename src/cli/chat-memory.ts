// What the bot remembers of a chat, and how an operator reads it.

import { html, lines, plainText } from '../lib/html.ts';
import { readInteger } from '../lib/shapes.ts';
import { wallTimeText } from '../lib/time-zones.ts';
import type { ChatId, UnixSeconds } from '../lib/units.ts';
import { describeSettings } from '../links/describe-settings.ts';
import { inOrder, isActive, type LinkSummary } from '../links/link-summary.ts';
import { movedKey } from '../store/chat-store.ts';
import { createKvLinkStore } from '../store/kv-link-store.ts';
import type { LastLink, PrimaryLink } from '../store/link-store.ts';
import type { KvSnapshot } from './kv-snapshot.ts';

export interface ChatMemory {
  readonly chat: ChatId;
  readonly last: LastLink | undefined;
  readonly primary: PrimaryLink | undefined;
  /** The supergroup that the group has become. */
  readonly moved: ChatId | undefined;
  readonly links: readonly LinkSummary[];
}

export async function readChatMemory(chat: ChatId, snapshot: KvSnapshot): Promise<ChatMemory> {
  const never = () => Promise.reject(new Error('a snapshot is only read'));
  const store = createKvLinkStore({ ...snapshot, readAll: never, write: never });
  const [last, primary, links, moved] = await Promise.all([
    store.lastLink(chat),
    store.primaryLink(chat),
    store.list(chat),
    snapshot.read(movedKey(chat), readInteger),
  ]);
  return {
    chat,
    last: last.ok ? last.value : undefined,
    primary: primary.ok ? primary.value : undefined,
    moved: moved.ok ? moved.value : undefined,
    links: links.ok ? links.value : [],
  };
}

export interface Reader {
  readonly now: UnixSeconds;
  /** In which moments are shown. */
  readonly timeZone: string;
  /** As in “Workers KV at Cloudflare”. */
  readonly place: string;
}

export function describeMemory(memory: ChatMemory, { now, timeZone, place }: Reader): string {
  const { chat, last, primary, moved, links } = memory;
  if (!last && !primary && moved === undefined && links.length === 0) {
    return `Nothing is known of the chat ${chat} in ${place}. What was written a minute ago may not show yet.`;
  }
  const moment = (at: UnixSeconds): string => `${wallTimeText(at, timeZone)} ${timeZone}`;
  const active = links.filter((link) => isActive(link, now)).length;
  return [
    `Chat ${chat}, in ${place}`,
    last ? `Last link     ${last.link}, asked for ${moment(last.date)}` : 'Last link     none',
    primary ? `Primary link  ${primary.link}` : 'Primary link  none that was replaced',
    ...(moved === undefined ? [] : [`Moved to      ${moved}: npm run kv -- ${moved}`]),
    '',
    `Links: ${active} active, ${links.length - active} closed`,
    ...inOrder(links, now).flatMap((link) => ['', ...describeLink(link, now, timeZone, moment)]),
  ].join('\n');
}

function describeLink(
  link: LinkSummary,
  now: UnixSeconds,
  timeZone: string,
  moment: (at: UnixSeconds) => string,
): readonly string[] {
  const { name, token, madeAt, madeBy, ...settings } = link;
  const url = `https://t.me/+${token}`;
  const state = link.is_revoked ? 'revoked' : isActive(link, now) ? 'active' : 'expired';
  // A primary link has no settings.
  const words = link.is_primary ? lines(html`My primary link`) : describeSettings(settings, now, timeZone);
  const made = madeAt === undefined ? [] : [`Made by ${madeBy ?? 'an anonymous admin'}, ${moment(madeAt)}`];
  return [
    name === undefined ? `  ${url}  ${state}` : `  ${name}  ${url}  ${state}`,
    ...[...plainText(words).split('\n'), ...made].map((line) => `    ${line}`),
  ];
}
