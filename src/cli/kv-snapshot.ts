// What Workers KV holds of one chat, read through wrangler, for the store that the Worker itself reads with.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../lib/result.ts';
import { readFields, readJson, readText } from '../lib/shapes.ts';
import type { ChatId } from '../lib/units.ts';
import { movedKey } from '../store/chat-store.ts';
import type { JsonStore, ListedKey } from '../store/kv.ts';
import { lastKey, linksPrefix, primaryKey } from '../store/kv-link-store.ts';
import type { Wrangler } from './wrangler.ts';
import { wordWrangler } from './wrangler-advice.ts';

/** Reads only: of the chat's links the keys alone, whose metadata holds what a list shows. */
export type KvSnapshot = Pick<JsonStore, 'read' | 'list'>;

/** `where` are options of wrangler such as `--remote`. On failure, a sentence. */
export async function takeSnapshot(
  chat: ChatId,
  where: readonly string[],
  wrangler: Wrangler,
): Promise<Result<KvSnapshot, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'invite-link-bot-'));
  try {
    const file = join(folder, 'keys.json');
    writeFileSync(file, JSON.stringify([lastKey(chat), primaryKey(chat), movedKey(chat)]));
    const at = ['--binding', 'INVITE_LINKS', ...where];
    // One after the other: two wranglers at once lock each other out of the local namespace (SQLITE_BUSY).
    const values = await readWith(wrangler, ['kv', 'bulk', 'get', file, ...at]);
    if (!values.ok) return values;
    const keys = await readWith(wrangler, ['kv', 'key', 'list', '--prefix', linksPrefix(chat), ...at]);
    if (!keys.ok) return keys;
    return ok(createSnapshot(values.value, keys.value));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function readWith(
  wrangler: Wrangler,
  args: readonly string[],
): Promise<Result<unknown, string>> {
  const run = await wrangler.read(args);
  const value = run.exitCode === 0 ? readJson(run.output) : undefined;
  return value === undefined ? fail(wordWrangler(run)) : ok(value);
}

/** What `kv bulk get` prints of a key: `{"value": …}` where the namespace is local, the text alone where it is remote. */
export const valueIn = (printed: unknown): unknown => {
  const fields = readFields(printed);
  return fields ? fields.value : printed;
};

/** Of what `kv bulk get` and `kv key list` print. */
export function createSnapshot(values: unknown, keys: unknown): KvSnapshot {
  const found = readFields(values) ?? {};
  const listed = Array.isArray(keys) ? keys.map(readListedKey).filter((key) => key !== undefined) : [];
  return {
    async read(key, as) {
      const text = readText(valueIn(found[key]));
      return ok(as(text === undefined ? undefined : readJson(text)));
    },
    list: async (prefix) => ok(listed.filter(({ name }) => name.startsWith(prefix))),
  };
}

function readListedKey(value: unknown): ListedKey | undefined {
  const fields = readFields(value);
  const name = readText(fields?.name);
  return name === undefined ? undefined : { name, metadata: fields?.metadata };
}
