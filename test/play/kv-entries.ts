import type { RunningWorker } from '../support/worker.ts';

type Kv = RunningWorker['kv'];

export interface KvEntry {
  readonly key: string;
  readonly value: string;
  readonly metadata?: unknown;
  /** In Unix time; absent: it stays. */
  readonly expiration?: number;
}

/** A get takes so many keys at once. https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
const KEYS_AT_ONCE = 100;

/** Everything in Workers KV, in the order of the keys. */
export async function listKv(kv: Kv): Promise<KvEntry[]> {
  const entries: KvEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await kv.list({ limit: KEYS_AT_ONCE, ...(cursor !== undefined && { cursor }) });
    const values = page.keys.length === 0 ? new Map() : await kv.get(page.keys.map(({ name }) => name));
    for (const { name: key, metadata, expiration } of page.keys) {
      const more = { ...(metadata != null && { metadata }), ...(expiration !== undefined && { expiration }) };
      entries.push({ key, value: values.get(key) ?? '', ...more });
    }
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor !== undefined);
  return entries;
}

export async function clearKv(kv: Kv): Promise<void> {
  for (const { key } of await listKv(kv)) await kv.delete(key);
}
