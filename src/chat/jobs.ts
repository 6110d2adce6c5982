// What goes on without a caller: a row for each kind of work, and the object's one alarm at the earliest of them. A job runs at
// least once and may run again, so it is harmless to repeat.

import type { Milliseconds } from '../lib/units.ts';
import type { Database, ObjectStorage } from './schema.ts';

export type JobKind = 'publish' | 'load' | 'hand_over' | 'forget_acts' | 'forget_people';

/** Answers when the job is to run again; `'later'` after a failure, `undefined` if it is done. */
export type Job = (until: Milliseconds) => Promise<Milliseconds | 'later' | undefined>;

/** No run of all that is due takes longer. */
const RUN_MS: Milliseconds = 10_000;
/** A job whose run was cut short runs again after this time. */
const LEASE_MS: Milliseconds = 60_000;
/** Growing pauses between failures, up to the longest. */
const PAUSE_MS: Milliseconds = 2_000;
const PAUSE_MAX_MS: Milliseconds = 15 * 60_000;
/** Older than this, and the alarm was lost: the runtime gives up on one after some failures. */
const OVERDUE_MS: Milliseconds = 60_000;

interface JobRow extends Record<string, string | number> {
  kind: JobKind;
  due: Milliseconds;
  tries: number;
  wanted: number;
}

export function createJobs(
  db: Database,
  storage: ObjectStorage,
  now: () => Milliseconds,
  onBug: (error: unknown) => void,
) {
  const earliest = (): Milliseconds | undefined =>
    db.first<{ due: number | null }>('SELECT MIN(due) AS due FROM job')?.due ?? undefined;
  // A write like any other: it is durable before an answer leaves.
  const arm = (due: Milliseconds): void => void storage.setAlarm(due);

  return {
    isAsked: (kind: JobKind): boolean =>
      db.exists() && db.first('SELECT 1 AS one FROM job WHERE kind = ?', kind) !== undefined,

    /** Asks for a job at the latest at `due`. */
    ask(kind: JobKind, due: Milliseconds): void {
      const before = earliest();
      db.run(
        'INSERT INTO job(kind, due, tries, wanted) VALUES (?, ?, 0, 1) ON CONFLICT(kind) DO UPDATE SET due = MIN(due, excluded.due), wanted = wanted + 1',
        kind,
        due,
      );
      if (before === undefined || due < before) arm(due);
    },

    drop: (kind: JobKind): void => db.run('DELETE FROM job WHERE kind = ?', kind),

    /** Sets the alarm again if it got lost. */
    rearm(): void {
      const due = db.exists() ? earliest() : undefined;
      if (due !== undefined && due < now() - OVERDUE_MS) arm(now());
    },

    /** The alarm. Never throws: the runtime would give up after some retries. */
    async run(jobs: Readonly<Record<JobKind, Job>>): Promise<void> {
      if (!db.exists()) return;
      const until = now() + RUN_MS;
      const due = db.all<JobRow>('SELECT * FROM job WHERE due <= ? ORDER BY due', now());
      for (const { kind, tries, wanted } of due) {
        if (now() >= until) break;
        db.run('UPDATE job SET due = ?, tries = tries + 1 WHERE kind = ?', now() + LEASE_MS, kind);
        arm(earliest() ?? now() + LEASE_MS);
        // Otherwise an early death loses the lease, and the job that ends the object runs for ever.
        await storage.sync();
        const next = await jobs[kind](until).catch((error): 'later' => {
          onBug(error);
          return 'later';
        });
        if (next === undefined) db.run('DELETE FROM job WHERE kind = ? AND wanted = ?', kind, wanted);
        else {
          const at = next === 'later' ? now() + pauseAfter(tries) : next;
          db.run(
            'UPDATE job SET due = CASE WHEN wanted = ? THEN ? ELSE MIN(due, ?) END WHERE kind = ?',
            wanted,
            at,
            at,
            kind,
          );
        }
      }
      const next = earliest();
      if (next !== undefined) arm(Math.max(next, now()));
    },
  };
}

export type Jobs = ReturnType<typeof createJobs>;

const pauseAfter = (tries: number): Milliseconds => Math.min(PAUSE_MS * 2 ** tries, PAUSE_MAX_MS);
