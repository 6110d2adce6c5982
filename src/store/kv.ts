// Workers KV as the stores need it: JSON values, failures as values, and writes that are tried again.

import type { KVNamespace, KVNamespacePutOptions } from '@cloudflare/workers-types';
import type { StoreFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readJson } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';

export interface JsonStore {
  /** The value parsed, for the caller to check; `undefined` where there is none, or no JSON. */
  read(key: string): Promise<Result<unknown, StoreFailure>>;
  write(key: string, value: unknown, options?: KVNamespacePutOptions): Promise<Result<void, StoreFailure>>;
}

const WRITE_ATTEMPTS = 3;
/**
 * KV takes one write a second for each key and refuses more with 429.
 * https://developers.cloudflare.com/kv/platform/limits/
 */
const WRITE_PAUSE_MS = 1_100;

export function createJsonStore(
  namespace: KVNamespace,
  wait: (time: Milliseconds) => Promise<void>,
): JsonStore {
  return {
    async read(key) {
      try {
        const text = await namespace.get(key);
        return ok(text === null ? undefined : readJson(text));
      } catch {
        return fail({ kind: 'store_unreadable' });
      }
    },

    async write(key, value, options) {
      for (let attempt = 1; ; attempt++) {
        try {
          await namespace.put(key, JSON.stringify(value), options);
          return ok(undefined);
        } catch {
          if (attempt === WRITE_ATTEMPTS) return fail({ kind: 'store_unwritable' });
          await wait(WRITE_PAUSE_MS);
        }
      }
    },
  };
}
