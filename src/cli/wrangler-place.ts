// A namespace of Workers KV as wrangler reads and writes it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../lib/result.ts';
import { readFields, readJson } from '../lib/shapes.ts';
import { type KvPlace, readKey } from './kv-place.ts';
import type { Wrangler } from './wrangler.ts';
import { wordWrangler } from './wrangler-advice.ts';

/** `where` are options of wrangler such as `--remote`. */
export function createWranglerPlace(wrangler: Wrangler, where: readonly string[]): KvPlace {
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
    async list(prefix) {
      const beginning = prefix === undefined ? [] : ['--prefix', prefix];
      const listed = await readWith(wrangler, ['kv', 'key', 'list', ...beginning, ...at]);
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

async function readWith(wrangler: Wrangler, args: readonly string[]): Promise<Result<unknown, string>> {
  const run = await wrangler.read(args);
  const value = run.exitCode === 0 ? readJson(run.output) : undefined;
  return value === undefined ? fail(wordWrangler(run)) : ok(value);
}

/** What `kv bulk get` prints of a key: `{"value": …}` where the namespace is local, the text alone where it is remote. */
const valueIn = (printed: unknown): unknown => {
  const fields = readFields(printed);
  return fields ? fields.value : printed;
};

const isTextOrGone = (pair: readonly [string, unknown]): pair is readonly [string, string | null] =>
  pair[1] === null || typeof pair[1] === 'string';

const unreadable = (command: string): string =>
  `wrangler ${command} printed something that cannot be read here: is it the wrangler of this project?`;
