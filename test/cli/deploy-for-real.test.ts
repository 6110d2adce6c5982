// The wrangler that deploys, the Worker that it builds, and a Cloudflare and a Telegram on this machine.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askHealth } from '../../src/cli/ask-health.ts';
import { findServedBot } from '../../src/cli/served-bot.ts';
import { createWrangler, WRANGLER } from '../../src/cli/wrangler.ts';
import { fail, ok } from '../../src/lib/result.ts';
import { createTelegram as createClient } from '../../src/telegram/client.ts';
import { PROJECT } from '../support/bundle.ts';
import { TOKEN } from '../support/story.ts';
import { type RunningWorker, startWorker } from '../support/worker.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { type Cloudflare, startCloudflare } from './cloudflare.ts';
import { deploy } from './operator.ts';

const WORKER = 'https://invite-link-bot.olivia.workers.dev';
/** wrangler takes more than a second, and on a busy machine much longer. */
const TIMEOUT_MS = 120_000;

// An operator's own login stays out of it, and wrangler at home: no update is looked for.
const { WRANGLER_LOG: _, CLOUDFLARE_API_TOKEN: __, CLOUDFLARE_ACCOUNT_ID: ___, ...inherited } = process.env;
const quiet = { ...inherited, WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

let telegram: LocalTelegram;
let worker: RunningWorker;
beforeAll(async () => {
  telegram = await createTelegram({ token: TOKEN });
  worker = await startWorker({ bindings: { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN } });
});
afterAll(async () => {
  await telegram.close();
  await worker.close();
});

const toWorker = ((url: string, { signal: _, ...init }: RequestInit) =>
  worker.dispatch(url, init)) as typeof fetch;

const deployTo = (cloudflare: Cloudflare) =>
  deploy({
    command: WRANGLER,
    environment: { ...quiet, ...cloudflare.env },
    telegramUrl: telegram.url,
    fetch: toWorker,
  });

const wranglerFor = (cloudflare: Cloudflare) =>
  createWrangler({
    command: WRANGLER,
    environment: { ...quiet, ...cloudflare.env },
    stdout: 'ignore',
    onComplaint: () => undefined,
    ending: new AbortController().signal,
  });

async function health(url?: string): Promise<string> {
  const printed: string[] = [];
  const wait = () => Promise.resolve();
  const client = createClient(
    { token: TOKEN, apiUrl: telegram.url, fetch, now: Date.now, wait },
    Date.now() + 30_000,
  );
  const done = await askHealth(url, {
    token: { token: TOKEN, source: '.dev.vars' },
    telegram: async () => ok(client),
    fetch: toWorker,
    print: (line) => printed.push(line),
    ending: new AbortController().signal,
  });
  return [...printed, done.ok ? 'exit 0' : `${done.failure}\nexit 1`].join('\n');
}

describe('npm run deploy, with the real wrangler', { timeout: TIMEOUT_MS }, () => {
  it('makes the memory once, uploads the secret, connects, and does all of it again without harm', async () => {
    const cloudflare = await startCloudflare();
    const toml = readFileSync(join(PROJECT, 'wrangler.toml'), 'utf8');
    expect(await health()).toContain('no webhook is set. Run npm run deploy.\nexit 1');

    const first = await deployTo(cloudflare);
    expect(first.screen).toContain(`✓ Upload: a new Worker is at ${WORKER}.`);
    expect(first.screen).toContain(`✓ Connect: Telegram sends updates to ${WORKER}/webhook`);
    expect(first.screen).toContain('✓ Changed: the bot is connected for the first time.');
    expect(cloudflare.bindings()).toContainEqual(
      expect.objectContaining({ name: 'TELEGRAM_BOT_TOKEN', type: 'secret_text', text: TOKEN }),
    );
    expect(telegram.state().webhook?.url).toBe(`${WORKER}/webhook`);

    const second = await deployTo(cloudflare);
    expect(second.screen).toContain(`is at ${WORKER}, in place of the one before.`);
    expect(second.screen).toContain('at the same address as before.');
    expect(cloudflare.calls.filter((call) => call === 'POST /storage/kv/namespaces')).toHaveLength(1);
    expect(cloudflare.bindings()).toContainEqual(
      expect.objectContaining({ name: 'INVITE_LINKS', namespace_id: expect.stringMatching(/^fedc/) }),
    );

    expect(await health()).toMatch(/^https:.*\n(ok .*\n)+exit 0$/);
    // Nothing of the account goes into a file that git knows.
    expect(readFileSync(join(PROJECT, 'wrangler.toml'), 'utf8')).toBe(toml);
    expect(first.screen + second.screen + first.complaints).not.toContain(TOKEN);
    await cloudflare.close();
  });
});

describe('npm run deploy, after a deploy that failed behind the making of the namespace,', {
  timeout: TIMEOUT_MS,
}, () => {
  it('goes on with the namespace that is there, and with it alone afterwards', async () => {
    const cloudflare = await startCloudflare({ failsUpload: true });
    const files = () => [readdirSync(PROJECT), readFileSync(join(PROJECT, 'wrangler.toml'), 'utf8')];
    const before = files();
    const failed = await deployTo(cloudflare);
    expect(failed.screen).toContain('✗ Upload: wrangler failed');

    const second = await deployTo(cloudflare);
    expect(second.screen).toContain(
      'the namespace invite-link-bot-invite-links is there already, from a deploy that failed or a Worker that was deleted. What it holds is kept',
    );
    expect(second.done.ok).toBe(true);
    const bound = expect.objectContaining({
      name: 'INVITE_LINKS',
      namespace_id: expect.stringMatching(/^fedc/),
    });
    expect(cloudflare.bindings()).toContainEqual(bound);

    expect((await deployTo(cloudflare)).screen).not.toContain('is there already');
    expect(cloudflare.bindings()).toContainEqual(bound);
    expect(files()).toEqual(before);

    const stranger = await findServedBot(
      { name: undefined, env: undefined, config: undefined },
      wranglerFor(cloudflare),
    );
    expect(stranger).toEqual(ok(7000000001));
    await cloudflare.close();
  });
});

describe('npm run health', () => {
  it('sends the key for monitors, never the token, to wherever a webhook leads', async () => {
    const seen: unknown[] = [];
    const done = await askHealth('https://elsewhere.example.com', {
      token: { token: TOKEN, source: '.dev.vars' },
      telegram: async () => fail('not asked'),
      fetch: async (url, init) => {
        seen.push(url, init);
        return new Response('<p>Hello</p>', { headers: { 'Content-Type': 'text/html' } });
      },
      print: () => undefined,
      ending: new AbortController().signal,
    });
    expect(done).toEqual(
      fail('https://elsewhere.example.com answers 200, and not as this Worker does. Run npm run deploy.'),
    );
    expect(JSON.stringify(seen)).not.toContain(TOKEN);
    expect(JSON.stringify(seen)).toMatch(/Bearer [\w-]{43}"/);
  });

  it('shows what is wrong, with the mend, and exits with 1', async () => {
    const body = new URLSearchParams({ url: 'https://other.example.com/webhook' });
    await fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body });
    const said = await health(WORKER);
    expect(said).toMatch(/WRONG webhook: .*https:\/\/other\.example\.com/);
    expect(said).toContain('npm run deploy');
    expect(said).toMatch(/The bot is not well: see above\.\nexit 1$/);
  });

  it.each([
    [401, 'has another token than the one from .dev.vars. Run npm run deploy.'],
    [404, 'answers 404, and not as this Worker does.'],
    [undefined, 'does not answer. Is the Worker still there?'],
  ])('says what to do where %s is the answer', async (status, words) => {
    const done = await askHealth(WORKER, {
      token: { token: TOKEN, source: '.dev.vars' },
      telegram: async () => fail('not asked'),
      fetch: async () => {
        if (status === undefined) throw new TypeError('fetch failed');
        return new Response('No.', { status });
      },
      print: () => undefined,
      ending: new AbortController().signal,
    });
    expect(done.ok ? '' : done.failure).toContain(words);
  });
});
