import type { Seconds } from './units.ts';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

const UNITS: Readonly<Record<string, Seconds>> = {
  m: MINUTE_SECONDS,
  min: MINUTE_SECONDS,
  minute: MINUTE_SECONDS,
  h: HOUR_SECONDS,
  hour: HOUR_SECONDS,
  d: DAY_SECONDS,
  day: DAY_SECONDS,
  w: 7 * DAY_SECONDS,
  week: 7 * DAY_SECONDS,
};

/** Months and years differ in length. */
const ROUGH_UNITS: Readonly<Record<string, Seconds>> = {
  second: 1,
  month: 30 * DAY_SECONDS,
  year: 365 * DAY_SECONDS,
};

export interface Duration {
  readonly seconds: Seconds;
  /** Set for what is better asked about: `1.5 hours`, `1 month`, `90 seconds`. */
  readonly isRough: boolean;
}

/**
 * Reads a length of time such as `30m`, `1h30m`, `2 days` or `1w`: largest unit first, and each part smaller than the unit
 * before it; `m` is minutes. `undefined` for anything else. (The duration packages on npm skip over what they do not
 * understand; here a typing slip must not become another length of time.)
 */
export function parseDuration(text: string): Duration | undefined {
  const part = /(\d+)([.,]\d+)? ?([a-z]+) ?/iy;
  let seconds: Seconds = 0;
  let unitBefore: Seconds = Number.POSITIVE_INFINITY;
  let isRough = false;
  do {
    const [, whole = '', fraction = '', name = ''] = part.exec(text) ?? [];
    // `hours` is `hour`, but `ms` is not `m`.
    const singular = name.toLowerCase().replace(/(?<=..)s$/, '');
    const exact = Object.hasOwn(UNITS, singular) ? UNITS[singular] : undefined;
    const unit = exact ?? (Object.hasOwn(ROUGH_UNITS, singular) ? ROUGH_UNITS[singular] : undefined);
    const length = Number(whole + fraction.replace(',', '.')) * (unit ?? 0);
    if (unit === undefined || length >= unitBefore) return undefined;
    seconds += length;
    isRough ||= exact === undefined || fraction !== '';
    unitBefore = unit;
  } while (part.lastIndex < text.length);
  return { seconds, isRough };
}
