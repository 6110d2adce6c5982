import { fail, ok, type Result } from '../lib/result.ts';
import { isSafeUrl } from '../lib/safe-url.ts';

/** Reads the address that an operator typed as `https://host`, without a path. On failure, a sentence. */
export function parseOrigin(typed: string): Result<string, string> {
  const url = URL.parse(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);
  return url !== null && isSafeUrl(url)
    ? ok(url.origin)
    : fail(`--url is the Worker’s https address, such as https://bot.example.com, not “${typed}”.`);
}
