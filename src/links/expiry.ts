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
 * Reads `2d`, `2 days`, `+3d`, `tomorrow`, `2030-12-31`, `31.12.2030`, each date also with a time of day; without one it
 * lasts until that day is over. `text` is in small letters. `undefined` for what does not look like a time.
 */
export function readExpiry(text: string, context: Now): Reading {
  // Most words end here.
  if (!/^(?:[+\d]|to)/.test(text)) return undefined;
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

function readDate(text: string, context: Now): Reading {
  const date = /^(?:today|tomorrow|(\d{1,4})([-./])(\d\d?)\2(\d{1,4}))(?:[t ](\d\d?:\d\d))?$/.exec(text);
  if (!date) return undefined;
  const [, first, sign, middle = '', last = '', clock] = date;
  const time = clock === undefined ? '' : `T${clock.padStart(5, '0')}`;
  const write = (year: string, month: string, day: string): string =>
    `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time}`;

  if (first === undefined) {
    const today = Date.parse(wallTimeText(context.now, context.timeZone).slice(0, 10));
    const day = new Date(text.startsWith('today') ? today : today + 86_400_000);
    return atDate(day.toISOString().slice(0, 10) + time, context);
  }
  if (first.length === 4 && last.length <= 2) {
    const written = write(first, middle, last);
    return sign === '-' ? atDate(written, context) : unclear([written], context);
  }
  if (first.length > 2 || (last.length !== 2 && last.length !== 4)) return undefined;
  const [dayFirst, monthFirst] = [write(last, middle, first), write(last, first, middle)];
  if (sign === '.' && last.length === 4) return atDate(dayFirst, context);
  return unclear([...new Set([dayFirst, monthFirst])], context);
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
