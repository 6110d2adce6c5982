// `npm run kv -- backup <file>` and `restore <file>`: everything that the bot remembers, in the format of `wrangler kv bulk put`.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, ok, type Result } from '../lib/result.ts';
import { readFields, readInteger, readJson, readText } from '../lib/shapes.ts';
import type { UnixSeconds } from '../lib/units.ts';
import type { Entry, KvPlace } from './kv-place.ts';

export interface CopyDeps {
  readonly place: KvPlace;
  readonly now: UnixSeconds;
  readonly print: (line: string) => void;
}

/** What one bulk read takes. https://developers.cloudflare.com/kv/platform/limits/ */
const READ_PORTION = 100;
/** So many are written again where a restore is taken up after a failure. */
const WRITE_PORTION = 500;
/** Workers KV takes no expiration that is nearer. */
const NEAREST_EXPIRY_SECONDS = 60;

/** On failure, a sentence, and no file. */
export async function backUp(file: string, { place, print }: CopyDeps): Promise<Result<void, string>> {
  const exists = fail(`${file} is there already, and stays as it is: choose another name.`);
  if (existsSync(file)) return exists;
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) return fail(`The folder ${folder} is not there.`);
  const keys = await place.list();
  if (!keys.ok) return keys;
  const entries: Entry[] = [];
  for (const portion of portionsOf(keys.value, READ_PORTION)) {
    const values = await place.get(portion.map(({ key }) => key));
    if (!values.ok) return values;
    for (const { key, ...rest } of portion) {
      const value = values.value.get(key);
      // It expired, or was deleted, since the keys were listed.
      if (typeof value === 'string') entries.push({ key, value, ...rest });
    }
    if (keys.value.length > READ_PORTION) print(`… ${entries.length} of ${keys.value.length} keys are read.`);
  }
  // Under another name until it is whole. It holds invite links that work, so nobody else may read it.
  const part = `${file}.part`;
  try {
    writeFileSync(part, `${JSON.stringify(entries, null, 1)}\n`, { mode: 0o600, flag: 'wx' });
    if (existsSync(file)) return exists;
    renameSync(part, file);
  } catch (error) {
    return fail(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
  } finally {
    rmSync(part, { force: true });
  }
  const gone = keys.value.length - entries.length;
  print(
    `✓ ${file} holds all ${entries.length} keys, with the links themselves: keep it to yourself.` +
      (gone === 0 ? '' : ` ${gone} more were gone before they could be read.`),
  );
  return ok(undefined);
}

export interface RestoreOptions {
  /** Without, it is only told what would be done. */
  readonly isConfirmed: boolean;
  /** So many keys are left out at the beginning, since an earlier run wrote them. */
  readonly skipped: number;
}

/** On failure, a sentence: what is written by then, and how to go on. */
export async function restore(
  file: string,
  { isConfirmed, skipped }: RestoreOptions,
  { place, now, print }: CopyDeps,
): Promise<Result<void, string>> {
  const read = readBackup(file);
  if (!read.ok) return read;
  const left = read.value.slice(skipped);
  const alive = ({ expiration }: Entry): boolean =>
    expiration === undefined || expiration > now + NEAREST_EXPIRY_SECONDS;
  const writes = left.filter(alive).length;
  const expired = left.length - writes;
  print(
    `${file} holds ${read.value.length} keys. Restoring them costs ${writes} writes; the free plan has 1,000 a day. ` +
      'What stands under the same keys is overwritten, other keys stay: a link that was closed since the copy was made is ' +
      'listed as open again, though Telegram has closed it, and the last link of a chat may be an older one.' +
      (expired === 0 ? '' : ` ${expired} keys have expired and are left out.`),
  );
  if (!isConfirmed) {
    print(`Nothing is written yet. To do it: the same once more with --yes`);
    return ok(undefined);
  }
  let done = skipped;
  for (const portion of portionsOf(left, WRITE_PORTION)) {
    const put = await place.put(portion.filter(alive));
    if (!put.ok) {
      return fail(
        `${put.failure}\n${done} of ${read.value.length} keys are written. To go on, today or, where the writes of the day are spent, tomorrow: the same once more with --skip ${done}`,
      );
    }
    done += portion.length;
    print(`✓ ${done} of ${read.value.length} keys are written.`);
  }
  return ok(undefined);
}

function readBackup(file: string): Result<readonly Entry[], string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return fail(`${file} cannot be read.`);
  }
  const list = readJson(text);
  const entries = Array.isArray(list) ? list.map(readEntry) : [undefined];
  return entries.every((entry) => entry !== undefined)
    ? ok(entries)
    : fail(`${file} is no backup: that is a list of keys and values, as npm run kv -- backup writes it.`);
}

function readEntry(value: unknown): Entry | undefined {
  const fields = readFields(value);
  const key = readText(fields?.key);
  const text = readText(fields?.value);
  const expiration = readInteger(fields?.expiration);
  const metadata = readFields(fields?.metadata);
  return key === undefined || text === undefined
    ? undefined
    : { key, value: text, ...(expiration !== undefined && { expiration }), ...(metadata && { metadata }) };
}

function* portionsOf<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
