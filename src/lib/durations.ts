import type { Seconds } from './units.ts';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/**
 * Reads a length of time such as `30m`, `1h30m`, `2d` or `1w`: each unit at most once, largest first, `m` for minutes.
 * `undefined` for anything else. (The duration packages on npm skip over what they do not understand; here a typing
 * slip must not become another length of time.)
 */
export function parseDuration(text: string): Seconds | undefined {
  const parts = /^(?=.)(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/i.exec(text);
  if (!parts) return undefined;
  const [, weeks = 0, days = 0, hours = 0, minutes = 0] = parts;
  return (
    Number(weeks) * WEEK_SECONDS +
    Number(days) * DAY_SECONDS +
    Number(hours) * HOUR_SECONDS +
    Number(minutes) * MINUTE_SECONDS
  );
}
