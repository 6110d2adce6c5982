import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT } from '../../src/cli/project.ts';
import { TOKEN } from '../support/story.ts';
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
    const { requests, fetch } = connects();
    await run({ args: ['--url', 'bot.example.com/', '--name', 'other'], fetch });
    expect(requests[0]?.url).toBe('https://bot.example.com/connect');
    expect(wrangler.runs()[0]?.args.slice(3, 5)).toEqual(['--name', 'other']);
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

  it('connects nothing after a dry run', async () => {
    wrangler.plan({ entries: [{ ...DEPLOY, version_id: null, targets: undefined }] });
    const { requests, fetch } = connects();
    expect((await run({ args: ['--dry-run'], fetch })).done.ok).toBe(true);
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
    const { screen } = await run({ command: ['/nowhere/node'] });
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
