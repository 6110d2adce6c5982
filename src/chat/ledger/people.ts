// Questions about who came. Each page reads as many rows as it shows; only a period reads all stays that began in it.

import type { UnixSeconds } from '../../lib/units.ts';
import { turnTo } from '../pages.ts';
import type { LinkId, PagePlace } from '../protocol.ts';
import type { Database, SqlValue } from '../schema.ts';
import type { GapTable } from './gap-table.ts';
import type { PeoplePage, PeriodTotal, Stay } from './ledger-protocol.ts';
import { dateOf, firstMomentOf, type StayRow } from './stay-table.ts';

const PAGE_STAYS = 10;
/** Ways by which most came; a message takes no more. */
const TOTALS_SHOWN = 20;

const TITLE = `COALESCE(json_extract(record, '$.name'), json_extract(record, '$.invite_link')) AS title`;

type TitledRow = StayRow & { title: string | null };

export function createPeople(db: Database, gaps: GapTable) {
  return {
    page(of: { link?: LinkId; person?: number }, place: PagePlace | undefined): PeoplePage {
      if (!db.exists()) return { stays: [] };
      const [column, value] = Object.entries(of)[0] ?? [];
      const condition = column === undefined ? 'TRUE' : `${column} = ?`;
      const values: SqlValue[] = value === undefined ? [] : [value];
      const read = (end: string, than: number, most: number) =>
        db.all<TitledRow>(
          `SELECT stay.*, ${TITLE} FROM (SELECT * FROM stay WHERE ${condition} AND ${end}) AS stay LEFT JOIN link ON link.id = stay.link`,
          ...values,
          than,
          most,
        );
      const { items, ...around } = turnTo(read, PAGE_STAYS, place);
      return { stays: items.map(toStay), gap: gaps.latest(), ...around };
    },

    totals(from: UnixSeconds, to: UnixSeconds): readonly PeriodTotal[] {
      if (!db.exists()) return [];
      return db
        .all<{ via: StayRow['via']; title: string | null; joined: number; here: number }>(
          `SELECT via, ${TITLE}, COUNT(DISTINCT person) AS joined, COUNT(DISTINCT CASE WHEN until IS NULL THEN person END) AS here
           FROM stay LEFT JOIN link ON link.id = stay.link WHERE stay.n >= ? AND stay.n < ? AND via <> 'missed'
           GROUP BY via, stay.link ORDER BY joined DESC LIMIT ?`,
          firstMomentOf(from),
          firstMomentOf(to),
          TOTALS_SHOWN,
        )
        .map(({ via, title, joined, here }) => ({ via, link: title ?? undefined, joined, here }));
    },
  };
}

export type People = ReturnType<typeof createPeople>;

const toStay = (row: TitledRow): Stay => ({
  person: row.person > 0 ? row.person : undefined,
  name: row.name ?? undefined,
  isBot: row.is_bot === 1,
  via: row.via,
  link: row.title ?? undefined,
  by: row.by_name ?? undefined,
  joinedAt: row.via === 'missed' ? undefined : dateOf(row.n),
  leftAt: row.until === null || row.how === 'missed' ? undefined : dateOf(row.until),
  how: row.how ?? undefined,
});
