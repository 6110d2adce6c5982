// Reads when a link expires. What `+3d` counts from is known only where the link is: see choose-settings.ts.

import { parseDuration } from '../lib/durations.ts';
import { endOfDay, unixTimeOf, wallTimeText } from '../lib/time-zones.ts';
import type { Seconds, UnixSeconds } from '../lib/units.ts';
import { EXPIRY_MAX } from './link-settings.ts';

/** An expiry as it was typed. */
export type Expiry =
  | { readonly kind: 'never' }
  /** `date` is there where a date was typed: it has a meaning only together with the time zone. */
  | { readonly kind: 'at'; readonly at: UnixSeconds; readonly date?: string }
  /** So much later than it would be. */
  | { readonly kind: 'later'; readonly by: Seconds };

/** A time that cannot be used, or that can be read in several ways. */
export type ExpiryTrouble =
  | { readonly kind: 'over' | 'too_late' | 'no_such_time' }
  | { readonly kind: 'unclear'; readonly choices: readonly string[] };

interface Now {
  readonly now: UnixSeconds;
  readonly timeZone: string;
}

/**
 * Reads `2d`, `2 days`, `+3d`, `tomorrow`, `2030-12-31`, `31.12.2030`, each date also with a time of day; without one it
 * lasts until that day is over. `text` is in small letters. `undefined` for what does not look like a time.
 */
export function readExpiry(text: string, context: Now): Expiry | ExpiryTrouble | undefined {
  const isLater = text.startsWith('+');
  const { seconds, isRough } = parseDuration(isLater ? text.slice(1) : text) ?? {};
  if (seconds === 0) return { kind: 'over' };
  if (seconds !== undefined && isRough) return unclear([wholeUnits(seconds)], context);
  if (seconds !== undefined && isLater) return { kind: 'later', by: seconds };
  if (seconds !== undefined) return within({ at: context.now + seconds }, context);

  const { day, clock } = splitClock(text);
  const dates = datesMeant(day, context);
  const [date, ...others] = dates.written;
  if (date === undefined) return undefined;
  const written = dates.written.map((one) => one + (clock === undefined ? '' : `T${clock}`));
  if (others.length > 0 || !dates.isClear) return unclear(written, context);
  const at = momentOf(date, clock, context.timeZone);
  return at === undefined ? { kind: 'no_such_time' } : within({ at, date: written[0] ?? date }, context);
}

function within(typed: { at: UnixSeconds; date?: string }, { now }: Now): Expiry | ExpiryTrouble {
  if (typed.at <= now) return { kind: 'over' };
  return typed.at > EXPIRY_MAX ? { kind: 'too_late' } : { kind: 'at', ...typed };
}

/** Only what can be used is proposed. */
function unclear(choices: readonly string[], context: Now): ExpiryTrouble {
  const usable = choices.filter((choice) => readExpiry(choice.toLowerCase(), context)?.kind === 'at');
  return usable.length > 0 ? { kind: 'unclear', choices: usable } : { kind: 'no_such_time' };
}

const wholeUnits = (seconds: Seconds): string =>
  seconds >= 86_400 ? `${Math.floor(seconds / 86_400)}d` : `${Math.max(1, Math.floor(seconds / 60))}m`;

/** `2030-12-31t18:00` and `2030-12-31 18:00` have a time of day. */
function splitClock(text: string): { readonly day: string; readonly clock?: string } {
  const end = Math.max(text.lastIndexOf('t'), text.lastIndexOf(' '));
  const parts = text.slice(end + 1).split(':');
  const [hour = '', minute = ''] = parts;
  const isClock = end > 0 && parts.length === 2 && isNumber(hour, 1, 2) && isNumber(minute, 2, 2);
  return isClock ? { day: text.slice(0, end), clock: `${hour.padStart(2, '0')}:${minute}` } : { day: text };
}

/** The dates that a text can mean, as `2030-12-31`, and whether it is written so that it means one everywhere. */
function datesMeant(
  text: string,
  { now, timeZone }: Now,
): { readonly written: readonly string[]; readonly isClear: boolean } {
  if (text === 'today' || text === 'tomorrow') {
    const today = Date.parse(wallTimeText(now, timeZone).slice(0, 10));
    const day = new Date(today + (text === 'today' ? 0 : 86_400_000));
    return { written: [day.toISOString().slice(0, 10)], isClear: true };
  }
  const sign = ['-', '.', '/'].find((one) => text.split(one).length === 3) ?? ' ';
  const [first = '', second = '', third = ''] = text.split(sign);
  const write = (year: string, month: string, day: string): string =>
    `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isNumber(second, 1, 2)) return { written: [], isClear: true };
  if (isNumber(first, 4, 4) && isNumber(third, 1, 2))
    return { written: [write(first, second, third)], isClear: sign === '-' };
  if (!isNumber(first, 1, 2) || !(isNumber(third, 4, 4) || isNumber(third, 2, 2)))
    return { written: [], isClear: true };
  const [dayFirst, monthFirst] = [write(third, second, first), write(third, first, second)];
  if (sign === '.' && third.length === 4) return { written: [dayFirst], isClear: true };
  return { written: dayFirst === monthFirst ? [dayFirst] : [dayFirst, monthFirst], isClear: false };
}

function momentOf(date: string, clock: string | undefined, timeZone: string): UnixSeconds | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  if (clock === undefined) return endOfDay({ year, month, day }, timeZone);
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return unixTimeOf({ year, month, day, hour, minute }, timeZone);
}

/** Whether a text is a number of so many digits. */
function isNumber(text: string, least: number, most: number): boolean {
  if (text.length < least || text.length > most) return false;
  return [...text].every((character) => character >= '0' && character <= '9');
}
