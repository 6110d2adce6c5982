import type { Seconds } from './units.ts';

const HOUR: Seconds = 3_600;
const DAY: Seconds = 24 * HOUR;
const WEEK: Seconds = 7 * DAY;

const UNITS: ReadonlyMap<string, Seconds> = new Map(
  Object.entries({
    m: 60,
    min: 60,
    minute: 60,
    h: HOUR,
    hr: HOUR,
    hour: HOUR,
    d: DAY,
    day: DAY,
    w: WEEK,
    wk: WEEK,
    week: WEEK,
  }),
);

/** Months and years differ in length. */
const ROUGH_UNITS: ReadonlyMap<string, Seconds> = new Map(
  Object.entries({ sec: 1, second: 1, mo: 30 * DAY, month: 30 * DAY, yr: 365 * DAY, year: 365 * DAY }),
);

/**
 * Reads a length of time such as `30m`, `1h30m`, `2 days` or `1w`, in small letters: largest unit first, each part smaller
 * than the unit before it; `m` is minutes. `isRough` is set for what is better asked about: `1.5 hours`, `1 month`,
 * `90 seconds`. (The duration packages on npm skip over what they do not understand; here a typing slip must not become
 * another length of time.)
 */
export function parseDuration(
  text: string,
): { readonly seconds: Seconds; readonly isRough: boolean } | undefined {
  const part = /(\d+)([.,]\d+)? ?([a-z]+)(?:(?: and|,) (?=\d)| ?)/y;
  let seconds: Seconds = 0;
  let unitBefore: Seconds = Number.POSITIVE_INFINITY;
  let isRough = false;
  do {
    const [, whole = '', fraction = '', name = ''] = part.exec(text) ?? [];
    // `hours` is `hour`, but `ms` is not `m`.
    const singular = name.replace(/(?<=..)s$/, '');
    const exact = UNITS.get(singular);
    const unit = exact ?? ROUGH_UNITS.get(singular) ?? 0;
    const length = Number(whole + fraction.replace(',', '.')) * unit;
    if (unit === 0 || length >= unitBefore) return undefined;
    seconds += length;
    isRough ||= exact === undefined || fraction !== '';
    unitBefore = unit;
  } while (part.lastIndex < text.length);
  return { seconds, isRough };
}
