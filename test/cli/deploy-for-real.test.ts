// The wrangler that deploys, the Worker that it builds, and a Cloudflare and a Telegram on this machine.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTaggedBot } from '../../src/cli/deploy/upload-worker.ts';
import { createWrangler } from '../../src/cli/program/wrangler.ts';
import { ok } from '../../src/lib/result.ts';
import { PROJECT } from '../support/bundle.ts';
import { TOKEN } from '../support/story.ts';
import { type RunningWorker, startWorker } from '../support/worker.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { type Cloudflare, startCloudflare } from './cloudflare.ts';
import { deploy, writeConfig } from './operator.ts';

const WORKER = 'https://invite-link-bot.olivia.workers.dev';
/** wrangler takes more than a second, and on a busy machine much longer. */
const TIMEOUT_MS = 120_000;

// An operator's own login stays out of it, and wrangler at home: no update is looked for.
const { WRANGLER_LOG: _, CLOUDFLARE_API_TOKEN: __, CLOUDFLARE_ACCOUNT_ID: ___, ...inherited } = process.env;
const quiet = { ...inherited, WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

const folder = mkdtempSync(join(tmpdir(), 'deploy-for-real-'));
let config: string;
let telegram: LocalTelegram;
let worker: RunningWorker;
beforeAll(async () => {
  telegram = await createTelegram({ token: TOKEN });
  config = writeConfig(folder, telegram.url);
  worker = await startWorker({ bindings: { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN } });
});
afterAll(async () => {
  await telegram.close();
  await worker.close();
  rmSync(folder, { recursive: true });
});

const toWorker = ((url: string, { signal: _, ...init }: RequestInit) =>
  worker.dispatch(url, init)) as typeof fetch;

const deployTo = (cloudflare: Cloudflare) =>
  deploy({ environment: { ...quiet, ...cloudflare.env }, config, fetch: toWorker });

describe('npm run deploy, with the real wrangler', { timeout: TIMEOUT_MS }, () => {
  it('makes the memory once, uploads the secret, connects, and does all of it again without harm', async () => {
    const cloudflare = await startCloudflare();
    const files = () => [config, join(PROJECT, 'wrangler.toml')].map((file) => readFileSync(file, 'utf8'));
    const before = files();

    const first = await deployTo(cloudflare);
    expect(first.screen).toContain(`of the Worker is at ${WORKER}.`);
    expect(first.screen).toContain(`✓ Connect: Telegram sends updates to ${WORKER}/webhook`);
    expect(cloudflare.bindings()).toContainEqual(
      expect.objectContaining({ name: 'TELEGRAM_BOT_TOKEN', type: 'secret_text', text: TOKEN }),
    );
    expect(telegram.state().webhook?.url).toBe(`${WORKER}/webhook`);

    const second = await deployTo(cloudflare);
    expect(second.done.ok).toBe(true);
    expect(cloudflare.calls.filter((call) => call === 'POST /storage/kv/namespaces')).toHaveLength(1);
    expect(cloudflare.bindings()).toContainEqual(
      expect.objectContaining({ name: 'INVITE_LINKS', namespace_id: expect.stringMatching(/^fedc/) }),
    );

    // Nothing of the account goes into a file that git knows.
    expect(files()).toEqual(before);
    expect(first.screen + second.screen + first.complaints).not.toContain(TOKEN);
    await cloudflare.close();
  });
});

describe('npm run deploy, after a deploy that failed once the namespace was made,', {
  timeout: TIMEOUT_MS,
}, () => {
  it('says how to keep that namespace, and keeps it so', async () => {
    const cloudflare = await startCloudflare({ failsUpload: true });
    expect((await deployTo(cloudflare)).screen).toContain('✗ Upload: wrangler failed');
    expect((await deployTo(cloudflare)).screen).toContain('write id = "…" below binding = "INVITE_LINKS"');

    config = writeConfig(folder, telegram.url, 'id = "fedcba9876543210fedcba9876543210"');
    expect((await deployTo(cloudflare)).done.ok).toBe(true);
    expect(cloudflare.bindings()).toContainEqual(
      expect.objectContaining({ name: 'INVITE_LINKS', namespace_id: expect.stringMatching(/^fedc/) }),
    );
    const wrangler = createWrangler(new AbortController().signal, undefined, { ...quiet, ...cloudflare.env });
    expect(await readTaggedBot({ config }, wrangler)).toEqual(ok(7000000001));
    await cloudflare.close();
  });
});
