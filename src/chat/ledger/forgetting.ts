// What the ledger forgets: a person, when an admin asks for it, and everyone who left long ago. A link's counts stay.

import type { Milliseconds, UserId } from '../../lib/units.ts';
import type { ObjectParts } from '../chat-parts.ts';
import { dateOf, type Moment, momentOf } from './stay-table.ts';

const DAY_MS: Milliseconds = 86_400_000;
const DAYS_DEFAULT = 400;
/** Rows of one run of the job. */
const RUN_ROWS = 500;

/** `LEDGER_DAYS`; `undefined` if it is no number of days. */
export function readLedgerDays(setting: unknown): number | undefined {
  const days = Number(String(setting ?? '').trim() || DAYS_DEFAULT);
  return Number.isInteger(days) && days >= 1 && days <= 36_500 ? days : undefined;
}

/** `days` is how long people who left are kept. */
export function createForgetting({ db, chat, jobs, now }: ObjectParts, days = DAYS_DEFAULT) {
  /** What stands for a person who was forgotten, so that their stay can still end. Only this object's salt leads there. */
  const aliasFor = async (person: UserId, salt: string): Promise<UserId> => {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${salt}:${person}`));
    return -(1 + new DataView(hash).getUint32(0) * 0x1_0000 + new DataView(hash).getUint16(4));
  };

  return {
    /** `undefined` if no one was ever forgotten here. */
    async aliasOf(person: UserId): Promise<UserId | undefined> {
      const salt = chat.read()?.salt;
      return salt ? aliasFor(person, salt) : undefined;
    },

    /** Erases the person's name and replaces their id; the value is how many stays they had. */
    async forget(person: UserId): Promise<number> {
      if (!db.exists()) return 0;
      const salt = chat.read()?.salt ?? crypto.randomUUID();
      const alias = await aliasFor(person, salt);
      return db.together(() => {
        chat.set({ salt });
        // What is still to be said of their requests.
        db.run(
          `DELETE FROM notice WHERE key IN (SELECT kind || n FROM request, (SELECT 'request:' AS kind UNION SELECT 'rules:') WHERE person = ?)`,
          person,
        );
        db.run('DELETE FROM request WHERE person = ?', person);
        db.run('UPDATE request SET by_id = NULL, by_name = NULL WHERE by_id = ?', person);
        db.run('UPDATE request SET tried = NULL WHERE tried LIKE ?', `%"id":${person},%`);
        db.run('UPDATE stay SET by_id = ?, by_name = NULL WHERE by_id = ?', alias, person);
        return db.all('UPDATE stay SET person = ?, name = NULL WHERE person = ? RETURNING n', alias, person)
          .length;
      });
    },

    /** Asks for the job once a person has left, or asks to join. */
    ask(): void {
      if (!jobs.isAsked('forget_people')) jobs.ask('forget_people', now() + days * DAY_MS);
    },

    async job(): Promise<Milliseconds | undefined> {
      const end = momentOf(Math.floor((now() - days * DAY_MS) / 1000), 0);
      const gone = db.all<{ n: Moment }>('SELECT n FROM stay WHERE until < ? LIMIT ?', end, RUN_ROWS);
      for (const { n } of gone) db.run('DELETE FROM stay WHERE n = ?', n);
      db.run('DELETE FROM request WHERE n < ?', end);
      const next = db.value<Moment>(
        'SELECT MIN(n) FROM (SELECT MIN(until) AS n FROM stay WHERE until IS NOT NULL UNION ALL SELECT MIN(n) FROM request)',
      );
      return next === undefined ? undefined : (dateOf(next) + 1) * 1000 + days * DAY_MS;
    },
  };
}
