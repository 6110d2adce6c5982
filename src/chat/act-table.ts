// The acts of the last 48 hours: what was asked, and what came of it.

import { readJson } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import type { LinkAct } from '../links/link-record.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { Place } from './notice.ts';
import type { Action, Begun, LinkId, Outcome } from './protocol.ts';
import type { Database, Row } from './schema.ts';

/** How long a redelivered update is recognized: twice as long as Telegram delivers one. */
export const ACTS_KEPT_MS: Milliseconds = 48 * 60 * 60 * 1000;

/** After its caller has given up, a job looks after an act that no redelivery has answered. */
const LOOK_AFTER_MS: Milliseconds = 90_000;

/** What is stored of an ask before Telegram is called. */
export interface Intent {
  readonly action: Action;
  readonly act: LinkAct;
  readonly place?: Place | undefined;
  /** What the Worker was to call. */
  readonly begun: Begun;
  /** What an earlier edit without an answer had meant to set. */
  readonly lost?: LinkSettings | undefined;
}

export interface ActRow extends Row {
  key: string;
  /**
   * `lost`: no answer came, so that no one knows whether Telegram did it. `begun` past its lease means the same, until its
   * answer comes after all.
   */
  state: 'begun' | 'lost' | 'done' | 'refused';
  update_id: number;
  handling: string;
  begun_at: Milliseconds;
  until: Milliseconds;
  link: LinkId | null;
  /** An intent, as JSON. */
  ask: string;
  /** As JSON. */
  outcome: string | null;
  due: Milliseconds | null;
}

export type Act = Pick<ActRow, 'key' | 'state' | 'update_id' | 'handling' | 'begun_at' | 'until'> & {
  readonly link: LinkId | undefined;
  readonly intent: Intent;
  readonly outcome: Outcome | undefined;
};

export function createActTable(db: Database) {
  return {
    find(key: string): Act | undefined {
      const row = db.first<ActRow>('SELECT * FROM act WHERE key = ?', key);
      return row && readRow(row);
    },

    begin(
      ask: { readonly key: string; readonly handling: string; readonly deadline: Milliseconds },
      intent: Intent,
      link: LinkId | undefined,
      now: Milliseconds,
    ): void {
      db.run(
        `INSERT INTO act(key, state, update_id, handling, begun_at, until, link, ask, due) VALUES (?, 'begun', ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT(key) DO UPDATE SET state = 'begun', update_id = excluded.update_id, handling = excluded.handling,
         until = excluded.until, link = excluded.link, ask = excluded.ask, outcome = NULL, due = excluded.due`,
        ask.key,
        intent.act.update_id,
        ask.handling,
        now,
        ask.deadline,
        link ?? null,
        JSON.stringify(intent),
        ask.deadline + LOOK_AFTER_MS,
      );
    },

    /** `due` is set if it is to be looked after again. */
    end(key: string, state: 'lost' | 'done' | 'refused', outcome: Outcome, due?: Milliseconds): void {
      const values = [state, JSON.stringify(outcome), due ?? null, key];
      db.run('UPDATE act SET state = ?, outcome = ?, due = ? WHERE key = ?', ...values);
    },

    /** Acts without an answer that are to be looked after now. */
    due: (now: Milliseconds, most: number): readonly Act[] =>
      db.all<ActRow>('SELECT * FROM act WHERE due <= ? ORDER BY due LIMIT ?', now, most).map(readRow),

    /** When the next one is to be looked after. */
    nextDue: (): Milliseconds | undefined => db.value('SELECT MIN(due) FROM act WHERE due IS NOT NULL'),

    /** When the oldest act was begun. */
    oldest: (): Milliseconds | undefined => db.value('SELECT MIN(begun_at) FROM act'),

    /** Creates without an answer. Reads all acts. */
    perhapsMade: (): readonly Act[] =>
      db
        .all<ActRow>(`SELECT * FROM act WHERE state = 'lost'`)
        .map(readRow)
        .filter(({ intent }) => intent.action.kind === 'create'),

    forget: (key: string): void => db.run('DELETE FROM act WHERE key = ?', key),

    /** A revoke without an answer is kept until it has one. */
    forgetBefore: (moment: Milliseconds): void =>
      db.run('DELETE FROM act WHERE begun_at <= ? AND due IS NULL', moment),

    all: (): readonly ActRow[] => db.all<ActRow>('SELECT * FROM act'),

    /** Adds the acts of another object that are unknown here. */
    adopt(acts: readonly ActRow[]): void {
      for (const act of acts) db.insert('act', act, 'OR IGNORE');
    },
  };
}

// Only this file writes these columns, so what is read has the form that was written.
const readRow = (row: ActRow): Act => ({
  ...row,
  link: row.link ?? undefined,
  intent: readJson(row.ask) as Intent,
  outcome: row.outcome === null ? undefined : (readJson(row.outcome) as Outcome),
});
