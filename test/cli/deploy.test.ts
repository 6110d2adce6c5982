import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT } from '../../src/cli/project.ts';
import { secretFor, TOKEN } from '../support/story.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { createRecordedWrangler, deploy, type Keyboard } from './operator.ts';
import { WRANGLER_FAILURES } from './wrangler-failures.ts';

const WORKER = 'https://invite-link-bot.olivia.workers.dev';

// As wrangler 4.116.0 wrote them when it was run against the Cloudflare of cloudflare.ts.
const SESSION = {
  type: 'wrangler-session',
  version: 1,
  wrangler_version: '4.116.0',
  command_line_args: ['deploy'],
};
const DEPLOY = {
  type: 'deploy',
  version: 1,
  worker_name: 'invite-link-bot',
  worker_tag: 'tag',
  version_id: '11111111-2222-4333-8444-555555555555',
  targets: [WORKER],
  worker_name_overridden: false,
};

const CONNECTED = {
  ok: true,
  origin: WORKER,
  bot: { username: 'invite_link_bot' },
  steps: [{ name: 'webhook', ok: true, says: `Telegram sends updates to ${WORKER}/webhook` }],
};

const IS_WELL = Response.json({ ok: false, checks: [{ name: 'webhook', ok: false }] }, { status: 503 });

let telegram: LocalTelegram;
const wrangler = createRecordedWrangler();
beforeAll(async () => {
  telegram = await createTelegram({ token: TOKEN });
});
beforeEach(() => {
  wrangler.plan({ entries: [SESSION, DEPLOY] });
  wrangler.runs();
});
afterAll(async () => {
  wrangler.remove();
  await telegram.close();
});

/** What the Worker answers, one after the other; the last one for ever. An error: nobody answers. */
function workerThat(...answers: readonly (Response | Error)[]) {
  const requests: Request[] = [];
  const fetch: Keyboard['fetch'] = async (input, init) => {
    requests.push(new Request(input, init));
    const answer = answers[Math.min(requests.length, answers.length) - 1] ?? new TypeError('fetch failed');
    if (answer instanceof Error) throw answer;
    return answer.clone();
  };
  return { requests, fetch };
}
const connects = () => workerThat(Response.json(CONNECTED));

const run = (keyboard: Partial<Keyboard> = {}) =>
  deploy({
    command: wrangler.command,
    environment: wrangler.environment,
    telegramUrl: telegram.url,
    fetch: connects().fetch,
    ...keyboard,
  });

