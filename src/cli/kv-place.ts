// A namespace of Workers KV as a whole, wherever it is.

import type { Result } from '../lib/result.ts';
import { readFields, readInteger, readText } from '../lib/shapes.ts';
import type { UnixSeconds } from '../lib/units.ts';

export interface KeyOfPlace {
  readonly key: string;
  readonly expiration?: UnixSeconds;
  readonly metadata?: unknown;
}

/** As `wrangler kv bulk put` takes it. */
export interface Entry extends KeyOfPlace {
  readonly value: string;
}

/** Failures are sentences. */
export interface KvPlace {
  /** The keys that begin so; all of them without a prefix. */
  list(prefix?: string): Promise<Result<readonly KeyOfPlace[], string>>;
  /** At most 100 at a time; `null` for a key that is gone. */
  get(keys: readonly string[]): Promise<Result<ReadonlyMap<string, string | null>, string>>;
  put(entries: readonly Entry[]): Promise<Result<void, string>>;
}

/** Reads a key as Workers KV lists it; `undefined` where it is none. */
export function readKey(value: unknown): KeyOfPlace | undefined {
  const fields = readFields(value);
  const key = readText(fields?.name);
  if (key === undefined) return undefined;
  const expiration = readInteger(fields?.expiration);
  const metadata = fields?.metadata ?? undefined;
  return {
    key,
    ...(expiration !== undefined && { expiration }),
    ...(metadata !== undefined && { metadata }),
  };
}
