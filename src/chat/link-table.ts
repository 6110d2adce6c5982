// The rows of a chat's links: finding, adding and changing one. Counts are kept on the chat's row, and every question here
// reads a number of rows that does not grow with the links (except the search for a part of a name).

import { readFields, readJson } from '../lib/shapes.ts';
import type { UnixSeconds } from '../lib/units.ts';
import type { Door } from '../links/door.ts';
import { tokenOf } from '../links/invite-link.ts';
import { type LinkRecord, readLinkRecord } from '../links/link-record.ts';
import { type LinkSettings, readLinkSettings } from '../links/link-settings.ts';
import type { PeopleCounts } from './ledger/ledger-protocol.ts';
import type { KnownLink, LinkId } from './protocol.ts';
import type { Database, Row, SqlValue } from './schema.ts';

type LinkState = 'active' | 'expired' | 'revoked';

export interface StoredLink extends KnownLink {
  readonly n: number;
  readonly state: LinkState;
  /** The act that was begun last on it. */
  readonly act: string | undefined;
  /** What an edit without an answer meant to set. */
  readonly intended: LinkSettings | undefined;
  readonly version: number;
}

export interface LinkRow extends Row {
  n: number;
  id: string;
  state: LinkState;
  record: string;
  act: string | null;
  intended: string | null;
  version: number;
  joined: number;
  here: number;
  waiting: number;
}

export const COLUMNS = 'n, id, state, record, act, intended, version, joined, here, waiting';

/** Numbers in one second of making. Together with the seconds they stay below 2^53, above which SQLite's numbers lose digits. */
const PER_SECOND = 1_000_000;
/** Links that are seen to have expired in one go; the rest at the next look. */
const SWEEP_LINKS = 500;
/** No index holds the names of links that are over. */
const LOOK_BACK_LINKS = 500;

/** How names are compared: capitals and compatibility forms aside, in every script (SQLite's LIKE folds ASCII only). */
export const fold = (text: string): string =>
  // The first normalization loads Unicode's tables, which takes longer than all the rest of an act.
  (NEEDS_NORMALIZING.test(text) ? text.normalize('NFKC') : text).toLowerCase();

const NEEDS_NORMALIZING = /[^\x20-\x7e\n]/;

