// Questions about who came. Each page reads as many rows as it shows; only a period reads all stays that began in it.

import { turnTo } from '../pages.ts';
import type { LinkId, PagePlace } from '../protocol.ts';
import type { Database, SqlValue } from '../schema.ts';
import type { PeoplePage, PeopleQuestion, Stay, Total } from './ledger-protocol.ts';
import { dateOf, type GapRow, momentOf, type StayRow } from './stay-table.ts';

const PAGE_STAYS = 10;
/** Ways by which most came; a message takes no more. */
const TOTALS_SHOWN = 20;

/** What a link is called, of a row that is joined with it. */
export const TITLE = `COALESCE(json_extract(record, '$.name'), json_extract(record, '$.invite_link')) AS title`;

type TitledRow = StayRow & { title: string | null };

export const createPeople =
  (db: Database) =>
  (question: PeopleQuestion, link: LinkId | undefined, place: PagePlace | undefined): PeoplePage => {
    if (!db.exists()) return { stays: [] };
    const gap = db.first<GapRow>('SELECT * FROM gap ORDER BY day DESC LIMIT 1');
    if (question.kind === 'period') return { stays: [], totals: totalsOf(db, question), gap };
    const [condition, ...values]: [string, ...SqlValue[]] =
      question.kind === 'person'
        ? ['person = ?', question.person]
        : link === undefined
          ? ['TRUE']
          : ['link = ?', link];
    const read = (end: string, than: number, most: number) =>
      db.all<TitledRow>(
        `SELECT stay.*, ${TITLE} FROM (SELECT * FROM stay WHERE ${condition} AND ${end}) AS stay LEFT JOIN link ON link.id = stay.link`,
        ...values,
        than,
        most,
      );
    const { items, ...around } = turnTo(read, PAGE_STAYS, place);
    return { stays: items.map(toStay), gap, ...around };
  };

const totalsOf = (
  db: Database,
  { from, to }: Extract<PeopleQuestion, { kind: 'period' }>,
): readonly Total[] =>
  db
    .all<{ via: StayRow['via']; title: string | null; joined: number; here: number }>(
      `SELECT via, ${TITLE}, COUNT(DISTINCT person) AS joined, COUNT(DISTINCT CASE WHEN until IS NULL THEN person END) AS here
       FROM stay LEFT JOIN link ON link.id = stay.link WHERE stay.n >= ? AND stay.n < ? AND via <> 'missed'
       GROUP BY via, stay.link ORDER BY joined DESC LIMIT ?`,
      momentOf(from, 0),
      momentOf(to, 0),
      TOTALS_SHOWN,
    )
    .map(({ title, ...total }) => ({ ...total, link: title ?? undefined }));

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
