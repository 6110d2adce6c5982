import { fail, ok, type Result } from '../lib/result.ts';

/**
 * Reads the address that an operator typed as `https://host`, without a path. Another scheme than https is taken for this
 * machine only, since secrets are sent there. On failure, a sentence.
 */
export function parseOrigin(typed: string): Result<string, string> {
  const url = URL.parse(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);
  const isHere = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)
    ? ok(url.origin)
    : fail(`--url is the Worker’s https address, such as https://bot.example.com, not “${typed}”.`);
}
