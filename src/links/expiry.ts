// Reads when a link expires. `+3d` counts from the present expiry of the link: see choose-settings.ts.

import { parseDuration } from '../lib/durations.ts';
import { endOfDay, unixTimeOf, wallTimeText } from '../lib/time-zones.ts';
import type { Seconds, UnixSeconds } from '../lib/units.ts';
import { EXPIRY_MAX } from './link-settings.ts';

/** An expiry as it was typed. */
export type Expiry =
  | { readonly kind: 'never' }
  /** `date` is set if a date was typed: it has a meaning only together with the time zone. */
  | { readonly kind: 'at'; readonly at: UnixSeconds; readonly date?: string }
  /** So much later than it would be. */
  | { readonly kind: 'later'; readonly by: Seconds };

/** A time that cannot be used, or that can be read in several ways. */
type ExpiryTrouble =
  | { readonly kind: 'no_such_time' | 'over' | 'too_late' }
  | { readonly kind: 'unclear'; readonly choices: readonly string[] };

interface Now {
  readonly now: UnixSeconds;
  readonly timeZone: string;
}

type Reading = Expiry | ExpiryTrouble | undefined;

/**
 * Reads `2d`, `2 days`, `+3d`, `tomorrow`, `friday`, `2030-12-31`, `31.12.2030`, `24 dec`, each date also with a time of day;
 * without one it lasts until that day is over. `text` is in small letters. `undefined` for what does not look like a time.
 */
export function readExpiry(text: string, context: Now): Reading {
  // Most words end here.
  if (
    !/^(?:[+\d]|to|mid|sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/.test(
      text,
    )
  )
    return undefined;
  const isLater = text.startsWith('+');
  const duration = parseDuration(isLater ? text.slice(1) : text);
  if (!duration) return readDate(text, context);
  const { seconds, isRough } = duration;
  if (seconds === 0) return { kind: 'over' };
  if (isRough) {
    const days = Math.floor(seconds / 86_400);
    return unclear([days > 0 ? `${days}d` : `${Math.max(1, Math.floor(seconds / 60))}m`], context);
  }
  return isLater ? { kind: 'later', by: seconds } : within({ at: context.now + seconds }, context);
}

function within(typed: { at: UnixSeconds; date?: string }, { now }: Now): Reading {
  if (typed.at <= now) return { kind: 'over' };
  return typed.at > EXPIRY_MAX ? { kind: 'too_late' } : { kind: 'at', ...typed };
}

/** Only what can be used is proposed. */
function unclear(choices: readonly string[], context: Now): Reading {
  const usable = choices.filter((choice) => readExpiry(choice.toLowerCase(), context)?.kind === 'at');
  return usable.length > 0 ? { kind: 'unclear', choices: usable } : { kind: 'no_such_time' };
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** The index of a name, or of its first three letters; -1 for another word. */
const indexIn = (names: readonly string[], word: string): number =>
  names.findIndex((name) => name === word || name.slice(0, 3) === word);

const CLOCK = /(?:t|,? (?:at )?)(?:(\d\d?):(\d\d)(?: ?([ap])m)?|(\d\d?) ?([ap])m|noon)$/;

function readDate(text: string, context: Now): Reading {
  const time = readClock(text);
  const date = text.replace(CLOCK, '');
  return time === undefined
    ? { kind: 'no_such_time' }
    : (readNumbers(date, time, context) ?? readNames(date, time, context));
}

/** `T18:00`; nothing if no time is said, `undefined` if there is no such one. */
function readClock(text: string): string | undefined {
  const clock = CLOCK.exec(text);
  if (!clock) return '';
  const [, hours = clock[4] ?? '12', minutes = '00', half = clock[5]] = clock;
  if (half && (Number(hours) < 1 || Number(hours) > 12)) return undefined;
  const hour = half ? (Number(hours) % 12) + (half === 'p' ? 12 : 0) : Number(hours);
  return `T${String(hour).padStart(2, '0')}:${minutes}`;
}

function readNumbers(text: string, time: string, context: Now): Reading {
  const [, first, sign, middle = '', last = ''] = /^(\d{1,4})([-./])(\d\d?)\2(\d{1,4})$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const write = (year: string, month: string, day: string): string =>
    `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time}`;
  if (first.length === 4 && last.length <= 2) {
    const written = write(first, middle, last);
    return sign === '-' ? atDate(written, context) : unclear([written], context);
  }
  if (first.length > 2 || (last.length !== 2 && last.length !== 4)) return undefined;
  const [dayFirst, monthFirst] = [write(last, middle, first), write(last, first, middle)];
  if (sign === '.' && last.length === 4) return atDate(dayFirst, context);
  return unclear([...new Set([dayFirst, monthFirst])], context);
}

const NAMED = /^(?:(\d\d?)(?:st|nd|rd|th|\.)? )?([a-z]{3,9})\.?(?: (\d\d?)(?:st|nd|rd|th)?)?(?:,? (\d{4}))?$/;

/** `today`, `friday`, `24 dec`, `december 24th 2026`; without a year the next such day. */
function readNames(text: string, time: string, context: Now): Reading {
  const near = ['today', 'tomorrow', 'tonight', 'midnight'].indexOf(text);
  const weekday = indexIn(DAYS, text);
  const [, before, name = '', after, inYear] = NAMED.exec(text) ?? [];
  const month = indexIn(MONTHS, name);
  const day = month < 0 || (before && after) ? undefined : (before ?? after);
  if (near < 0 && weekday < 0 && day === undefined) return undefined;

  // The data of the time zone, which are slow, are needed from here on.
  const today = new Date(`${wallTimeText(context.now, context.timeZone).slice(0, 10)}T00:00Z`);
  const inDays = (days: number): string =>
    new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  if (near >= 0) return atDate(inDays(near === 1 ? 1 : 0) + time, context);
  const ahead = (weekday - today.getUTCDay() + 7) % 7;
  if (weekday >= 0 && ahead > 0) return atDate(inDays(ahead) + time, context);
  if (weekday >= 0) return unclear([inDays(0) + time, inDays(7) + time], context);
  const write = (year: number): string =>
    `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const year = Number(inYear ?? today.getUTCFullYear());
  const isPast = inYear === undefined && write(year) < inDays(0);
  return atDate(write(isPast ? year + 1 : year) + time, context);
}

/** `date` is `2030-12-31` or `2030-12-31T18:00`. */
function atDate(date: string, context: Now): Reading {
  const [year = 0, month = 0, day = 0, hour, minute = 0] = date.split(/[-T:]/).map(Number);
  const at =
    hour === undefined
      ? endOfDay({ year, month, day }, context.timeZone)
      : unixTimeOf({ year, month, day, hour, minute }, context.timeZone);
  return at === undefined ? { kind: 'no_such_time' } : within({ at, date }, context);
}
