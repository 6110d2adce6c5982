import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TOKEN } from '../support/story.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { createRecordedWrangler, deploy, type Keyboard, writeConfig } from './operator.ts';

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
let config: string;
const wrangler = createRecordedWrangler();
beforeAll(async () => {
  telegram = await createTelegram({ token: TOKEN });
  config = writeConfig(wrangler.folder, telegram.url);
});
beforeEach(() => {
  wrangler.plan({ entries: [SESSION, DEPLOY] });
  wrangler.runs();
});
afterAll(async () => {
  wrangler.remove();
  await telegram.close();
});

/** As the Worker signs it; `origin` is where it believes to be. */
const proofOf = (url: URL, origin = url.origin, token = TOKEN): string =>
  createHmac('sha256', token)
    .update(`prove:${origin}:${url.searchParams.get('prove')}`)
    .digest('base64url');

/** What the Worker answers to POST /connect, one after the other; the last one for ever. An error: nothing answers. */
function workerThat(...answers: readonly (Response | Error)[]) {
  const requests: Request[] = [];
  let asked = 0;
  const fetch: Keyboard['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request);
    const url = new URL(request.url);
    const answer = answers[Math.min(asked, answers.length - 1)] ?? new TypeError('fetch failed');
    if (!(answer instanceof Error) && url.searchParams.has('prove')) return new Response(`${proofOf(url)}\n`);
    asked++;
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
    config,
    fetch: connects().fetch,
    ...keyboard,
  });

