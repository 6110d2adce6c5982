// What goes on without a caller: a row for each kind of work, and the object's one alarm at the earliest of them. A job runs at
// least once and may run again, so it is harmless to repeat.

import type { Milliseconds } from '../lib/units.ts';
import type { Database, ObjectStorage } from './schema.ts';

export type JobKind =
  | 'lockdown'
  | 'acts'
  | 'announce'
  | 'publish'
  | 'load'
  | 'hand_over'
  | 'forget_acts'
  | 'forget_people'
  | 'notices'
  | 'requests'
  | 'doors';

/** Closing links comes first; the others in the order in which they are due, so that none waits for ever. */
const FIRST: ReadonlySet<JobKind> = new Set(['lockdown', 'acts']);

/** What a run may still do. */
export interface Run {
  /** Whether there is time for another step, and for so many calls. */
  has(calls: number): boolean;
  /** Counts a call of Telegram or an operation of Workers KV. */
  count(): void;
}

/** Returns when the job is to run again; `'later'` after a failure, `undefined` if it is done. */
export type Job = (run: Run) => Promise<Milliseconds | 'later' | undefined>;

export function createRun(now: () => Milliseconds, time: Milliseconds, calls: number): Run {
  const until = now() + time;
  let left = calls;
  return {
    has: (wanted) => left >= wanted && now() < until,
    count() {
      left--;
    },
  };
}

/** No run of all that is due takes longer. */
export const RUN_MS: Milliseconds = 10_000;
/** Of the 50 that the free plan has. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
export const RUN_CALLS = 40;
/** What one kind takes of both at most, so that each run serves two kinds. */
const JOB_MS: Milliseconds = RUN_MS / 2;
const JOB_CALLS = RUN_CALLS / 2;
/** With fewer calls left, no job begins: one that can do no step would lose its place for nothing. */
export const STEP_CALLS = 12;
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
  onTrouble: (error: unknown) => void,
) {
  const earliest = (): Milliseconds | undefined => db.value('SELECT MIN(due) FROM job');
  // A write like any other: it is durable before an answer leaves.
  const arm = (due: Milliseconds): void => void storage.setAlarm(due);

  /** A database that takes no more writes keeps no lease; what works without it is done anyway. */
  function attempt(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      onTrouble(error);
      return false;
    }
  }

  async function runOne({ kind, tries, wanted }: JobRow, job: Job, run: Run): Promise<boolean> {
    const isLeased = attempt(() => {
      db.run('UPDATE job SET due = ?, tries = tries + 1 WHERE kind = ?', now() + LEASE_MS, kind);
      arm(earliest() ?? now() + LEASE_MS);
    });
    // Otherwise an early death loses the lease, and the job that ends the object runs for ever.
    await storage.sync();
    const next = await job(run).catch((error): 'later' => {
      onTrouble(error);
      return 'later';
    });
    const isNoted = attempt(() => {
      if (next === undefined) return db.run('DELETE FROM job WHERE kind = ? AND wanted = ?', kind, wanted);
      const isFailed = next === 'later';
      const at = isFailed ? now() + pauseAfter(tries) : Math.max(next, now());
      // What the job did may have dropped its row.
      db.run(
        `INSERT INTO job(kind, due, tries, wanted) VALUES (?, ?, ?, ?) ON CONFLICT(kind) DO UPDATE SET
         due = CASE WHEN wanted = excluded.wanted THEN excluded.due ELSE MIN(due, excluded.due) END, tries = excluded.tries`,
        kind,
        at,
        isFailed ? tries + 1 : 0,
        wanted,
      );
    });
    return isLeased && isNoted;
  }

  async function runDue(createJobs: (onCall: () => void) => Readonly<Record<JobKind, Job>>): Promise<void> {
    const due = db.all<JobRow>('SELECT * FROM job WHERE due <= ? ORDER BY due', now());
    const all = createRun(now, RUN_MS, RUN_CALLS);
    let run = all;
    const jobs = createJobs(() => run.count());
    let isKept = true;
    for (const row of [...due].sort((a, b) => Number(FIRST.has(b.kind)) - Number(FIRST.has(a.kind)))) {
      if (!all.has(STEP_CALLS)) break;
      const own = createRun(now, JOB_MS, JOB_CALLS);
      run = {
        has: (calls) => own.has(calls) && all.has(calls),
        count() {
          own.count();
          all.count();
        },
      };
      isKept = (await runOne(row, jobs[row.kind], run)) && isKept;
    }
    const next = earliest();
    // What is due and cannot be noted as done would run again at once, without end.
    if (next !== undefined) attempt(() => arm(Math.max(next, now() + (isKept ? 0 : LEASE_MS))));
  }

  let running: Promise<void> | undefined;

  return {
    isAsked: (kind: JobKind): boolean => db.value('SELECT 1 FROM job WHERE kind = ?', kind) !== undefined,

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

    /** Drops a job that is done, and moves the alarm to the next one: it would wake the object for nothing. */
    finish(kind: JobKind): void {
      db.run('DELETE FROM job WHERE kind = ?', kind);
      const next = earliest();
      if (next !== undefined) arm(next);
    },

    /** Sets the alarm again if it got lost. */
    rearm(): void {
      const due = earliest();
      if (due !== undefined && due < now() - OVERDUE_MS) arm(now());
    },

    /** The alarm. Never throws: the runtime would give up after some retries. */
    run(createJobs: (onCall: () => void) => Readonly<Record<JobKind, Job>>): Promise<void> {
      running ??= runDue(createJobs).finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

const pauseAfter = (tries: number): Milliseconds => Math.min(PAUSE_MS * 2 ** tries, PAUSE_MAX_MS);
