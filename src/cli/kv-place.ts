// A namespace of Workers KV as a whole, at Cloudflare or on this machine.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KVNamespace } from '@cloudflare/workers-types';
import { fail, ok, type Result } from '../lib/result.ts';
import { readFields, readInteger, readText } from '../lib/shapes.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { readWith, valueIn } from './kv-snapshot.ts';
import { PROJECT } from './project.ts';
import { quietWrangler } from './quiet-wrangler.ts';
import type { Wrangler } from './wrangler.ts';
import { wordWrangler } from './wrangler-advice.ts';

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
  list(): Promise<Result<readonly KeyOfPlace[], string>>;
  /** At most 100 at a time; `null` for a key that is gone. */
  get(keys: readonly string[]): Promise<Result<ReadonlyMap<string, string | null>, string>>;
  put(entries: readonly Entry[]): Promise<Result<void, string>>;
}

const LOCAL_WRITES = 50;

/** `where` are options of wrangler such as `--remote`. */
export function createRemotePlace(wrangler: Wrangler, where: readonly string[]): KvPlace {
  const at = ['--binding', 'INVITE_LINKS', ...where];

  async function withFile<Value>(content: unknown, use: (file: string) => Promise<Value>): Promise<Value> {
    const folder = mkdtempSync(join(tmpdir(), 'invite-link-bot-'));
    try {
      const file = join(folder, 'bulk.json');
      writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
      return await use(file);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  return {
    async list() {
      const listed = await readWith(wrangler, ['kv', 'key', 'list', ...at]);
      if (!listed.ok) return listed;
      const keys = Array.isArray(listed.value) ? listed.value.map(readKey) : [undefined];
      return keys.every((key) => key !== undefined) ? ok(keys) : fail(unreadable('kv key list'));
    },
    async get(keys) {
      const got = await withFile(keys, (file) => readWith(wrangler, ['kv', 'bulk', 'get', file, ...at]));
      if (!got.ok) return got;
      const printed = readFields(got.value);
      if (!printed) return fail(unreadable('kv bulk get'));
      const values = keys.map((key) => [key, key in printed ? valueIn(printed[key]) : null] as const);
      return values.every(isTextOrGone) ? ok(new Map(values)) : fail(unreadable('kv bulk get'));
    },
    put: (entries) =>
      withFile(entries, async (file) => {
        const run = await wrangler.read(['kv', 'bulk', 'put', file, ...at]);
        return run.exitCode === 0 ? ok(undefined) : fail(wordWrangler(run));
      }),
  };
}

const isTextOrGone = (pair: readonly [string, unknown]): pair is readonly [string, string | null] =>
  pair[1] === null || typeof pair[1] === 'string';

const unreadable = (command: string): string =>
  `wrangler ${command} printed something that cannot be read here: is it the wrangler of this project?`;

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
  async list() {
    const keys: KeyOfPlace[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<KVNamespace['list']>> = await namespace.list({ cursor });
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
    for (let start = 0; start < entries.length; start += LOCAL_WRITES) {
      const some = entries.slice(start, start + LOCAL_WRITES);
      await Promise.all(some.map(({ key, value, ...options }) => namespace.put(key, value, options)));
    }
    return ok(undefined);
  },
});

function readKey(value: unknown): KeyOfPlace | undefined {
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