describe('npm run deploy', () => {
  it('uploads the token as the secret, in a file that only its owner can read and that is gone afterwards', async () => {
    const { done } = await run({ args: ['--keep-vars'] });
    expect(done.ok).toBe(true);
    const [only, ...others] = wrangler.runs();
    expect(others).toEqual([]);
    expect(only?.args).toEqual([
      'deploy',
      '--secrets-file',
      only?.secretsFile,
      '--tag',
      'bot-7000000001',
      '--config',
      config,
      '--keep-vars',
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
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      expect.stringMatching(/^GET .*\/health\?prove=[\da-f]{32}$/),
      `POST ${WORKER}/connect`,
    ]);
    expect(requests.map(({ headers }) => headers.get('Authorization'))).toEqual([null, `Bearer ${TOKEN}`]);
    expect(requests[1]?.headers.get('Accept')).toBe('application/json');
    expect(requests.map(({ redirect }) => redirect)).toEqual(['manual', 'manual']);
    expect(screen).toContain('✓ Token: it is the one from .dev.vars, and @invite_link_bot’s.');
    expect(screen).toContain(`✓ Connect: Telegram sends updates to ${WORKER}/webhook`);
    expect(screen).toContain('https://t.me/invite_link_bot\n');
    expect(screen).toContain('https://t.me/invite_link_bot?startgroup=hello&admin=invite_users');
    expect(screen).not.toContain(TOKEN);
  });

  it('says that updates went to another address before', async () => {
    const body = new URLSearchParams({ url: 'https://old.example.com/hook' });
    await fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body });
    expect((await run()).screen).toContain(
      `updates go to ${WORKER} now; before, they went to https://old.example.com.`,
    );
    await fetch(`${telegram.url}/bot${TOKEN}/deleteWebhook`);
  });

  it('takes the token from the environment before .dev.vars, and asks only if neither has it', async () => {
    const devVars = { TELEGRAM_BOT_TOKEN: 'broken' };
    const set = { TELEGRAM_BOT_TOKEN: TOKEN };
    const { screen } = await run({ token: { environment: set, devVars, typed: ['x'] } });
    expect(screen).toContain('from the environment');
    const asked = await run({ token: { devVars: {}, typed: [` ${TOKEN} \n`] } });
    expect(asked.screen).toContain('from what was typed');
    expect(asked.screen).toContain('write it into .dev.vars');
  });

  it('asks again for a token that was mistyped, or that Telegram does not know, until it is given up', async () => {
    const typed = [TOKEN.slice(0, -10), `8${TOKEN}`, TOKEN];
    const { done, screen } = await run({ token: { devVars: {}, typed } });
    expect(done.ok).toBe(true);
    expect(screen).toMatch(
      /^This is not a bot token: it is cut off.*\nTelegram does not accept the token.*\n✓ Token/,
    );
    const left = await run({ token: { devVars: {}, typed: ['123:cut off'] } });
    expect(left.screen).toMatch(/\n✗ Token: There is no bot token\./);
  });

  it('waits for a new address to answer, and says so once', async () => {
    const gone = new TypeError('fetch failed');
    const { fetch } = workerThat(gone, gone, gone, Response.json(CONNECTED));
    const { done, screen, waitedMs } = await run({ fetch });
    expect(done.ok).toBe(true);
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

  it('goes on if the Worker that was replaced answers first, with its old token', async () => {
    const worker = connects();
    let asked = 0;
    const fetch: Keyboard['fetch'] = async (input, init) => {
      if (asked++ > 0) return worker.fetch(input, init);
      return new Response(proofOf(new URL(String(input)), WORKER, `${TOKEN}x`));
    };
    expect((await run({ fetch })).done.ok).toBe(true);
  });

  it('connects the address after --url, which wrangler does not get to see', async () => {
    wrangler.plan({ entries: [SESSION, { ...DEPLOY, targets: [] }] });
    const { requests, fetch } = connects();
    await run({ args: ['--url', 'bot.example.com/', '--name', 'other'], fetch });
    expect(requests[1]?.url).toBe('https://bot.example.com/connect');
    expect(wrangler.runs()[0]?.args.slice(5)).toEqual(['--name', 'other', '--config', config]);
  });

  const proving = (origin: string, token?: string) => (url: URL) => new Response(proofOf(url, origin, token));
  it.each<[string, (url: URL) => Response]>([
    ['knows another token', proving('https://bot.example.com', `${TOKEN}x`)],
    ['passes the question on to the Worker elsewhere', proving(WORKER)],
    ['answers like the Worker without knowing the token', () => new Response('A'.repeat(43))],
    ['repeats the question', ({ searchParams }) => new Response(searchParams.get('prove'))],
    ['is someone’s page', () => new Response('<p>Hello</p>', { headers: { 'Content-Type': 'text/html' } })],
    ['answers everything with JSON', () => Response.json({ ok: true, steps: [], checks: [] })],
    ['leads elsewhere', () => Response.redirect('https://login.example.com/', 302)],
    ['lets no one in', () => new Response('No.\n', { status: 401 })],
  ])('sends no token to an address that %s', async (_, answer) => {
    const requests: Request[] = [];
    const fetch: Keyboard['fetch'] = async (input, init) => {
      requests.push(new Request(input, init));
      return answer(new URL(String(input)));
    };
    const { done, screen, waitedMs } = await run({ args: ['--url', 'bot.example.com'], fetch });
    expect(done.ok).toBe(false);
    expect(screen).toContain(
      '✗ Connect: the server at https://bot.example.com did not prove that it has the bot token',
    );
    expect(JSON.stringify(requests.map(({ url, headers }) => [url, ...headers]))).not.toContain(TOKEN);
    expect(new Set(requests.map(({ url }) => url)).size).toBe(requests.length);
    expect(waitedMs).toBeGreaterThan(50_000);
  });

  it('leaves a Worker alone that runs another bot, and says how to replace it anyway', async () => {
    const entries = [SESSION, DEPLOY];
    wrangler.plan({ entries, status: '  Created: 2026\n      Tag:  bot-7000000002\n  Message:  -\n' });
    const { done, screen } = await run();
    expect(done.ok).toBe(false);
    expect(screen).toContain(
      '✗ Bot: the deployed Worker runs another bot, whose token begins with 7000000002',
    );
    expect(screen).toContain('npm run deploy -- --replace-bot');
    expect(wrangler.runs()).toEqual([]);
    expect((await run({ args: ['--replace-bot'] })).done.ok).toBe(true);
    expect(wrangler.runs()[0]?.args).not.toContain('--replace-bot');
  });

  it('goes on if the Worker runs the same bot, with any token, and if no one knows', async () => {
    for (const tag of ['bot-7000000001', '-', 'v1.2']) {
      wrangler.plan({ entries: [SESSION, DEPLOY], status: `      Tag:  ${tag}\n  Message:  -\n` });
      expect((await run()).done.ok).toBe(true);
    }
  });

  it('keeps the address that Telegram knows, if the Worker has several', async () => {
    const targets = [WORKER, 'bot.example.com (custom domain)'];
    wrangler.plan({ entries: [{ ...DEPLOY, targets }] });
    expect((await run()).screen).toContain(
      `is at https://bot.example.com. Also at ${WORKER}: choose one with -- --url.`,
    );
    const body = new URLSearchParams({ url: `${WORKER}/webhook` });
    await fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body });
    expect((await run()).screen).toContain(`the Worker is at ${WORKER}`);
    await fetch(`${telegram.url}/bot${TOKEN}/deleteWebhook`);
  });

  it('builds only, with --dry-run, and needs neither a token nor Telegram', async () => {
    const { requests, fetch } = connects();
    const before = telegram.calls.length;
    const { done, screen } = await run({ args: ['--dry-run'], fetch, token: { devVars: {} } });
    expect(done.ok).toBe(true);
    expect(screen).toBe('✓ Build: a dry run uploads nothing, so there is nothing to connect.');
    expect(wrangler.runs().map(({ args }) => args)).toEqual([['deploy', '--dry-run', '--config', config]]);
    expect([requests.length, telegram.calls.length - before]).toEqual([0, 0]);
  });
});

