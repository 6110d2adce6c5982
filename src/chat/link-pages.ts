// Pages of a chat's links.

import { COLUMNS, fold, knownOf, type LinkRow, readRow, type StoredLink } from './link-table.ts';
import { turnTo } from './pages.ts';
import type { Counts, LinkPage, PagePlace } from './protocol.ts';
import type { Database } from './schema.ts';

/** Eight lines stay far below what a message takes, whatever the names. */
const PAGE_LINKS = 8;

const NO_LINKS: Counts = { active: 0, expired: 0, revoked: 0 };

const countsOf = (db: Database): Counts =>
  db.first<{ active: number; expired: number; revoked: number }>(
    'SELECT active, expired, revoked FROM chat',
  ) ?? NO_LINKS;

/** `active`, `expired` and `revoked` mean what they say; other words are searched for. */
export function listPage(db: Database, filter: string, place: PagePlace | undefined): LinkPage {
  const { sql, values } = toCondition(fold(filter.trim()));
  const read = (end: string, than: number, most: number) =>
    db.all<never>(`SELECT ${COLUMNS} FROM link WHERE ${sql} AND ${end}`, ...values, than, most).map(readRow);
  const { items, ...around } = turnTo(read, PAGE_LINKS, place);
  return { links: items.map(knownOf), counts: countsOf(db), ...around };
}

function toCondition(word: string): { readonly sql: string; readonly values: readonly string[] } {
  if (word === '') return { sql: 'TRUE', values: [] };
  if (word === 'active' || word === 'expired' || word === 'revoked') {
    return { sql: 'state = ?', values: [word] };
  }
  return { sql: 'instr(search, ?) > 0', values: [word] };
}

/** The first active additional link after the one with the number `after`, in the order of making. */
export function nextOpenLink(db: Database, after: number): StoredLink | undefined {
  const query = `SELECT ${COLUMNS} FROM link WHERE state = 'active' AND is_primary = 0 AND n > ? ORDER BY n LIMIT 1`;
  const row = db.first<LinkRow>(query, after);
  return row && readRow(row);
}

export function countOpenLinks(db: Database): number {
  const primary = db.value(
    `SELECT 1 FROM chat JOIN link ON link.id = chat.primary_link WHERE link.state = 'active'`,
  );
  return countsOf(db).active - (primary ? 1 : 0);
}
