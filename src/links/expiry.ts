// Reads `expires=…`. What `+3d` counts from is known only where the link is: see choose-settings.ts.

import type { OptionFailure } from '../failures.ts';
import { parseDuration } from '../lib/durations.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { unixTimeOf } from '../lib/time-zones.ts';
import type { Seconds, UnixSeconds } from '../lib/units.ts';
import { EXPIRY_MAX } from './link-settings.ts';

/** An expiry as it was typed. */
export type Expiry =
  | { readonly kind: 'never' }
  /** `date` is there where a date was typed: it has a meaning only together with the time zone. */
  | { readonly kind: 'at'; readonly at: UnixSeconds; readonly date?: string }
  /** So much later than it would be. */
  | { readonly kind: 'later'; readonly by: Seconds };

const EXPECTS = 'a time such as 30m, 1h30m, 2d or 1w, a date such as 2030-12-31 or 2030-12-31T18:00, or none';
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?$/i;

/**
 * Reads the value of `expires=`; `raw` is the whole word, for quoting it back. A date without a time of day lasts until
 * that day is over in `timeZone`.
 */
export function parseExpiry(
  value: string,
  raw: string,
  now: UnixSeconds,
  timeZone: string,
): Result<Expiry, OptionFailure> {
  const bad = (expects: string) => fail({ kind: 'bad_option', got: raw, expects } as const);
  if (/^none$/i.test(value)) return ok({ kind: 'never' });

  const later = value.startsWith('+');
  const duration = parseDuration(later ? value.slice(1) : value);
  if (duration === 0) return bad('expires needs a time that is longer than nothing, such as 30m or 2d');
  if (duration !== undefined && later) return ok({ kind: 'later', by: duration });

  const date = duration === undefined ? parseDate(value, timeZone) : undefined;
  const at = duration === undefined ? date : now + duration;
  if (at === undefined) return bad(`expires is ${EXPECTS}`);
  if (at <= now) return bad(`that moment is over; expires is ${EXPECTS}`);
  if (at > EXPIRY_MAX)
    return bad('Telegram knows no expiry after 2038-01-19; for a link without one, type expires=none');
  return ok({ kind: 'at', at, ...(date !== undefined && { date: value.toUpperCase() }) });
}

function parseDate(text: string, timeZone: string): UnixSeconds | undefined {
  const parts = DATE.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute] = parts;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (hour !== undefined)
    return unixTimeOf({ ...date, hour: Number(hour), minute: Number(minute) }, timeZone);
  const lastMinute = unixTimeOf({ ...date, hour: 23, minute: 59 }, timeZone);
  return lastMinute === undefined ? undefined : lastMinute + 59;
}