describe('npm run deploy, where something is wrong', () => {
  const secret = TOKEN.split(':')[1] ?? '';

  it.each([
    ['there is none', undefined, 'There is no bot token. Write the one of BotFather into .dev.vars'],
    ['there is nothing but its name', '', 'There is no bot token.'],
    ['it has no colon', secret, 'is not a bot token: it has no colon'],
    ['its number is none', `bot7:${secret}`, 'it is cut off, or has other characters'],
    ['it is cut off', TOKEN.slice(0, -10), 'it is cut off'],
    ['there is a space in it', `${TOKEN} x`, 'it is cut off, or has other characters'],
  ])('refuses a token in words before anything is uploaded: %s', async (_, written, words) => {
    const { done, screen } = await run({ token: { devVars: { TELEGRAM_BOT_TOKEN: written } } });
    expect(done.ok).toBe(false);
    expect(screen).toContain(words);
    expect(screen).not.toContain(secret.slice(0, 12));
    expect(wrangler.runs()).toEqual([]);
  });

  it('tells a token that Telegram does not know from a Telegram that does not answer', async () => {
    const stranger = await run({ token: { devVars: { TELEGRAM_BOT_TOKEN: `8${TOKEN}` } } });
    expect(stranger.screen).toBe(
      '✗ Token: Telegram does not accept the token from .dev.vars: it is cut off, or BotFather has given out a newer one. Copy it again, whole.',
    );
    const away = mkdtempSync(join(wrangler.folder, 'away-'));
    const unreachable = await run({ config: writeConfig(away, 'http://127.0.0.1:9') });
    expect(unreachable.screen).toContain('✗ Token: Telegram does not answer: look at this machine’s network');
    telegram.fail({ how: { html: 502 }, times: 4 });
    expect((await run()).screen).toContain('✗ Token: Telegram has trouble (error 502)');
    expect(wrangler.runs()).toEqual([]);
  });

  it('stops where wrangler fails, whatever it says, and leaves no file', async () => {
    wrangler.plan({ entries: [SESSION], stderr: '✘ [ERROR] Something new.\n', exitCode: 1 });
    const { requests, fetch } = connects();
    const { done, screen, complaints } = await run({ fetch });
    expect(done.ok).toBe(false);
    expect(complaints).toContain('Something new.');
    expect(screen).toContain(
      '✗ Upload: wrangler failed; its own words are above. Fix what it says. Then run',
    );
    expect(requests).toEqual([]);
    expect(existsSync(wrangler.runs()[0]?.secretsFile ?? '')).toBe(false);
  });

  // As wrangler 4.116.0 printed them, run without a terminal against a Cloudflare on this machine that answered so.
  it.each([
    [
      'no one is logged in',
      "In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN environment variable for wrangler to work.",
      'Cloudflare needs a login: run npx wrangler login',
    ],
    ['the login was given up', 'Did not login, quitting...', 'Cloudflare needs a login'],
    ['the login is refused', 'Invalid access token [code: 9109]', 'Cloudflare needs a login'],
    [
      'the namespace is there already',
      'a namespace with this account ID and title already exists [code: 10014]',
      'The namespace of Workers KV is there already',
    ],
  ])('says what to do if %s', async (_, stderr, advice) => {
    wrangler.plan({ entries: [SESSION], stderr: `\u001b[31m✘ \u001b[0m ${stderr}\n`, exitCode: 1 });
    const { screen, complaints } = await run();
    expect(complaints).toContain(stderr);
    expect(screen).toContain(`✗ Upload: wrangler failed; its own words are above. ${advice}`);
  });

  it('says that npm ci is missing where there is no wrangler', async () => {
    const { screen } = await run({ command: ['/nowhere/node'], args: ['--replace-bot'] });
    expect(screen).toContain('wrangler is not installed: run npm ci first.');
  });

  it('stops where its operator has told wrangler not to go on', async () => {
    // What "Aborting deploy..." leaves behind: no version, and no targets.
    wrangler.plan({ entries: [{ ...DEPLOY, version_id: null, targets: undefined }] });
    expect((await run()).screen).toContain('✗ Upload: wrangler uploaded nothing.');
  });

  it('asks for --url if wrangler names no address of the whole Worker', async () => {
    wrangler.plan({ entries: [{ ...DEPLOY, targets: ['schedule: 0 * * * *', 'example.com/bot/*'] }] });
    const { requests, fetch } = connects();
    expect((await run({ fetch })).screen).toContain('✗ Address: wrangler shows no address of this Worker');
    expect(requests).toEqual([]);
  });

  it.each([
    [['--url', 'http://bot.example.com'], '--url is the Worker’s https address'],
    [['--url'], '--url needs a value after it.'],
    [['--secrets-file', '.dev.vars'], 'Leave out --secrets-file'],
  ])('refuses %j', async (args, words) => {
    expect((await run({ args })).screen).toContain(words);
    expect(wrangler.runs()).toEqual([]);
  });

  it.each([
    ['is in trouble', new Response('Something went wrong.\n', { status: 500 }), 'answers 500, and not as'],
    ['never answers', new TypeError('fetch failed'), 'nothing answers at'],
  ])('says what is wrong if the Worker %s, after some patience', async (_, answer, words) => {
    const { done, screen, waitedMs } = await run({ fetch: workerThat(answer).fetch });
    expect(done.ok).toBe(false);
    expect(screen).toContain('✗ Connect: ');
    expect(screen).toContain(words);
    expect(screen).toContain('run npm run deploy again');
    expect(waitedMs).toBeGreaterThan(50_000);
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
    expect(screen).toContain('Telegram did not take everything: see ✗ above.');
  });
});
