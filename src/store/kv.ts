// Workers KV as the stores need it: JSON values, failures as values, and writes that are tried again.

import type { KVNamespace, KVNamespacePutOptions } from '@cloudflare/workers-types';
import type { UnreadableStore, UnwritableStore } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readJson } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';

export interface ListedKey {
  readonly name: string;
  readonly metadata?: unknown;
}

type Read<Value> = Promise<Result<Value, UnreadableStore>>;

export interface JsonStore {
  /** What `as` makes of the value; it gets `undefined` where there is none, or no JSON. */
  read<Value>(key: string, as: (value: unknown) => Value): Read<Value>;
  /** Up to 100 values by one operation. */
  readAll<Value>(keys: readonly string[], as: (value: unknown) => Value): Read<readonly Value[]>;
  /** All keys that begin so, in their order; one operation for every 1,000. */
  list(prefix: string): Read<readonly ListedKey[]>;
  write(key: string, value: unknown, options?: KVNamespacePutOptions): Promise<Result<void, UnwritableStore>>;
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
  const parsed = (text: string | null | undefined): unknown => (text ? readJson(text) : undefined);

  return {
    read: (key, as) => reading(async () => as(parsed(await namespace.get(key)))),

    readAll: (keys, as) =>
      reading(async () => {
        const values = keys.length === 0 ? undefined : await namespace.get([...keys]);
        return keys.map((key) => as(parsed(values?.get(key))));
      }),

    list: (prefix) =>
      reading(async () => {
        const keys: ListedKey[] = [];
        let cursor: string | undefined;
        do {
          const page = await namespace.list({ prefix, cursor: cursor ?? null });
          keys.push(...page.keys);
          cursor = page.list_complete ? undefined : page.cursor;
        } while (cursor !== undefined);
        return keys;
      }),

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

async function reading<Value>(read: () => Promise<Value>): Read<Value> {
  try {
    return ok(await read());
  } catch {
    return fail({ kind: 'store_unreadable' });
  }
}
