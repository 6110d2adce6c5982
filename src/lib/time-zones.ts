// Converts between a local date and time and Unix time. The offsets come from the runtime's own time zone data.

import { tzOffset } from '@date-fns/tz/tzOffset';
import type { Milliseconds, UnixSeconds } from './units.ts';

/** A date and a time of day without a zone; `month` counts from 1. */
interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How far clocks in `timeZone` are ahead of UTC at a moment. For UTC the time zone data, which are slow, are not needed. */
const offsetMs = (timeZone: string, moment: Milliseconds): Milliseconds =>
  timeZone === 'UTC' ? 0 : tzOffset(timeZone, new Date(moment)) * MINUTE_MS;

/** Whether the runtime knows `timeZone`, an IANA name such as `Europe/Berlin`. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The moment at which clocks in `timeZone` show `wall`; `undefined` if the calendar has no such day or time.
 * If clocks show a time twice, the first one counts. A time that they skip is read as if they had not changed yet.
 */
export function unixTimeOf(wall: WallTime, timeZone: string): UnixSeconds | undefined {
  const { year, month, day, hour, minute } = wall;
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // Date.UTC rolls 31 February over into March.
  const exists =
    utc.getUTCMonth() === month - 1 &&
    utc.getUTCDate() === day &&
    utc.getUTCHours() === hour &&
    utc.getUTCMinutes() === minute;
  if (!exists) return undefined;

  const shown = utc.getTime();
  const before = shown - offsetMs(timeZone, shown - DAY_MS);
  const after = shown - offsetMs(timeZone, shown + DAY_MS);
  const isShown = (moment: Milliseconds): boolean => moment + offsetMs(timeZone, moment) === shown;
  return (isShown(before) || !isShown(after) ? before : after) / 1000;
}

/** The last second of a day: the one before the next midnight, since clocks may skip or repeat the hour before it. */
export function endOfDay(day: Pick<WallTime, 'year' | 'month' | 'day'>, timeZone: string) {
  const midnight = { hour: 0, minute: 0 };
  if (unixTimeOf({ ...day, ...midnight }, 'UTC') === undefined) return undefined;
  const next = new Date(Date.UTC(day.year, day.month - 1, day.day + 1));
  const date = { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
  const end = unixTimeOf({ ...date, ...midnight }, timeZone);
  return end === undefined ? undefined : end - 1;
}

/** What clocks in `timeZone` show at `moment`, as `2026-12-31 18:00`. */
export function wallTimeText(moment: UnixSeconds, timeZone: string): string {
  const shown = new Date(moment * 1000 + offsetMs(timeZone, moment * 1000));
  return shown.toISOString().slice(0, 16).replace('T', ' ');
}
