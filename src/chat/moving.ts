// A group that becomes a supergroup gets a new id, and so a new object. The old one is sealed: it answers "moved" from then on,
// and hands over everything in one call, again and again until the new one has it. Taking over twice does no harm.

import { readJson } from '../lib/shapes.ts';
import type { ChatId, Milliseconds } from '../lib/units.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { ObjectParts } from './chat-parts.ts';
import { linkIdOf } from './link-id.ts';
import { COLUMNS, readRow } from './link-table.ts';
import type { Answer, Belongings } from './protocol.ts';

/** If this object dies before the new one has everything, the job goes on. */
const REPEAT_MS: Milliseconds = 30_000;

export function createMoving(parts: ObjectParts) {
  const { chatId, db, chat, links, acts, jobs, outbox, loading, publishing, doors, now } = parts;
  const { ledgerMove, objectOf } = parts;

  function belongings(): Belongings {
    const lockdown = chat.lockdown();
    const revoked = chat.read()?.revoked ?? 0;
    return {
      links: db
        .all<never>(`SELECT ${COLUMNS} FROM link ORDER BY n`)
        .map((row) => readRow(row))
        .map(({ record, intended }) => ({ record, intended })),
      acts: acts.all(),
      last: chat.last(),
      // The new object counts what is revoked there.
      lockdown: lockdown && { ...lockdown, reached: 0, revokedBefore: lockdown.revokedBefore - revoked },
      notices: outbox.all(),
      ledger: ledgerMove.pack(),
    };
  }

  let delivering: Promise<void> | undefined;

  /** Hands over what there is, and then the answers that came later. Returns whether the new object has everything. */
  async function deliver(): Promise<boolean> {
    const to = chat.read()?.moved_to;
    if (!to) return true;
    const object = objectOf(to);
    if (chat.read()?.handed_over === null) {
      if (!(await loading.isComplete())) return false;
      // Who waits for it must find it noted.
      delivering = object.takeOver(belongings()).then(() =>
        db.together(() => {
          chat.set({ handed_over: now() });
          ledgerMove.erase();
        }),
      );
      await delivering.finally(() => {
        delivering = undefined;
      });
    }
    for (const { key, answer } of db.all<{ key: string; answer: string }>('SELECT * FROM late')) {
      await object.settle(key, readJson(answer) as Answer);
      db.run('DELETE FROM late WHERE key = ?', key);
    }
    jobs.drop('hand_over');
    return true;
  }

  return {
    async handOver(to: ChatId): Promise<void> {
      db.prepare();
      if (chat.read()?.moved_to === to && !jobs.isAsked('hand_over')) return;
      db.together(() => {
        chat.set({ moved_to: to });
        jobs.ask('hand_over', now() + REPEAT_MS);
      });
      await deliver();
    },

    /** The object that has everything by now. Waits for a hand-over that is under way: what is settled meanwhile would not go along. */
    async successor() {
      await delivering?.catch(() => undefined);
      const row = chat.read();
      return row?.moved_to && row.handed_over ? objectOf(row.moved_to) : undefined;
    },

    /** An answer that came after everything was handed over goes after it. */
    forward(key: string, answer: Answer): void {
      if (!chat.read()?.handed_over) return;
      db.run('INSERT OR IGNORE INTO late(key, answer) VALUES (?, ?)', key, JSON.stringify(answer));
      jobs.ask('hand_over', now());
    },

    job: async (): Promise<'later' | undefined> => ((await deliver()) ? undefined : 'later'),

    async takeOver({ last, lockdown, notices, ledger, ...others }: Belongings): Promise<void> {
      const brought = others.links;
      const ids = await Promise.all(brought.map(({ record }) => linkIdOf(record.invite_link)));
      const lastId = last && (await linkIdOf(last.link));
      db.prepare();
      db.together(() => {
        for (const [index, { record, intended }] of brought.entries()) {
          const id = ids[index];
          const known = id === undefined ? undefined : links.byId(id);
          if (id === undefined || (known && !isOnlySeen(known.record))) continue;
          const own = { ...doors.adopt(record), moved: true } as const;
          if (known) links.change(known, own, Math.floor(now() / 1000), now());
          else links.add(id, own, Math.floor(now() / 1000), now());
          // The old object may be writing it.
          if (record.door) publishing.doubt(record.door.slug);
          const stored = intended && links.byId(id);
          if (stored) links.intend(stored, null, intended);
        }
        acts.adopt(others.acts);
        ledgerMove.unpack(ledger);
        for (const notice of notices) outbox.put({ ...notice, chat: chatId });
        // A link that was made in the supergroup is the later one.
        if (last && lastId !== undefined && !chat.last()) chat.setLast(last, lastId, now());
        const own = chat.lockdown();
        if (lockdown && own?.isOver !== false && own?.key !== lockdown.key) {
          const revokedBefore = lockdown.revokedBefore + (chat.read()?.revoked ?? 0);
          chat.set({ lockdown: JSON.stringify({ ...lockdown, revokedBefore }) });
          jobs.ask('lockdown', now());
        }
        if (ledger.requests.some(({ auto }) => auto !== null)) jobs.ask('requests', now());
        const due = acts.nextDue();
        if (due !== undefined) jobs.ask('acts', due);
        publishing.ask();
      });
    },
  };
}

/** A person came by the link, and nothing more is known of it: the group's object knows who made it, its rule, its door. */
const isOnlySeen = ({ made, changed, closed, moved }: LinkRecord): boolean =>
  !made && !changed && !closed && !moved;