describe('npm run deploy', () => {
  it('uploads the token as the secret, in a file that only its owner can read and that is gone afterwards', async () => {
    const { done } = await run({ args: ['--env', 'staging'] });
    expect(done.ok).toBe(true);
    const [only, ...others] = wrangler.runs();
    expect(others).toEqual([]);
    expect(only?.args).toEqual([
      'deploy',
      '--secrets-file',
      only?.secretsFile,
      '--tag',
      'bot-7000000001',
      '--env',
      'staging',
      '--config',
      `${PROJECT}wrangler.toml`,
    ]);
    expect(only?.secrets).toEqual({ TELEGRAM_BOT_TOKEN: TOKEN });
    expect(only?.mode).toBe('600');
    expect(existsSync(only?.secretsFile ?? '')).toBe(false);
  });

  it('keeps the token out of wrangler’s environment and arguments', async () => {
    await run({ environment: { ...wrangler.environment, TELEGRAM_BOT_TOKEN: TOKEN } });
    const [only] = wrangler.runs();
    expect(JSON.stringify([only?.args, only?.environment])).not.toContain(TOKEN);
  });

  it('asks the Worker to connect itself, and ends with how to reach the bot and add it to a group', async () => {
    const { requests, fetch } = connects();
    const { screen } = await run({ fetch });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([`POST ${WORKER}/connect`]);
    expect(requests[0]?.headers.get('Authorization')).toBe(`Bearer ${TOKEN}`);
    expect(requests[0]?.headers.get('Accept')).toBe('application/json');
    expect(requests[0]?.redirect).toBe('manual');
    expect(screen).toContain('✓ Token: the one from .dev.vars; Telegram knows it as @invite_link_bot’s.');
    expect(screen).toContain(`✓ Connect: Telegram sends updates to ${WORKER}/webhook`);
    expect(screen).toContain('https://t.me/invite_link_bot\n');
    expect(screen).toContain('https://t.me/invite_link_bot?startgroup=hello&admin=invite_users');
    expect(screen).not.toContain(TOKEN);
  });

  it('says what changed: a first connection, another address, or a new version alone', async () => {
    expect((await run()).screen).toContain('✓ Changed: the bot is connected for the first time.');
    const setWebhook = (url: string) =>
      fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body: new URLSearchParams({ url }) });
    await setWebhook('https://old.example.com/hook');
    expect((await run()).screen).toContain(
      `updates go to ${WORKER} now; before, they went to https://old.example.com.`,
    );
    await setWebhook(`${WORKER}/webhook`);
    expect((await run()).screen).toContain('at the same address as before.');
    await setWebhook('');
  });

  it('takes the token from the environment before .dev.vars, and asks only where neither has it', async () => {
    const ask = async () => ` ${TOKEN} \n`;
    const devVars = 'TELEGRAM_BOT_TOKEN="broken"';
    const set = { TELEGRAM_BOT_TOKEN: TOKEN };
    expect((await run({ token: { environment: set, devVars, ask } })).screen).toContain(
      'from the environment',
    );
    const asked = await run({ token: { devVars: '# nothing here\n', ask } });
    expect(asked.screen).toContain('from what was typed');
    expect(asked.screen).toContain('write the token into .dev.vars');
  });

  it('waits for a new address to answer, and says so once', async () => {
    const notYet = new Response('<h1>There is nothing here yet</h1>', { status: 404 });
    const { requests, fetch } = workerThat(
      new TypeError('fetch failed'),
      notYet,
      notYet,
      Response.json(CONNECTED),
    );
    const { done, screen, waitedMs } = await run({ fetch });
    expect(done.ok).toBe(true);
    expect(requests).toHaveLength(4);
    expect(waitedMs).toBe(7000);
    expect(screen.match(/not yet/g)).toHaveLength(1);
  });

  it('waits until Telegram finds a new address, too', async () => {
    const says = 'Not yet.';
    const failing = {
      ...CONNECTED,
      ok: false,
      steps: [{ name: 'webhook', ok: false, says, isUnresolved: true }],
    };
    const early = () => Response.json(failing, { status: 502 });
    const { fetch } = workerThat(...Array.from({ length: 6 }, early), Response.json(CONNECTED));
    expect((await run({ fetch })).done.ok).toBe(true);
  });

  it('goes on where the Worker that was replaced still answers with its old token', async () => {
    const { fetch } = workerThat(new Response('Another token.', { status: 401 }), Response.json(CONNECTED));
    expect((await run({ fetch })).done.ok).toBe(true);
  });

  it('connects the address behind --url, which wrangler does not get to see', async () => {
    wrangler.plan({ entries: [SESSION, { ...DEPLOY, targets: [] }] });
    const { requests, fetch } = workerThat(IS_WELL, Response.json(CONNECTED));
    await run({ args: ['--url', 'bot.example.com/', '--name', 'other'], fetch });
    expect(requests[1]?.url).toBe('https://bot.example.com/connect');
    expect(wrangler.runs()[0]?.args.slice(5, 7)).toEqual(['--name', 'other']);
  });

  it('sends the token to an address that was typed only once the Worker has answered there', async () => {
    const { requests, fetch } = workerThat(IS_WELL, Response.json(CONNECTED));
    expect((await run({ args: ['--url', 'bot.example.com'], fetch })).done.ok).toBe(true);
    expect(requests.map(({ url, headers }) => [url, headers.get('Authorization')])).toEqual([
      ['https://bot.example.com/health', `Bearer ${secretFor('health')}`],
      ['https://bot.example.com/connect', `Bearer ${TOKEN}`],
    ]);
  });

  it.each([
    [
      'is somebody’s page',
      new Response('<p>Hello</p>', { headers: { 'Content-Type': 'text/html' } }),
      'the token was not sent: something else than this Worker answers (200) at https://bot.example.com.',
    ],
    ['answers everything with JSON', Response.json({ ok: true }), 'the token was not sent: something else'],
    [
      'leads elsewhere',
      Response.redirect('https://login.example.com/', 302),
      'the token was not sent: something else than this Worker answers (302)',
    ],
    ['has another token', new Response('No.\n', { status: 401 }), 'has another token: “No.”'],
  ])('sends no token to an address behind --url that %s', async (_, answer, words) => {
    const { requests, fetch } = workerThat(answer);
    const { done, screen } = await run({ args: ['--url', 'bot.example.com'], fetch });
    expect(done.ok).toBe(false);
    expect(screen).toContain(words);
    expect(JSON.stringify(requests.map(({ url, headers }) => [url, ...headers]))).not.toContain(TOKEN);
  });

  it('leaves a Worker alone that serves another bot, and says how to replace it all the same', async () => {
    const entries = [SESSION, DEPLOY];
    wrangler.plan({ entries, status: '  Created: 2026\n      Tag:  bot-7000000002\n  Message:  -\n' });
    const { done, screen } = await run();
    expect(done.ok).toBe(false);
    expect(screen).toContain('✗ Bot: the Worker serves another bot, whose token begins with 7000000002');
    expect(screen).toContain('npm run deploy -- --replace-bot');
    expect(wrangler.runs()).toEqual([]);
    expect((await run({ args: ['--replace-bot'] })).done.ok).toBe(true);
    expect(wrangler.runs()[0]?.args).not.toContain('--replace-bot');
  });

  it('goes on where the Worker serves the same bot, with whatever token, and where nobody knows', async () => {
    for (const tag of ['bot-7000000001', '-', 'v1.2']) {
      wrangler.plan({ entries: [SESSION, DEPLOY], status: `      Tag:  ${tag}\n  Message:  -\n` });
      expect((await run()).done.ok).toBe(true);
    }
  });

  it('keeps the address that Telegram knows, where the Worker has several', async () => {
    const targets = [WORKER, 'bot.example.com (custom domain)'];
    wrangler.plan({ entries: [{ ...DEPLOY, targets }] });
    expect((await run()).screen).toContain(
      `is at https://bot.example.com, in place of the one before. It also answers at ${WORKER}: --url chooses.`,
    );
    const body = new URLSearchParams({ url: `${WORKER}/webhook` });
    await fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body });
    expect((await run()).screen).toContain(`the Worker is at ${WORKER}`);
    await fetch(`${telegram.url}/bot${TOKEN}/deleteWebhook`);
  });

  it.each([['--dry-run'], ['--dry-run=true'], ['--dryRun']])('connects nothing after %s', async (option) => {
    wrangler.plan({ entries: [{ ...DEPLOY, version_id: null, targets: undefined }] });
    const { requests, fetch } = connects();
    const { done, screen } = await run({ args: [option], fetch });
    expect(done.ok).toBe(true);
    expect(screen).toContain('a dry run uploads nothing');
    expect(requests).toEqual([]);
  });
});

