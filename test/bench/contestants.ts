// Who takes part, and how they are built and started.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { unstable_readConfig } from 'wrangler';
import { BUNDLE, PROJECT } from '../support/bundle.ts';
import { SECRET, TOKEN } from './updates.ts';
import { type Process, type Service, startProcess } from './workerd.ts';
import type { WorldOrder, WorldReport } from './world-orders.ts';

export type ContestantName = 'bot' | 'leanest' | 'grammY' | 'empty';

export interface Contestant {
  readonly name: ContestantName;
  readonly what: string;
  /** The module as it would be uploaded, minified. */
  readonly source: string;
  readonly bytes: number;
  readonly gzippedBytes: number;
}

/** A contestant in a process of its own, beside a world in another. */
export interface Running {
  readonly contestant: Contestant;
  readonly pid: number;
  readonly address: string;
  /** Tells the world what to do, and asks what it has seen since. */
  world(order: WorldOrder): Promise<WorldReport>;
  close(): Promise<void>;
}

const WORKERS = 'test/bench/workers';
const EMPTY = 'export default{fetch:()=>new Response(null)};';

const config = unstable_readConfig({ config: `${PROJECT}wrangler.toml` });

const BOT_INFO = { id: 7_000_000_001, is_bot: true, first_name: 'Bench', username: 'bench_bot' };
const TEXTS = {
  ...Object.fromEntries(Object.entries(config.vars).map(([name, value]) => [name, String(value)])),
  TELEGRAM_BOT_TOKEN: TOKEN,
  WEBHOOK_SECRET: SECRET,
  BOT_INFO: JSON.stringify(BOT_INFO),
};

/** The contestants in their order, and the world that they meet. The bot is taken as `buildBundle` has left it. */
export async function buildAll(): Promise<{
  readonly contestants: readonly Contestant[];
  readonly world: string;
}> {
  const [bot, leanest, grammY, world] = await Promise.all([
    readFile(BUNDLE, 'utf8'),
    build(`${WORKERS}/leanest.ts`),
    build(`${WORKERS}/with-grammy.ts`),
    build(`${WORKERS}/world.ts`),
  ]);
  const contestants = [
    toContestant('bot', 'this bot, as it is deployed', bot),
    toContestant('leanest', 'the leanest Worker that keeps the contract of five commands', leanest),
    toContestant('grammY', 'the five commands as grammY is taught; they do less', grammY),
    toContestant('empty', 'a Worker that does nothing', EMPTY),
  ];
  return { contestants, world };
}

const toContestant = (name: ContestantName, what: string, source: string): Contestant => ({
  name,
  what,
  source,
  bytes: Buffer.byteLength(source),
  gzippedBytes: gzipSync(source).byteLength,
});

/** Builds a Worker as `wrangler deploy` would upload it, by the same wrangler.toml as the bot. */
async function build(entry: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const wrangler = join(PROJECT, 'node_modules/wrangler/bin/wrangler.js');
  const args = [wrangler, 'deploy', entry, '--dry-run', '--outdir', folder];
  const env = { ...process.env, WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
  await promisify(execFile)(process.execPath, args, { cwd: PROJECT, env });
  const source = await readFile(join(folder, basename(entry).replace(/ts$/, 'js')), 'utf8');
  await rm(folder, { recursive: true });
  return source;
}

const start = (services: readonly Service[], flags?: readonly string[]): Promise<Process> =>
  startProcess(services, config.compatibility_date ?? '', flags);

export async function run(
  contestant: Contestant,
  worldSource: string,
  flags?: readonly string[],
): Promise<Running> {
  const world = await start([{ name: 'world', source: worldSource, hasSocket: true }]);
  const worldAddress = world.addresses.world ?? '';
  const { name, source } = contestant;
  const service = { name, source, texts: TEXTS, world: worldAddress, hasSocket: true };
  const process = await start([service], flags);
  return {
    contestant,
    pid: process.pid,
    address: process.addresses[name] ?? '',
    async world(order) {
      const answer = await fetch(`http://${worldAddress}/`, { method: 'POST', body: JSON.stringify(order) });
      return (await answer.json()) as WorldReport;
    },
    async close() {
      await process.close();
      await world.close();
    },
  };
}

/** One process with so many copies of the contestant, all of them started and evaluated, beside one that can be reached. */
export const runCopies = ({ source }: Contestant, copies: number): Promise<Process> =>
  start([
    { name: 'reached', source: 'export default {};', hasSocket: true },
    ...Array.from({ length: copies }, (_, index) => ({
      name: `copy${index}`,
      source,
      texts: TEXTS,
      world: '127.0.0.1:9',
      hasSocket: false,
    })),
  ]);
