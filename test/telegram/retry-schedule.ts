const FIRST_PAUSE_MS = 2000;
const LONGEST_DOUBLED_MS = 32_000;
const LONG_PAUSE_MS = 60_000;
const MAX_RETRY_AFTER_SECONDS = 3600;

/**
 * How long Telegram waits after so many failures: not at all, then 2 s doubled up to 32 s, then one to two minutes.
 * A `Retry-After` of the webhook takes precedence, up to an hour.
 */
export function officialDelayMs(failures: number, retryAfterSeconds?: number): number {
  if (retryAfterSeconds !== undefined) return Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS) * 1000;
  if (failures <= 1) return 0;
  const doubled = FIRST_PAUSE_MS * 2 ** (failures - 2);
  return doubled <= LONGEST_DOUBLED_MS ? doubled : LONG_PAUSE_MS * (1 + Math.random());
}
