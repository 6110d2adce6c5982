// What the jobs have to say, as facts: each is kept until Telegram has taken or refused its message. The bot turns it into words.

import type { TelegramFailure } from '../failures.ts';
import { ok, type Result } from '../lib/result.ts';
import { readJson } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import { isPassing } from '../telegram/refusals.ts';
import type { ObjectParts } from './chat-parts.ts';
import type { Job } from './jobs.ts';
import type { Notice } from './notice.ts';

/** Says a notice. A refusal is final; after other failures it is said again. */
export type Announce = (notice: Notice, telegram: Telegram) => Promise<Result<unknown, TelegramFailure>>;

/** Messages without an answer may have arrived: they are not sent for ever. */
const TRIES = 5;
const PAUSE_MS: Milliseconds = 5_000;
/** Questions for rights and the title, and two messages in the place of one that is refused, each with a second attempt. */
const CALLS = 8;

export function createOutbox({ db, jobs, now, log, chatId }: ObjectParts) {
  const nextDue = (): Milliseconds | undefined => db.value('SELECT MIN(due) FROM notice');

  return {
    /** Called in the commit of what is to be said. */
    put(notice: Notice, due = now()): void {
      db.run(
        'INSERT INTO notice(key, due, tries, notice) VALUES (?, ?, 0, ?) ON CONFLICT(key) DO UPDATE SET due = MIN(due, excluded.due), tries = 0, notice = excluded.notice',
        notice.key,
        due,
        JSON.stringify(notice),
      );
      jobs.ask('announce', due);
    },

    /** Takes back what is not said yet. */
    drop: (key: string): void => db.run('DELETE FROM notice WHERE key = ?', key),

    all: (): readonly Notice[] =>
      db.all<{ notice: string }>('SELECT notice FROM notice').map(({ notice }) => readJson(notice) as Notice),

    job:
      (announce: Announce, telegram: Telegram, refresh: (notice: Notice) => Notice | undefined): Job =>
      async (run) => {
        while (run.has(CALLS)) {
          const query = 'SELECT key, tries, notice FROM notice WHERE due <= ? ORDER BY due LIMIT 1';
          const row = db.first<{ key: string; tries: number; notice: string }>(query, now());
          if (!row) break;
          const notice = refresh(readJson(row.notice) as Notice);
          const said = notice ? await announce(notice, telegram) : ok(undefined);
          const failure = said.ok ? undefined : said.failure;
          if (failure) log({ kind: 'notice', chat: chatId, outcome: failure.kind });
          const again =
            failure?.kind === 'flood_control'
              ? failure.retryAfter * 1000
              : failure && isPassing(failure) && row.tries < TRIES
                ? PAUSE_MS * 2 ** row.tries
                : undefined;
          // A later notice of the same key may have come meanwhile.
          if (again === undefined)
            db.run('DELETE FROM notice WHERE key = ? AND notice = ?', row.key, row.notice);
          else db.run('UPDATE notice SET due = ?, tries = tries + 1 WHERE key = ?', now() + again, row.key);
        }
        return nextDue();
      },
  };
}
