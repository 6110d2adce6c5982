// Writes the chat's state to Workers KV, where people and a new object read it. What is to be written is marked on the rows
// themselves (`due`); a put always writes the present row, one put at a time. A put without an answer may come through later and
// leave an old value behind, so its key is written once more after two minutes.

import type { Milliseconds } from '../lib/units.ts';
import type { ObjectParts } from './chat-parts.ts';
import { createRun, type Run } from './jobs.ts';
import { askKv, eventOf } from './kv.ts';
import { COLUMNS, type LinkRow, readRow } from './link-table.ts';
import { doorKey, lastKey, linkKey, publishedDoor } from './published.ts';

/** How long a put that was given up may still come through. */
const DOUBT_MS: Milliseconds = 120_000;
/** If the object dies before its puts are done, the job repeats them. */
const REPEAT_MS: Milliseconds = 30_000;
/** What is published after an act without waiting for the job. */
const START_MS: Milliseconds = 20_000;
const START_KEYS = 40;

interface Publication {
  readonly key: string;
  readonly value: string;
  readonly options?: object;
  readonly due: Milliseconds;
  /** Marks the key as written, or to be written again at a later time. */
  done(due: Milliseconds | null): void;
}

export function createPublishing({ chatId, db, chat, jobs, kv, bornAt, now, log }: ObjectParts) {
  /** Keys of puts that may still come through, and until when. */
  const doubts = new Map<string, Milliseconds>();
  let running: Promise<boolean> | undefined;

  function nextLast(): Publication | undefined {
    const row = db.first<{ last: string; version: number; due: number }>(
      'SELECT last, last_version AS version, last_due AS due FROM chat WHERE last_due <= ?',
      now(),
    );
    if (!row) return undefined;
    const { last: value, version, due } = row;
    const done = (again: Milliseconds | null) =>
      db.run('UPDATE chat SET last_due = ? WHERE last_version = ?', again, version);
    return { key: lastKey(chatId), value, due, done };
  }

  function nextLink(): Publication | undefined {
    const row = db.first<{ n: number; record: string; url: string; version: number; due: number }>(
      `SELECT n, record, record ->> 'invite_link' AS url, version, due FROM link WHERE due <= ? ORDER BY due LIMIT 1`,
      now(),
    );
    if (!row) return undefined;
    const { n, record: value, url, version, due } = row;
    const done = (again: Milliseconds | null) =>
      db.run('UPDATE link SET due = ? WHERE n = ? AND version = ?', again, n, version);
    return { key: linkKey(chatId, url), value, due, done };
  }

  /** A door's key is the same in the supergroup: after the move its object writes it. */
  function nextDoor(): Publication | undefined {
    const row = db.first<LinkRow & { due: number }>(
      `SELECT ${COLUMNS}, door_due AS due FROM link WHERE door_due <= ? ORDER BY door_due LIMIT 1`,
      now(),
    );
    if (!row || chat.read()?.moved_to) return undefined;
    const { n, record, version } = readRow(row);
    if (!record.door) return undefined;
    const [key, value, options] = publishedDoor(record.door, record, chatId);
    const done: Publication['done'] = (again) =>
      db.run('UPDATE link SET door_due = ? WHERE n = ? AND version = ?', again, n, version);
    return { key, value, options, due: row.due, done };
  }

  /** Puts one key; answers whether KV took it. */
  async function put({ key, value, options, due, done }: Publication): Promise<boolean> {
    // The object before this one may have died in the middle of a put of it.
    if (due < bornAt) doubts.set(key, bornAt + DOUBT_MS);
    const answer = await askKv(kv, (namespace) => namespace.put(key, value, options));
    if (!answer.ok) {
      if (answer.failure.kind === 'no_answer') {
        const until = now() + DOUBT_MS;
        doubts.set(key, until);
        done(until);
      }
      log({ kind: 'publication', chat: chatId, name: key.split(':')[0], ...eventOf(answer.failure) });
      return answer.failure.kind === 'no_answer';
    }
    const doubt = doubts.get(key) ?? 0;
    if (doubt <= now()) doubts.delete(key);
    done(doubt > now() ? doubt : null);
    return true;
  }

  /** Called when `last:` and the doors are in Workers KV as they are, or will not be soon. */
  let waiting: (() => void)[] = [];
  function callWaiting(): void {
    const called = waiting;
    waiting = [];
    for (const call of called) call();
  }

  async function publish(run: Run): Promise<boolean> {
    try {
      while (run.has(1)) {
        const first = nextLast() ?? nextDoor();
        if (!first) callWaiting();
        const next = first ?? nextLink();
        if (!next) return true;
        run.count();
        if (!(await put(next))) return false;
      }
      return true;
    } finally {
      callWaiting();
    }
  }

  const nextDue = (): Milliseconds | undefined =>
    db.value<Milliseconds>(
      `SELECT MIN(due) FROM (SELECT last_due AS due FROM chat UNION ALL SELECT MIN(due) FROM link WHERE due IS NOT NULL
       UNION ALL SELECT MIN(door_due) FROM link JOIN chat ON moved_to IS NULL WHERE door_due IS NOT NULL)`,
    );

  /** One run at a time; who comes meanwhile waits for it. */
  const runAlone = (run: Run): Promise<boolean> => {
    running ??= publish(run).finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    /** Asks, in the commit of a change, for its publication, which `start` does at once if it is called. */
    ask: (isStarted = true): void => jobs.ask('publish', now() + (isStarted ? REPEAT_MS : 0)),

    /** Publishes what is due, and drops the job if nothing is left. */
    async start(): Promise<void> {
      await runAlone(createRun(now, START_MS, START_KEYS));
      if (nextDue() === undefined) jobs.finish('publish');
    },

    /** What another object may still be writing to the key is written over. */
    doubt: (slug: string): void => void doubts.set(doorKey(slug), now() + DOUBT_MS),

    /** Waits until a run that is under way has written `last:` and the doors. */
    lastWritten: (): Promise<void> => new Promise((resolve) => void waiting.push(resolve)),

    async job(run: Run): Promise<Milliseconds | 'later' | undefined> {
      const isTaken = await runAlone(run);
      return isTaken ? nextDue() : 'later';
    },

    /** Keys that KV does not hold as they are, up to `most`. */
    behind(most: number): number {
      const links = db.all('SELECT 1 FROM link WHERE due IS NOT NULL LIMIT ?', most).length;
      const doors = db.all('SELECT 1 FROM link WHERE door_due IS NOT NULL LIMIT ?', most).length;
      return Math.min(most, links + doors + (chat.read()?.last_due == null ? 0 : 1));
    },
  };
}
