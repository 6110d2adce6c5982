// The rows of people's stays in the chat. A moment is a number made of an update's date and the end of its id: so the events of
// one second keep their order, and an update that comes twice has the same moment. (Once in a million
// updates the end begins again; then a person who comes and goes in that very second is recorded the wrong way round.)
//
//   n      when the stay began; if no one saw that (`via` is `missed`), when it was first seen
//   until  when it ended; NULL while it goes on
//   how    how it ended; `missed` if no one saw that, and `until` is when it was first known to be over

import type { UnixSeconds, UserId } from '../../lib/units.ts';
import type { LinkId } from '../protocol.ts';
import type { Database, Row } from '../schema.ts';

export type Via = 'link' | 'admin_link' | 'folder' | 'request' | 'added' | 'unknown' | 'missed';
export type HowLeft = 'left' | 'removed' | 'missed';
export type Moment = number;

export interface StayRow extends Row {
  n: Moment;
  /** Negative for a person who was forgotten. */
  person: UserId;
  name: string | null;
  is_bot: number;
  via: Via;
  link: LinkId | null;
  by_id: UserId | null;
  by_name: string | null;
  until: Moment | null;
  how: HowLeft | null;
}

const PER_SECOND = 1_000_000;
/** A person who came more often by other links since then counts once more. */
const STAYS_LOOKED_AT = 50;

export const momentOf = (date: UnixSeconds, updateId: number): Moment =>
  date * PER_SECOND + (updateId % PER_SECOND);
export const dateOf = (moment: Moment): UnixSeconds => Math.floor(moment / PER_SECOND);

/** A day of which not everything is recorded: updates got lost, or there were too many. */
export interface GapRow extends Row {
  /** Since 1970, in UTC. */
  day: number;
  why: 'lost' | 'too_many';
  /** How many contradictions showed it. */
  times: number;
}

/** A link's counts stand on its row and change with the stays. */
export function createStayTable(db: Database) {
  const count = (link: LinkId | null, joined: number, here: number): void => {
    if (link !== null && (joined !== 0 || here !== 0))
      db.run('UPDATE link SET joined = joined + ?, here = here + ? WHERE id = ?', joined, here, link);
  };

  /** 1 if the person has not come by the link before: people are counted, not stays. */
  const firsts = (person: UserId, link: LinkId | null): number =>
    link !== null &&
    db.value(
      'SELECT 1 FROM (SELECT link FROM stay WHERE person = ? ORDER BY n DESC LIMIT ?) WHERE link = ?',
      person,
      STAYS_LOOKED_AT,
      link,
    ) === undefined
      ? 1
      : 0;

  const add = (stay: StayRow): void => {
    count(stay.link, firsts(stay.person, stay.link), stay.until === null ? 1 : 0);
    db.insert('stay', stay);
  };

  return {
    add,

    /** The person's last stay that began until then. */
    before: (person: UserId, moment: Moment) =>
      db.first<StayRow>(
        'SELECT * FROM stay WHERE person = ? AND n <= ? ORDER BY n DESC LIMIT 1',
        person,
        moment,
      ),

    /** The person's first stay after that. */
    after: (person: UserId, moment: Moment) =>
      db.first<StayRow>('SELECT * FROM stay WHERE person = ? AND n > ? ORDER BY n LIMIT 1', person, moment),

    noteGap: (why: GapRow['why'], day: number): void =>
      db.run(
        'INSERT INTO gap(day, why, times) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1',
        day,
        why,
      ),

    close({ n, link, until: before }: StayRow, until: Moment, how: HowLeft): void {
      db.run('UPDATE stay SET until = ?, how = ? WHERE n = ?', until, how, n);
      if (before === null) count(link, 0, -1);
    },

    /** For a stay whose beginning no one saw: so it belongs to no link. */
    replace({ n }: StayRow, stay: StayRow): void {
      db.run('DELETE FROM stay WHERE n = ?', n);
      add(stay);
    },
  };
}
