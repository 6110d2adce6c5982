// The namespace of Workers KV that wrangler keeps on this machine.

import { join } from 'node:path';
import type { KVNamespace } from '@cloudflare/workers-types';
import { ok } from '../lib/result.ts';
import { type KeyOfPlace, type KvPlace, readKey } from './kv-place.ts';
import { PROJECT } from './project.ts';
import { quietWrangler } from './quiet-wrangler.ts';

const WRITES_AT_ONCE = 50;

/**
 * Lends the namespace that wrangler keeps in `folder`. Not through `wrangler kv key list --local`, which shows the first
 * 1,000 keys and does not say so.
 */
export async function withLocalPlace<Value>(
  folder: string,
  env: string | undefined,
  use: (place: KvPlace) => Promise<Value>,
): Promise<Value> {
  quietWrangler();
  const { getPlatformProxy } = await import('wrangler');
  const proxy = await getPlatformProxy<{ readonly INVITE_LINKS: KVNamespace }>({
    configPath: join(PROJECT, 'wrangler.toml'),
    persist: { path: join(folder, 'v3') },
    ...(env !== undefined && { environment: env }),
  });
  try {
    return await use(createLocalPlace(proxy.env.INVITE_LINKS));
  } finally {
    await proxy.dispose();
  }
}

const createLocalPlace = (namespace: KVNamespace): KvPlace => ({
  async list(prefix) {
    const keys: KeyOfPlace[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<KVNamespace['list']>> = await namespace.list({
        prefix: prefix ?? null,
        cursor,
      });
      keys.push(...page.keys.map(readKey).filter((key) => key !== undefined));
      cursor = page.list_complete ? null : page.cursor;
    } while (cursor !== null);
    return ok(keys);
  },
  async get(keys) {
    return ok(await namespace.get([...keys]));
  },
  async put(entries) {
    // Some at a time: one by one they take long, and all at once are more than a busy machine takes.
    for (let start = 0; start < entries.length; start += WRITES_AT_ONCE) {
      const some = entries.slice(start, start + WRITES_AT_ONCE);
      await Promise.all(some.map(({ key, value, ...options }) => namespace.put(key, value, options)));
    }
    return ok(undefined);
  },
});
