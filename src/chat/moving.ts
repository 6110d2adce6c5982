// A group that becomes a supergroup gets a new id, and so a new object. The old one is sealed: it answers "moved" from then on,
// and hands over everything in one call, again and again until the new one has it. Taking over twice does no harm.

import type { ChatId, Milliseconds } from '../lib/units.ts';
import type { ActTable } from './act-table.ts';
import type { ChatRows } from './chat-row.ts';
import type { Jobs } from './jobs.ts';
import type { LedgerMove } from './ledger/ledger-move.ts';
import { linkIdOf } from './link-id.ts';
import { COLUMNS, type LinkTable, readRow } from './link-table.ts';
import type { Loading } from './loading.ts';
import type { Belongings, ChatMethods } from './protocol.ts';
import type { Publishing } from './publishing.ts';
import type { Database } from './schema.ts';

/** If this object dies before the new one has everything, the job goes on. */
const REPEAT_MS: Milliseconds = 30_000;

export interface MovingDeps {
  readonly db: Database;
  readonly chat: ChatRows;
  readonly links: LinkTable;
  readonly acts: ActTable;
  readonly jobs: Jobs;
  readonly ledger: LedgerMove;
  readonly loading: Loading;
  readonly publishing: Publishing;
  readonly now: () => Milliseconds;
  /** Another chat's object. */
  readonly objectOf: (chat: ChatId) => Pick<ChatMethods, 'takeOver' | 'settle' | 'note'>;
}

export function createMoving(deps: MovingDeps) {
  const { db, chat, links, acts, jobs, ledger, loading, publishing, now, objectOf } = deps;

  const belongings = (): Belongings => ({
    links: db.all<never>(`SELECT ${COLUMNS} FROM link ORDER BY n`).map((row) => readRow(row).record),
    acts: acts.all(),
    last: chat.last(),
    ledger: ledger.pack(),
  });

  let delivering: Promise<void> | undefined;

  /** Answers whether the new object has everything. */
  async function deliver(): Promise<boolean> {
    const to = chat.read()?.moved_to;
    if (!to || !(await loading.isComplete())) return false;
    delivering = objectOf(to).takeOver(belongings());
    await delivering.finally(() => {
      delivering = undefined;
    });
    jobs.drop('hand_over');
    return true;
  }

  return {
    async handOver(to: ChatId): Promise<void> {
      db.prepare();
      if (chat.read()?.moved_to === to && !jobs.isAsked('hand_over')) return;
      chat.set({ moved_to: to });
      jobs.ask('hand_over', now() + REPEAT_MS);
      await deliver();
    },

    /** Waits for a hand-over that is under way: what is settled meanwhile would not go along. */
    async underWay(): Promise<void> {
      await delivering?.catch(() => undefined);
    },

    job: async (): Promise<'later' | undefined> => ((await deliver()) ? undefined : 'later'),

    async takeOver({ links: records, acts: others, last, ledger: people }: Belongings): Promise<void> {
      const ids = await Promise.all(records.map(({ invite_link: link }) => linkIdOf(link)));
      const lastId = last && (await linkIdOf(last.link));
      db.prepare();
      db.together(() => {
        for (const [index, record] of records.entries()) {
          const id = ids[index];
          if (id !== undefined && !links.byId(id)) links.add(id, record, Math.floor(now() / 1000), now());
        }
        acts.adopt(others);
        ledger.unpack(people);
        // A link that was made in the supergroup is the later one.
        if (last && lastId !== undefined && !chat.last()) chat.setLast(last, lastId, now());
        publishing.ask();
      });
    },
  };
}
