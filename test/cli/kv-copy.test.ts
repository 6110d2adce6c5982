import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyKv } from '../../src/cli/copy-kv.ts';
import { backUp, restore } from '../../src/cli/kv-copy.ts';
import type { Entry, KvPlace } from '../../src/cli/kv-place.ts';
import { withLocalPlace } from '../../src/cli/local-place.ts';
import type { Wrangler, WranglerRun } from '../../src/cli/wrangler.ts';
import { createWranglerPlace } from '../../src/cli/wrangler-place.ts';
import { fail, ok } from '../../src/lib/result.ts';

const TIMEOUT_MS = 120_000;
const NOW = Math.floor(Date.now() / 1000);
const folder = mkdtempSync(join(tmpdir(), 'kv-copy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ENTRIES: readonly Entry[] = [
  { key: 'bot', value: '{"id":1}', expiration: NOW + 86_400 },
  ...Array.from({ length: 1_003 }, (_, n) => ({
    key: `link:-1:${String(n).padStart(4, '0')}`,
    value: JSON.stringify({ name: `“${n}” 🔗` }),
    metadata: { n: `${n}`, m: n },
  })),
  { key: 'moved:-1', value: '-2' },
];

/** A namespace in memory, which refuses the given number of the write. */
function memory(entries: readonly Entry[] = [], failsAt = Number.POSITIVE_INFINITY) {
  const kept = new Map(entries.map((entry) => [entry.key, entry]));
  let writes = 0;
  const place: KvPlace = {
    list: async () => ok([...kept.values()].map(({ value: _, ...key }) => key)),
    get: async (keys) => ok(new Map(keys.flatMap((key) => [[key, kept.get(key)?.value ?? ''] as const]))),
    async put(written) {
      if (++writes === failsAt) return fail('Too many writes today.');
      for (const entry of written) kept.set(entry.key, entry);
      return ok(undefined);
    },
  };
  return { place, all: () => [...kept.values()] };
}

const refusing: Wrangler = {
  show: () => Promise.reject(new Error('not asked')),
  read: () => Promise.reject(new Error('not asked')),
};

async function kv(what: 'backup' | 'restore', ...args: string[]) {
  const printed: string[] = [];
  const deps = { wrangler: refusing, now: NOW, print: (line: string) => printed.push(line) };
  const done = await copyKv(what, args, deps);
  return { ok: done.ok, said: [...printed, done.ok ? '' : done.failure].join('\n') };
}

describe('npm run kv -- backup and restore', { timeout: TIMEOUT_MS }, () => {
  it('bring back every key of a local namespace with its value, metadata and expiration', async () => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    const file = join(folder, 'local.json');
    await withLocalPlace(from, undefined, (place) => place.put(ENTRIES));
    expect((await kv('backup', file, '--local', '--persist-to', from)).said).toContain('holds all 1005 keys');
    const told = await kv('restore', file, '--local', '--persist-to', to);
    expect(told.said).toContain('costs 1005 writes; the free plan has 1,000 a day');
    expect(await withLocalPlace(to, undefined, (place) => place.list())).toEqual(ok([]));

    expect((await kv('restore', file, '--yes', '--local', '--persist-to', to)).ok).toBe(true);
    const again = join(folder, 'again.json');
    await kv('backup', again, '--local', '--persist-to', to);
    expect(JSON.parse(readFileSync(again, 'utf8'))).toEqual(ENTRIES);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('overwrite no file, and leave none where something fails', async () => {
    const file = join(folder, 'there.json');
    writeFileSync(file, 'precious');
    const deps = { place: memory(ENTRIES).place, now: NOW, print: () => undefined };
    expect(await backUp(file, deps)).toEqual(
      fail(`${file} is there already, and stays as it is: choose another name.`),
    );
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(await backUp(join(folder, 'no/file.json'), deps)).toEqual(
      fail(`The folder ${join(folder, 'no')} is not there.`),
    );
    const broken: KvPlace = { ...deps.place, get: async () => fail('No answer.') };
    const other = join(folder, 'other.json');
    expect(await backUp(other, { ...deps, place: broken })).toEqual(fail('No answer.'));
    expect(existsSync(other)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('tell how many keys were gone before they could be read', async () => {
    const { place } = memory(ENTRIES.slice(0, 3));
    const get = async (keys: readonly string[]) => ok(new Map(keys.map((key) => [key, null] as const)));
    const printed: string[] = [];
    const deps = { place: { ...place, get }, now: NOW, print: (line: string) => printed.push(line) };
    expect(await backUp(join(folder, 'gone.json'), deps)).toEqual(ok(undefined));
    expect(printed.join()).toMatch(/holds all 0 keys.* 3 more were gone before they could be read\.$/);
  });

  it('say how to go on after a failure, and leave out what has expired', async () => {
    const file = join(folder, 'big.json');
    writeFileSync(file, JSON.stringify([...ENTRIES, { key: 'old', value: '1', expiration: NOW + 30 }]));
    const there = memory([], 2);
    const printed: string[] = [];
    const deps = { place: there.place, now: NOW, print: (line: string) => printed.push(line) };
    const stopped = await restore(file, { isConfirmed: true, skipped: 0 }, deps);
    expect(stopped.ok ? '' : stopped.failure).toMatch(/500 of 1006 keys are written.*--skip 500$/);
    expect((await restore(file, { isConfirmed: true, skipped: 500 }, deps)).ok).toBe(true);
    expect(printed.join('\n')).toContain('1 keys have expired and are left out.');
    expect(there.all()).toEqual(ENTRIES);
  });

  it.each([
    ['restore', ['nowhere.json', '--local'], 'nowhere.json cannot be read.'],
    ['backup', [], 'Which file? One, please, as in npm run kv -- backup backup.json'],
    ['backup', ['a', '--yes'], '--yes and --skip are for restore.'],
    ['restore', ['a', '--skip', 'x'], '--skip takes a number of keys, not “x”.'],
    ['restore', ['a', '--lokal'], "Unknown option '--lokal': the options are --local"],
  ] as const)('refuse %s %j in words', async (what, args, words) => {
    expect((await kv(what, ...args)).said).toContain(words);
  });
});

describe('the namespace at Cloudflare', () => {
  const answering = (output: unknown): Wrangler => ({
    ...refusing,
    read: async () => ({ exitCode: 0, output: JSON.stringify(output), complaints: '' }),
  });

  it.each([
    ['a list', []],
    ['a number', { a: 7 }],
    ['no value', { a: {} }],
    ['a value of another shape', { a: { value: { link: 'x' } } }],
  ])('is not taken for empty where wrangler prints %s', async (_, output) => {
    const got = await createWranglerPlace(answering(output), ['--remote']).get(['a']);
    expect(got.ok ? [...got.value] : got.failure).toContain('wrangler kv bulk get printed something');
  });

  it.each([[{ success: true }], [[{ name: 'a' }, { key: 'b' }]]])('is not listed from %j', async (output) => {
    const listed = await createWranglerPlace(answering(output), ['--remote']).list();
    expect(listed.ok ? listed.value : listed.failure).toContain('wrangler kv key list printed something');
  });

  it('is read, too, as wrangler prints a local one', async () => {
    const place = createWranglerPlace(answering({ a: { value: 'one' }, b: { value: null } }), ['--local']);
    const values = new Map([
      ['a', 'one'],
      ['b', null],
    ]);
    expect(await place.get(['a', 'b'])).toEqual(ok(values));
  });

  it('is read and written by wrangler, in its own format', async () => {
    const asked: unknown[] = [];
    const answers: Readonly<Record<string, unknown>> = {
      'kv key list': [{ name: 'a', metadata: { n: '1' }, expiration: 7 }, { name: 'b' }],
      'kv bulk get': { a: 'one', b: null },
      'kv bulk put': 'Success!',
    };
    const read = async (args: readonly string[]): Promise<WranglerRun> => {
      const file = args[3]?.endsWith('.json') ? JSON.parse(readFileSync(args[3], 'utf8')) : undefined;
      asked.push([args.slice(0, 3).join(' '), file]);
      const output = JSON.stringify(answers[args.slice(0, 3).join(' ')]);
      return { exitCode: 0, output, complaints: '' };
    };
    const place = createWranglerPlace({ ...refusing, read }, ['--remote']);
    expect(await place.list()).toEqual(ok([{ key: 'a', metadata: { n: '1' }, expiration: 7 }, { key: 'b' }]));
    const values = new Map([
      ['a', 'one'],
      ['b', null],
      ['c', null],
    ]);
    expect(await place.get(['a', 'b', 'c'])).toEqual(ok(values));
    const entry = { key: 'a', value: 'one', metadata: { n: '1' } };
    expect(await place.put([entry])).toEqual(ok(undefined));
    expect(asked).toEqual([
      ['kv key list', undefined],
      ['kv bulk get', ['a', 'b', 'c']],
      ['kv bulk put', [entry]],
    ]);
  });
});
