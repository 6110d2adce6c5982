import type { Database, Row } from '../schema.ts';

/** Changes of a day that were not recorded: Telegram's updates got lost, or there were too many. */
export interface GapRow extends Row {
  /** Days since 1970, in UTC. */
  day: number;
  why: 'lost' | 'too_many';
  /** How many contradictions showed it. */
  times: number;
}

export const DAY_SECONDS = 86_400;

export const createGapTable = (db: Database) => ({
  note: (why: GapRow['why'], day: number): void =>
    db.run(
      'INSERT INTO gap(day, why, times) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1',
      day,
      why,
    ),
  latest: () => db.first<GapRow>('SELECT * FROM gap ORDER BY day DESC LIMIT 1'),
});

export type GapTable = ReturnType<typeof createGapTable>;
