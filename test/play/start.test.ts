import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../support/bundle.ts';
import { launch, type Program } from '../support/program.ts';
import { linkIn } from '../support/story.ts';
import type { LinkAtTelegram, Outcome } from '../telegram/local-telegram.ts';
import type { State } from '../telegram/state.ts';

const READY = /Ctrl-C ends it/;
const HOUR_SECONDS = 3600;
/** Building the Worker takes its time on a busy machine. */
const TIMEOUT_MS = 120_000;

// Tokyo has no summer time: its clocks are always nine hours ahead.
const PATH = `${join(PROJECT, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
const env = { PATH, TZ: 'Asia/Tokyo', WRANGLER_HIDE_BANNER: 'true' };

const folder = mkdtempSync(join(tmpdir(), 'npm-start-'));
const ARGS = ['--port', '0', '--telegram-port', '0', '--state', folder];

const launched: Program[] = [];
const start = (args: readonly string[], asByNpm = false): Program => {
  const one = launch('test/play/start.ts', args, { env, asByNpm });
  launched.push(one);
  return one;
};

let started: Program;
beforeAll(async () => {
  started = start(ARGS);
  await started.printed(READY);
}, TIMEOUT_MS);
afterAll(async () => {
  for (const one of launched) one.end('SIGTERM');
  await Promise.all(launched.map(({ ended }) => ended));
  rmSync(folder, { recursive: true });
}, TIMEOUT_MS);

const run = promisify(execFile);
const address = (): string => /^Open (http:\S+) in a browser/m.exec(started.output())?.[1] ?? '';
/** The suggested command in which this stands. */
const hint = (part: string): string =>
  started
    .output()
    .split('\n')
    .find((line) => line.startsWith('  ') && line.includes(part)) ?? '';
const pasted = async (command: string): Promise<string> =>
  // What npx would run, without the half second that it takes to find it.
  (
    await run('sh', ['-c', command.replace('npx ', '')], {
      cwd: PROJECT,
      env: { ...process.env, ...env, WRANGLER_LOG: 'log' },
    })
  ).stdout;

async function local<Answer>(path: string, fields?: Record<string, string>): Promise<Answer> {
  const body = fields && new URLSearchParams(fields);
  const answer = await fetch(`${address()}/local/${path}`, body ? { method: 'POST', body } : {});
  return (await answer.json()) as Answer;
}
const linksOfTeaRoom = () => local<LinkAtTelegram[]>('links?chat=Tea+Room');

describe('npm start', { timeout: TIMEOUT_MS }, () => {
  it('plays the life of a link: who says what, what the bot answers, and what it remembers', async () => {
    const story = started.output();
    expect(story).toContain(
      'Olivia (owner) in Tea Room: /create VIP guests expires=2d limit=5\n  Bot: Created ',
    );
    expect(story).toMatch(/\+ last:-\d+ {2}\{"link":"https:\/\/t\.me\/\+[\w-]{16}"/);
    expect(story).toMatch(/~ link:-\d+:[\w-]{16} {2}.*member_limit: 5 → 50/);
    expect(story).toContain('Bot: New primary link: https://t.me/+');
    expect(story).toMatch(
      /Bot: https:\/\/t\.me\/\+[\w-]{16} link revoked\n {7}Name: VIP guests\n {7}Made by Olivia, .*\n(?: {7}.*\n)* {7}\[« Links\] \[Make again\]\n {2}KV: ~ .*is_revoked: false → true/,
    );

    expect(story).toMatch(/\/link\n {2}Bot: .*\n {7}Name: Garden party\n(?: {7}.*\n)* {7}.*1 of 20/);

    const [vip] = (await linksOfTeaRoom()).filter((link) => link.name === 'VIP guests');
    expect(vip).toMatchObject({ member_limit: 50, is_revoked: true, expire_date: expect.any(Number) });
  });

  it('shows a refusal as seen by the refused one only, and that nothing was remembered', () => {
    expect(started.output()).toMatch(
      /Max \(member\) in Tea Room: \/create\n {2}Bot, to Max only: .+\n {2}KV: no change\n/,
    );
  });

  it('shows moments in the time zone of the reader, before and after the edit the same', async () => {
    const [vip] = (await linksOfTeaRoom()).filter((link) => link.name === 'VIP guests');
    const inTokyo = new Date(((vip?.expire_date ?? 0) + 9 * HOUR_SECONDS) * 1000).toISOString();
    const shown = [...started.output().matchAll(/Expires .* at (\d\d:\d\d)$/gm)].map(([, time]) => time);
    expect(shown.slice(0, 2)).toEqual([inTokyo.slice(11, 16), inTokyo.slice(11, 16)]);
  });

  it('prints no colours where no one would see them', () => {
    expect(started.output()).not.toContain('\u001b');
  });

  it('shows what people do meanwhile, and wrangler sees the same state', async () => {
    const said = { chat: 'Tea Room', as: 'Olivia', text: '/create Late guests' };
    const url = linkIn(await local<Outcome>('say', said));
    const list = hint('key list').replace('What the bot remembers:', '');
    const [keys] = await Promise.all([
      pasted(list),
      // The menu that the bot registered says so.
      started.printed(new RegExp(`Bot, to Olivia only: Created https://t.me/.${url.slice(-16)}`)),
    ]);
    expect(JSON.parse(keys)).toContainEqual(
      expect.objectContaining({ name: expect.stringContaining(url.slice('https://t.me/+'.length)) }),
    );
  });

  it('says where to read what can be done without a browser', async () => {
    const help = await fetch(hint('curl').replace(/^.* curl /, ''));
    expect(await help.text()).toContain('POST /local/say');
  });

  it('leaves a state alone that another start is using', async () => {
    const second = start(ARGS);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(
      /^Process \d+ is using the state in .*: npm start -- --state <folder>\n$/,
    );
  });

  it('ends at Ctrl-C with its state saved and nothing left running, and goes on from there', async () => {
    const { webhook } = await local<State>('state');
    const worker = webhook?.url ?? '';
    expect(await fetch(worker)).toMatchObject({ status: 405 });
    const links = await linksOfTeaRoom();
    started.end('SIGINT');
    expect(await started.ended).toBe(0);
    expect(existsSync(join(folder, 'local-telegram.json'))).toBe(true);
    await expect(fetch(worker)).rejects.toThrow();

    started = start(ARGS, true);
    await started.printed(READY);
    expect(started.output()).not.toContain('/create VIP guests');
    expect(await linksOfTeaRoom()).toEqual(links);
    const said = { chat: 'Tea Room', as: 'Olivia', text: '/revoke' };
    const { answers } = await local<Outcome>('say', said);
    expect(answers[0]?.text).toContain(`${links.at(-1)?.invite_link} link revoked`);
  });

  it('ends as cleanly when only npm is told to', async () => {
    started.end('SIGTERM');
    await started.ended;
    expect(started.output()).toContain('Ended, and the state is saved.');
    expect(readdirSync(folder)).not.toContain('local-telegram.pid');
  });
});

describe.concurrent('npm start, in one sentence,', () => {
  it('says which port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const second = start(['--port', '0', '--telegram-port', String(port), '--state', folder]);
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `Port ${port} is taken. Choose another one for the local Telegram: npm start -- --telegram-port ${port + 1}\n`,
    );
    other.close();
  });

  it('names its options when it does not know one', async () => {
    const second = start(['--prot', '8080']);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(
      /^There is no option --prot\.\n\nnpm start .*\n\n(?:.*\n)*.*--telegram-port <number>/,
    );
  });
});
