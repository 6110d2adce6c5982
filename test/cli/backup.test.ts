import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { backUp } from '../../src/cli/kv/backup.ts';
import type { Wrangler } from '../../src/cli/program/wrangler.ts';
import { PROJECT } from '../support/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LINKS = Array.from({ length: 203 }, (_, n) => ({
  key: `link:-1:${String(n).padStart(4, '0')}`,
  value: JSON.stringify({ name: `“${n}” 🔗` }),
  metadata: { n: `${n}`, m: n },
}));
const ENTRIES = [...LINKS, { key: 'moved:-1', value: '-2' }];
const LISTED = [
  { name: 'bot', expiration: 1_700_000_000 },
  ...ENTRIES.map(({ key, ...rest }) => ({
    name: key,
    ...('metadata' in rest && { metadata: rest.metadata }),
  })),
];
const VALUES = Object.fromEntries([...ENTRIES.map(({ key, value }) => [key, value]), ['bot', '{"id":1}']]);

/** A wrangler that prints the keys, and of the values those that are asked for; `asked` is how it was run. */
function wranglerThat({
  keys = LISTED,
  values = VALUES,
}: {
  readonly keys?: unknown;
  readonly values?: unknown;
} = {}) {
  const asked: string[][] = [];
  const wrangler: Wrangler = {
    show: () => Promise.reject(new Error('not asked')),
    async read(args) {
      asked.push([...args]);
      const names: string[] = args[1] === 'bulk' ? JSON.parse(readFileSync(args[3] ?? '', 'utf8')) : [];
      expect(names.length).toBeLessThanOrEqual(100);
      const some =
        values === VALUES ? Object.fromEntries(names.map((name) => [name, VALUES[name] ?? null])) : values;
      return { exitCode: 0, output: JSON.stringify(args[1] === 'bulk' ? some : keys), complaints: '' };
    },
  };
  return { wrangler, asked };
}

async function run(file: string, wrangler = wranglerThat().wrangler): Promise<string> {
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const done = await backUp(file, { wrangler, wranglerArgs: ['--env', 'staging'], print });
  return [...printed, done.ok ? 'exit 0' : `${done.failure}\nexit 1`].join('\n');
}

describe('npm run kv -- backup', { timeout: 120_000 }, () => {
  it('copies every key with its value and metadata, but for caches, into a file for its owner only', async () => {
    const file = join(folder, 'all.json');
    const { wrangler, asked } = wranglerThat();
    expect(await run(file, wrangler)).toMatch(
      /holds 204 keys, and links that work: keep it to yourself\.\nexit 0$/,
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(ENTRIES);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const where = ['--binding', 'INVITE_LINKS', '--remote', '--env', 'staging'];
    expect(asked.map((args) => args.slice(-5))).toEqual([where, where, where, where]);
  });

  it('is brought back by wrangler kv bulk put', async () => {
    const file = join(folder, 'back.json');
    await run(file);
    const wrangler = join(PROJECT, 'node_modules/wrangler/bin/wrangler.js');
    const at = ['--binding', 'INVITE_LINKS', '--local', '--persist-to', join(folder, 'state')];
    const kv = (...args: string[]) =>
      promisify(execFile)(process.execPath, [wrangler, 'kv', ...args, ...at], {
        cwd: PROJECT,
        env: {
          ...process.env,
          WRANGLER_HIDE_BANNER: 'true',
          WRANGLER_LOG: 'log',
          CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        },
      });
    await kv('bulk', 'put', file);
    const listed = JSON.parse((await kv('key', 'list')).stdout);
    expect(listed).toEqual(LISTED.filter(({ name }) => name !== 'bot'));
    const [first] = LINKS;
    expect((await kv('key', 'get', first?.key ?? '')).stdout.trim()).toBe(first?.value);
  });

  it('touches no file that is there, not even one that looks like a part of a backup', async () => {
    const file = join(folder, 'there.json');
    for (const name of [file, `${file}.part`]) writeFileSync(name, 'precious');
    expect(await run(file)).toBe(
      `${file} cannot be written: it is there already, and stays as it is. Choose another name.\nexit 1`,
    );
    rmSync(file);
    expect(await run(file)).toMatch(/exit 0$/);
    expect(readFileSync(`${file}.part`, 'utf8')).toBe('precious');
  });

  it('leaves no file if something fails, and says what', async () => {
    const file = join(folder, 'none.json');
    // Recorded from `wrangler kv key list --remote` (4.116.0), in an account without such a Worker.
    const complaints = '✘ [ERROR] This Worker does not exist on your account. [code: 10007]\n';
    const failing: Wrangler = {
      ...wranglerThat().wrangler,
      read: async () => ({ exitCode: 1, output: '', complaints }),
    };
    expect(await run(file, failing)).toBe(
      `${complaints}\nThere is no such Worker in this account yet: run npm run deploy first.\nexit 1`,
    );
    expect(await run(join(folder, 'no/file.json'))).toMatch(/no\/file\.json cannot be written: ENOENT/);
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['keys', { success: true }],
    ['keys', [{ name: 'a' }, { key: 'b' }]],
    ['values', ['one']],
    ['values', { 'moved:-1': { link: 'x' } }],
    ['values', { 'moved:-1': 7 }],
  ])('does not take unreadable %s for an empty namespace: %j', async (what, printed) => {
    const file = join(folder, 'unreadable.json');
    const keys = what === 'keys' ? printed : [{ name: 'moved:-1' }];
    const { wrangler } = wranglerThat({ keys, ...(what === 'values' && { values: printed }) });
    expect(await run(file, wrangler)).toContain('wrangler printed something unreadable');
    expect(existsSync(file)).toBe(false);
  });

  it('leaves out what was deleted since the keys were listed', async () => {
    const { wrangler } = wranglerThat({ keys: [{ name: 'a' }, { name: 'b' }], values: { a: null, b: '1' } });
    const file = join(folder, 'deleted.json');
    expect(await run(file, wrangler)).toContain('holds 1 keys');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ key: 'b', value: '1' }]);
  });
});
