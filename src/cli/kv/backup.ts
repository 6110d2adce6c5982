import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../lib/result.ts';
import { readFields, readJson, readText } from '../../lib/shapes.ts';
import { type Wrangler, wordFailedRun } from '../program/wrangler.ts';

export interface BackupDeps {
  readonly wrangler: Wrangler;
  /** Which Worker's namespace. */
  readonly wranglerArgs: readonly string[];
  readonly print: (line: string) => void;
}

/** What one bulk read takes. https://developers.cloudflare.com/kv/platform/limits/ */
const KEYS_AT_ONCE = 100;
const UNREADABLE = fail('wrangler printed something unreadable: is it the wrangler of this project?');

/** Copies a namespace into a file that was not there. On failure, a sentence, and no file. */
export async function backUp(file: string, deps: BackupDeps): Promise<Result<void, string>> {
  let isOurs = false;
  try {
    // Never a file that is there, and for the owner alone: it holds invite links that work.
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
    isOurs = true;
    const entries = await readAll(deps);
    if (!entries.ok) return entries;
    writeFileSync(file, `${JSON.stringify(entries.value, null, 1)}\n`);
    isOurs = false;
    deps.print(`✓ ${file} holds ${entries.value.length} keys, and links that work: keep it to yourself.`);
    return ok(undefined);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const isThere = error.code === 'EEXIST' ? 'it is there already, and stays as it is' : error.message;
    return fail(`${file} cannot be written: ${isThere}. Choose another name.`);
  } finally {
    if (isOurs) rmSync(file, { force: true });
  }
}

async function readAll(deps: BackupDeps): Promise<Result<readonly object[], string>> {
  const listed = await read(['kv', 'key', 'list'], deps);
  if (!listed.ok) return listed;
  const keys = Array.isArray(listed.value) ? listed.value.map(readFields) : [undefined];
  if (keys.some((key) => readText(key?.name) === undefined)) return UNREADABLE;
  // Only caches expire, and after their time wrangler would refuse to bring any of the file back.
  const lasting = keys.filter((key) => key?.expiration === undefined);
  // As `wrangler kv bulk put` takes them.
  const entries: object[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'invite-link-bot-'));
  try {
    const names = join(folder, 'names.json');
    for (let start = 0; start < lasting.length; start += KEYS_AT_ONCE) {
      const some = lasting.slice(start, start + KEYS_AT_ONCE);
      writeFileSync(names, JSON.stringify(some.map((key) => key?.name)));
      const got = await read(['kv', 'bulk', 'get', names], deps);
      if (!got.ok) return got;
      const values = readFields(got.value);
      for (const { name, metadata } of some.filter((key) => key !== undefined)) {
        const key = String(name);
        const value = values?.[key] ?? null;
        if (!values || (value !== null && typeof value !== 'string')) return UNREADABLE;
        // Without a value, it was deleted since the keys were listed.
        if (value !== null) entries.push({ key, value, ...(metadata != null && { metadata }) });
      }
      if (lasting.length > KEYS_AT_ONCE)
        deps.print(`… ${entries.length} of ${lasting.length} keys are read.`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return ok(entries);
}

async function read(
  args: readonly string[],
  { wrangler, wranglerArgs }: BackupDeps,
): Promise<Result<unknown, string>> {
  const run = await wrangler.read([...args, '--binding', 'INVITE_LINKS', '--remote', ...wranglerArgs]);
  const value = run.exitCode === 0 ? readJson(run.output) : undefined;
  return value === undefined ? fail(wordFailedRun(run)) : ok(value);
}
