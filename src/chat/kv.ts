// Workers KV with an end to waiting: an operation that takes too long is given up, though it may still come through later.

import type { KVNamespace } from '@cloudflare/workers-types';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Milliseconds } from '../lib/units.ts';
import { within } from '../lib/within.ts';

/** KV refused with an error, or did not answer in time. The error's words are for the log. */
export type KvTrouble = { readonly kind: 'refused'; readonly error: string } | { readonly kind: 'no_answer' };

const TIMEOUT_MS: Milliseconds = 10_000;
/** The platform's words, such as "KV PUT failed: 429 Too Many Requests"; keys hold links, so nothing after these is kept. */
const ERROR = /^KV \w+ failed: \d{3}[\w ]*/;

/** Waits for an operation of `kv`, at most ten seconds. */
export async function askKv<Value>(
  kv: KVNamespace,
  operation: (kv: KVNamespace) => Promise<Value>,
): Promise<Result<Value, KvTrouble>> {
  const answer = operation(kv).then(
    (value) => ok(value),
    (error: unknown) => fail({ kind: 'refused', error: describeError(error) } as const),
  );
  return (await within(TIMEOUT_MS, answer)) ?? fail({ kind: 'no_answer' });
}

/** What the log says of it. */
export const eventOf = (trouble: KvTrouble) => ({
  outcome: 'failed',
  cause: trouble.kind === 'refused' ? trouble.error : trouble.kind,
});

/** Its name, or the platform's words. */
export const describeError = (error: unknown): string =>
  error instanceof Error ? (ERROR.exec(error.message)?.[0] ?? error.name) : typeof error;
