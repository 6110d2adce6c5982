// The contestants, how they are built and how they are started.

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { unstable_readConfig } from 'wrangler';
import { BUNDLE, PROJECT } from '../support/bundle.ts';
import { SECRET, TOKEN } from './updates.ts';
import { NOWHERE, type Process, type Service, startProcess } from './workerd.ts';
import type { WorldOrder, WorldReport } from './workers/world.ts';

export type ContestantName = 'bot' | 'grammY' | 'empty';

export interface Contestant {
  readonly name: ContestantName;
  /** The module as it would be uploaded, minified. */
  readonly source: string;
  /** Whether the module also hosts the chats' objects. */
  readonly hasObjects: boolean;
  readonly gzippedBytes: number;
}

export interface LineUp {
  readonly contestants: readonly Contestant[];
  /** The source of what they all talk to. */
  readonly world: string;
  /** The bot, with a way to fill a chat's ledger. */
  readonly botWithStays: Contestant;
}

/** A contestant in a process of its own, beside a world in another. */
export interface Running {
  readonly name: ContestantName;
  readonly pid: number;
  readonly address: string;
  /** Gives the world an order, and reads what it has seen since the last one. */
  world(order: WorldOrder): Promise<WorldReport>;
  close(): Promise<void>;
}

const EMPTY = 'export default{fetch:()=>new Response(null)};';

const config = unstable_readConfig({ config: `${PROJECT}wrangler.toml` });

const BOT_INFO = { id: 7_000_000_001, is_bot: true, first_name: 'Bench', username: 'bench_bot' };
const TEXTS = {
  ...Object.fromEntries(Object.entries(config.vars).map(([name, value]) => [name, String(value)])),
  TELEGRAM_BOT_TOKEN: TOKEN,
  WEBHOOK_SECRET: SECRET,
  BOT_INFO: JSON.stringify(BOT_INFO),
};

/** Builds all but the bot, which is taken as `buildBundle` has left it. */
export async function buildLineUp(): Promise<LineUp> {
  const [bot, grammY, world, withStays] = await Promise.all([
    readFile(BUNDLE, 'utf8'),
    ...['with-grammy', 'world', 'with-stays'].map(bundle),
  ]);
  const contestant = (name: ContestantName, source = ''): Contestant => ({
    name,
    source,
    hasObjects: name === 'bot',
    gzippedBytes: gzipSync(source).byteLength,
  });
  const contestants = [contestant('bot', bot), contestant('grammY', grammY), contestant('empty', EMPTY)];
  return { contestants, world: world ?? '', botWithStays: contestant('bot', withStays) };
}

/** Builds a Worker as wrangler does, which itself would ask for the bot's objects in every Worker. */
async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${PROJECT}test/bench/workers/${name}.ts`],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    external: ['cloudflare:*'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** workerd's console costs 1.3 ms at its first line, which is no part of what runs on Cloudflare. */
const silent = (source: string): string => `console.log=()=>{};${source}`;

/**
 * The Worker, and its objects in a service of their own: another isolate, as on Cloudflare, where an object often lives on
 * another machine than the Worker that calls it. workerd binds objects of its own process only, so a process is counted with
 * both.
 */
function servicesOf({ name, source, hasObjects }: Contestant, texts: Service['texts']): Service[] {
  const shared = {
    source,
    texts: { ...TEXTS, ...texts },
    ...(hasObjects && { objectsIn: 'objects' }),
    hasSocket: true,
  };
  return (hasObjects ? [name, 'objects'] : [name]).map((service) => ({ ...shared, name: service }));
}

const start = (services: readonly Service[], world: string): Promise<Process> =>
  startProcess(services, world, config.compatibility_date ?? '');

async function startWorld(source: string): Promise<Process> {
  return start([{ name: 'answers', source, hasSocket: true }], NOWHERE);
}

export async function run(
  contestant: Contestant,
  worldSource: string,
  { isSilent = false, texts = {} }: { isSilent?: boolean; texts?: Service['texts'] } = {},
): Promise<Running> {
  const world = await startWorld(worldSource);
  const worldAddress = world.addresses.answers ?? '';
  const services = servicesOf(contestant, texts);
  const voiced = isSilent
    ? services.map((service) => ({ ...service, source: silent(service.source) }))
    : services;
  const process = await start(voiced, worldAddress);
  return {
    name: contestant.name,
    pid: process.pid,
    address: process.addresses[contestant.name] ?? '',
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

/** One process with so many copies of a module, all of them started and evaluated, and with their objects if they host them. */
export const runCopies = (source: string, copies: number, hostsObjects: boolean): Promise<Process> =>
  start(
    [
      { name: 'reached', source: 'export default {};', hasSocket: true },
      ...Array.from({ length: copies }, (_, index) => {
        const name = `copy${index}`;
        const objectsIn = hostsObjects ? { objectsIn: name } : {};
        return { name, source: silent(source), texts: TEXTS, ...objectsIn, hasSocket: false };
      }),
    ],
    NOWHERE,
  );
