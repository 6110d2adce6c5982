// What follows for a link if a person joins by it: an unknown one is recorded, one for one person is closed, and its maker is told
// if notices are on. The calls of Telegram are the jobs'.

import { ok } from '../../lib/result.ts';
import type { Milliseconds } from '../../lib/units.ts';
import { type LinkRecord, makerOf } from '../../links/link-record.ts';
import { ownSettings } from '../../links/link-settings.ts';
import type { MemberChange } from '../../telegram/membership.ts';
import type { ObjectParts } from '../chat-parts.ts';
import { knownOf, type LinkRow, readRow, type StoredLink } from '../link-table.ts';
import type { News } from '../notice.ts';
import type { LinkId } from '../protocol.ts';
import { momentOf } from './stay-table.ts';

const DAY_MS: Milliseconds = 86_400_000;
/** So many people in ten minutes are unusual. */
const BUSY_PEOPLE = 20;
const BUSY_SECONDS = 600;
/** How often expiries are looked at while notices are on, and how many in one go. */
const LOOK_MS: Milliseconds = 6 * 60 * 60_000;
const LOOK_LINKS = 20;

export function createLinkNews(parts: ObjectParts) {
  const { chatId, db, chat, links, acts, jobs, outbox, publishing, doors, closeLater, now } = parts;

  /** At most once a day for each kind. */
  function tell({ id, record }: StoredLink, news: News): void {
    const person = makerOf(record);
    const since = now() - DAY_MS;
    const query = 'SELECT 1 FROM told WHERE link = ? AND kind = ? AND at > ?';
    const isTold = db.value(query, id, news.kind, since);
    if (person === undefined || isTold) return;
    db.run('INSERT OR REPLACE INTO told(link, kind, at) VALUES (?, ?, ?)', id, news.kind, now());
    outbox.put({ key: `${news.kind}:${id}`, place: { chat: person, person }, chat: chatId, news });
  }

  /** A link for one person is closed once it is used. */
  function use(id: LinkId, { date, updateId }: MemberChange): void {
    const link = links.byId(id);
    if (link && (link.record.once || link.record.only !== undefined))
      closeLater(`once:${id}`, link, { date, update_id: updateId, auto: true });
  }

  return {
    use,

    /** Records a link that was unknown; most likely it is of a create that got no answer. */
    find(id: LinkId, record: LinkRecord): void {
      const lost = acts
        .perhapsMade()
        .find(({ intent: { begun } }) => begun.kind === 'create' && isOf(record, begun.settings));
      const begun = lost?.intent.begun;
      const create = begun?.kind === 'create' ? begun : undefined;
      const own = create ? ownSettings(create.settings) : {};
      const told = { ...record, ...own, made: lost?.intent.act };
      const made = lost ? doors.take(told, create?.aim, lost.begun_at, lost.intent.act) : told;
      links.add(id, made, Math.floor(now() / 1000), now());
      publishing.ask();
      if (!lost) return;
      acts.end(lost.key, 'done', ok({ link: { id, record: made } }));
      const { place } = lost.intent;
      if (place)
        outbox.put({
          key: `found:${id}`,
          place,
          chat: chatId,
          news: { kind: 'found', link: { id, record: made } },
        });
    },

    joined(id: LinkId, change: MemberChange): void {
      use(id, change);
      const link = links.byId(id);
      if (!link) return;
      const { member_limit: limit } = link.record;
      const isFull = limit !== undefined && (link.people?.here ?? 0) >= limit;
      // A place that becomes free again opens no door: it would go to and fro.
      if (isFull) doors.pause(id, 'full');
      if (chat.read()?.notices !== 1) return;
      if (isFull) tell(link, { kind: 'full', link: knownOf(link) });
      const since = momentOf(change.date - BUSY_SECONDS, 0);
      const query = 'SELECT 1 FROM stay WHERE link = ? AND n > ? LIMIT ?';
      const joined = db.all(query, id, since, BUSY_PEOPLE).length;
      if (joined >= BUSY_PEOPLE) tell(link, { kind: 'busy', link: knownOf(link), joined });
    },

    set(areOn: boolean | undefined): boolean {
      if (areOn === undefined) return chat.read()?.notices === 1;
      db.prepare();
      chat.set({ notices: areOn ? 1 : 0 });
      if (areOn) jobs.ask('notices', now());
      return areOn;
    },

    /** Tells of links that expire within a day, though not of those that never lived longer. */
    async job(): Promise<Milliseconds | undefined> {
      if (chat.read()?.notices !== 1) return undefined;
      const seconds = Math.floor(now() / 1000);
      const day = DAY_MS / 1000;
      const soon = db.all<LinkRow>(
        `SELECT * FROM link INDEXED BY link_expiry WHERE state = 'active' AND expires > ? AND expires <= ? LIMIT ?`,
        seconds,
        seconds + day,
        LOOK_LINKS,
      );
      for (const link of soon.map(readRow)) {
        const { made, expire_date: expiry = 0 } = link.record;
        if (made && expiry - made.date > day) tell(link, { kind: 'expires', link: knownOf(link) });
      }
      return now() + LOOK_MS;
    },
  };
}

const isOf = (record: LinkRecord, asked: Partial<LinkRecord>): boolean =>
  (['name', 'expire_date', 'member_limit', 'creates_join_request'] as const).every(
    (setting) => record[setting] === asked[setting],
  );