describe('npm run deploy, where something is wrong', () => {
  const secret = TOKEN.split(':')[1] ?? '';

  it.each([
    ['there is none', undefined, 'There is no bot token. Write the one that BotFather shows into .dev.vars'],
    ['there is nothing but its name', 'TELEGRAM_BOT_TOKEN=', 'There is no bot token.'],
    ['it has no colon', `TELEGRAM_BOT_TOKEN=${secret}`, 'there is no colon in it'],
    ['its number is none', `TELEGRAM_BOT_TOKEN=bot7:${secret}`, 'something else than digits'],
    [
      'it is cut off',
      `TELEGRAM_BOT_TOKEN=${TOKEN.slice(0, -10)}`,
      'stand 29 characters, where a token has at least 35',
    ],
    ['there is a space in it', `TELEGRAM_BOT_TOKEN="${TOKEN} x"`, 'something else than letters'],
  ])('refuses a token in words before anything is uploaded: %s', async (_, devVars, words) => {
    const { done, screen } = await run({ token: { devVars } });
    expect(done.ok).toBe(false);
    expect(screen).toContain(words);
    expect(screen).not.toContain(secret.slice(0, 12));
    expect(wrangler.runs()).toEqual([]);
  });

  it('tells a token that Telegram does not know from a Telegram that does not answer', async () => {
    const stranger = await run({ token: { devVars: `TELEGRAM_BOT_TOKEN=8${TOKEN}` } });
    expect(stranger.screen).toBe(
      '✗ Token: Telegram does not accept the token from .dev.vars: it is cut off, or BotFather has given out a newer one. Copy it again, whole.',
    );
    const unreachable = await run({ telegramUrl: 'http://127.0.0.1:9' });
    expect(unreachable.screen).toContain('✗ Token: Telegram does not answer: look at this machine’s network');
    telegram.fail({ how: { html: 502 }, times: 4 });
    expect((await run()).screen).toContain('✗ Token: Telegram has trouble (error 502).');
    expect(wrangler.runs()).toEqual([]);
  });

  it('stops where wrangler fails, whatever it says, and leaves no file', async () => {
    wrangler.plan({ entries: [SESSION], stderr: '✘ [ERROR] Something new.\n', exitCode: 1 });
    const { requests, fetch } = connects();
    const { done, screen, complaints } = await run({ fetch });
    expect(done.ok).toBe(false);
    expect(complaints).toContain('Something new.');
    expect(screen).toContain(
      '✗ Upload: wrangler failed; its own words stand above. Mend what it says. Then run',
    );
    expect(requests).toEqual([]);
    expect(existsSync(wrangler.runs()[0]?.secretsFile ?? '')).toBe(false);
  });

  it.each(
    WRANGLER_FAILURES,
  )('shows wrangler’s words, and says what to do where %s', async (_, stderr, advice) => {
    wrangler.plan({ entries: [SESSION], stderr, exitCode: 1 });
    const { screen, complaints } = await run();
    expect(complaints).toBe(stderr);
    expect(screen).toContain(`✗ Upload: wrangler failed; its own words stand above. ${advice}`);
  });

  it('says that npm ci is missing where there is no wrangler', async () => {
    const { screen } = await run({ command: ['/nowhere/node'], args: ['--replace-bot'] });
    expect(screen).toContain('wrangler is not installed: run npm ci first.');
  });

  it('stops where its operator has told wrangler not to go on', async () => {
    // What "Aborting deploy..." leaves behind: no version, and no targets.
    wrangler.plan({ entries: [{ ...DEPLOY, version_id: null, targets: undefined }] });
    expect((await run()).screen).toContain('✗ Upload: wrangler stopped before it uploaded anything.');
  });

  it.each([
    ['no output at all', []],
    [
      'a schedule and a part of a site',
      [{ ...DEPLOY, targets: ['schedule: 0 * * * *', 'example.com/bot/*'] }],
    ],
  ])('asks for --url where wrangler names no address: %s', async (_, entries) => {
    wrangler.plan({ entries });
    const { requests, fetch } = connects();
    expect((await run({ fetch })).screen).toContain('✗ Address: wrangler names no address');
    expect(requests).toEqual([]);
  });

  it.each([
    [['--url', 'http://bot.example.com'], '--url is the Worker’s https address'],
    [['--url'], '--url needs a value behind it.'],
    [['--secrets-file', '.dev.vars'], 'Leave out --secrets-file'],
  ])('refuses %j', async (args, words) => {
    expect((await run({ args })).screen).toContain(words);
    expect(wrangler.runs()).toEqual([]);
  });

  it.each([
    [
      'has another token',
      new Response('Not the token.\n', { status: 401 }),
      'has another token: “Not the token.”',
      7_000,
    ],
    [
      'misses a setting',
      new Response('The secret is not set.\n', { status: 503 }),
      'says: “The secret is not set.”',
      7_000,
    ],
    [
      'is somebody’s page',
      new Response('<p>Hello</p>', { headers: { 'Content-Type': 'text/html' } }),
      'it answers 200, and not as this Worker does',
      51_000,
    ],
    ['wants a login first', Response.redirect('https://login.example.com/', 302), 'it answers 302', 51_000],
    ['never answers', new TypeError('fetch failed'), 'nobody answers', 51_000],
  ])('says what is wrong where the Worker %s, after some patience', async (_, answer, words, patience) => {
    const { done, screen, waitedMs } = await run({ fetch: workerThat(answer).fetch });
    expect(done.ok).toBe(false);
    expect(screen).toContain('✗ Connect: ');
    expect(screen).toContain(words);
    expect(screen).toContain('run npm run deploy again');
    expect(waitedMs).toBeGreaterThanOrEqual(patience);
    expect(waitedMs).toBeLessThanOrEqual(60_000);
  });

  it('shows which step of connecting failed', async () => {
    const steps = [...CONNECTED.steps, { name: 'menu', ok: false, says: 'The menu? Telegram has trouble.' }];
    const { fetch } = workerThat(Response.json({ ...CONNECTED, ok: false, steps }, { status: 502 }));
    const { done, screen } = await run({ fetch });
    expect(done.ok).toBe(false);
    expect(screen).toContain(
      `✓ Connect: Telegram sends updates to ${WORKER}/webhook\n✗ Connect: The menu? Telegram has trouble.`,
    );
    expect(screen).toContain('not everything could be told to Telegram: see ✗ above.');
  });
});