// Queries name their index if SQLite would choose the one of `state` and read every active link.
export function createLinkTable(db: Database) {
  const find = (where: string, ...values: SqlValue[]): StoredLink | undefined => {
    const row = db.first<LinkRow>(`SELECT ${COLUMNS} FROM link WHERE ${where}`, ...values);
    return row && readRow(row);
  };
  const findAll = (where: string, ...values: SqlValue[]): readonly StoredLink[] =>
    db.all<LinkRow>(`SELECT ${COLUMNS} FROM link ${where}`, ...values).map(readRow);

  /** After all links made until that second. */
  function nextNumber(madeAt: UnixSeconds): number {
    const from = madeAt * PER_SECOND;
    const last = db.value<number>('SELECT MAX(n) FROM link WHERE n < ?', from + PER_SECOND) ?? 0;
    return Math.max(from, last + 1);
  }

  /** Each change has a version of its own: a put to Workers KV marks its row as written only if it wrote the present one. */
  const update = (n: number, columns: object): void =>
    db.run(
      `UPDATE link SET ${Object.keys(columns).map((name) => `${name} = ?`)}, version = version + 1 WHERE n = ?`,
      ...Object.values(columns),
      n,
    );

  const count = (state: LinkState, by: number): void => db.run(`UPDATE chat SET ${state} = ${state} + ?`, by);

  return {
    byId: (id: LinkId) => find('id = ?', id),

    /** Up to `most` active links of exactly this name. */
    byName: (name: string, most: number): readonly StoredLink[] =>
      findAll(
        `INDEXED BY link_name WHERE state = 'active' AND name = ? ORDER BY n DESC LIMIT ?`,
        fold(name),
        most,
      ),

    /** Active links with the first of the words in their name, newest first. Reads all of them if there are none. */
    near: (words: string, most: number): readonly StoredLink[] =>
      findAll(
        `WHERE state = 'active' AND instr(name, ?) > 0 ORDER BY n DESC LIMIT ?`,
        fold(words).split(' ')[0] ?? '',
        most,
      ),

    /** Of the newest links, those of exactly this name that no one can come by any more. */
    over: (name: string, most: number): readonly StoredLink[] =>
      findAll(
        `WHERE n IN (SELECT n FROM link ORDER BY n DESC LIMIT ${LOOK_BACK_LINKS}) AND state <> 'active' AND name = ? ORDER BY n DESC LIMIT ?`,
        fold(name),
        most,
      ),

    /** Adds a link that is not there yet. `due` says when Workers KV is to be written; absent if it holds the record. */
    add(id: LinkId, record: LinkRecord, now: UnixSeconds, due?: number): void {
      const columns = toColumns(record, now);
      const doorDue = record.door && due !== undefined ? due : null;
      const n = nextNumber(record.made?.date ?? 0);
      db.insert('link', { ...columns, n, id, version: 1, due: due ?? null, door_due: doorDue });
      count(columns.state, 1);
    },

    /** Replaces the record. A lost edit counts no longer. */
    change({ n, state: before }: StoredLink, record: LinkRecord, now: UnixSeconds, due: number): void {
      const columns = toColumns(record, now);
      const { state } = columns;
      update(n, { ...columns, intended: null, due, door_due: record.door ? due : null });
      if (state === before) return;
      count(before, -1);
      count(state, 1);
    },

    /** Replaces the door that leads to the link, or takes it away. */
    setDoor({ n, record }: StoredLink, door: Door | undefined, due: number): void {
      const id = record.door?.id ?? record.past_door;
      const changed: LinkRecord = { ...record, door, past_door: door ? undefined : id };
      const columns = { record: JSON.stringify(changed), is_door: isDoor(door) };
      update(n, { ...columns, due, door_due: door ? due : null });
    },

    /** The link that a door leads to now. */
    byDoor: (door: string) => find('door = ? AND is_door = 1', door),

    /** The same, or the link that the door led to when it was closed. */
    withDoor: (door: string) => find(`door = ? AND record ->> 'door' IS NOT NULL`, door),

    /** The links that the chat's doors lead to, in the order of making. */
    behindDoors: (): readonly StoredLink[] => findAll('INDEXED BY link_is_door WHERE is_door = 1 ORDER BY n'),

    /** Who came by all links that a door has led to. */
    peopleBy: (door: string): PeopleCounts =>
      db.first<{ joined: number; here: number }>(
        'SELECT COALESCE(SUM(joined), 0) AS joined, COALESCE(SUM(here), 0) AS here FROM link WHERE door = ?',
        door,
      ) ?? { joined: 0, here: 0 },

    /** Notes which act was begun on the link, and what an edit means to set. */
    intend({ n }: StoredLink, act: string | null, intended: LinkSettings | undefined): void {
      db.run(
        'UPDATE link SET act = ?, intended = ? WHERE n = ?',
        act,
        intended ? JSON.stringify(intended) : null,
        n,
      );
    },

    /** Counts those as expired whose time has come since the last look. */
    sweep(now: UnixSeconds): void {
      const query = `SELECT n FROM link INDEXED BY link_expiry WHERE state = 'active' AND expires <= ? LIMIT ${SWEEP_LINKS}`;
      const over = db.all<{ n: number }>(query, now);
      // If nothing has expired, nothing is written, so that lists work even if writes are refused.
      if (over.length === 0) return;
      for (const { n } of over) db.run(`UPDATE link SET state = 'expired' WHERE n = ?`, n);
      count('active', -over.length);
      count('expired', over.length);
    },
  };
}

/** What leaves the object. */
export const knownOf = ({ id, record, people, waiting }: StoredLink): KnownLink => ({
  id,
  record,
  people,
  waiting,
});

export function readRow(row: LinkRow): StoredLink {
  const { n, id, state, record, act, intended, version, joined, here, waiting } = row;
  const read = readLinkRecord(readJson(record));
  if (!read) throw new Error('A row of a link holds no record');
  const settings = intended === null ? undefined : readFields(readJson(intended));
  return {
    n,
    id,
    state,
    record: read,
    people: { joined, here },
    waiting,
    act: act ?? undefined,
    intended: settings && readLinkSettings(settings),
    version,
  };
}

const stateOf = ({ is_revoked, expire_date: expiry }: LinkRecord, now: UnixSeconds): LinkState =>
  is_revoked ? 'revoked' : expiry !== undefined && expiry <= now ? 'expired' : 'active';

const isDoor = (door: Door | undefined): number => (door && door.state !== 'closed' ? 1 : 0);

/** The columns that follow from the record. */
function toColumns(record: LinkRecord, now: UnixSeconds) {
  const { name, made, invite_link: link } = record;
  const search = [name, made?.by?.name, tokenOf(link)].filter((text) => text !== undefined);
  return {
    state: stateOf(record, now),
    is_primary: record.is_primary ? 1 : 0,
    name: name === undefined ? null : fold(name),
    expires: record.expire_date ?? null,
    search: fold(search.join('\n')),
    record: JSON.stringify(record),
    door: record.door?.id ?? record.past_door ?? null,
    is_door: isDoor(record.door),
  };
}
