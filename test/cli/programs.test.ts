// The programs as npm runs them: processes of their own, with an exit code.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../support/bundle.ts';
import { secretFor, TOKEN } from '../support/story.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { startCloudflare } from './cloudflare.ts';

const { WRANGLER_LOG: _, ...inherited } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs src/cli/<name>.ts without a terminal. */
function start(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  project = PROJECT,
) {
  const child = spawn(process.execPath, [join(project, `src/cli/${name}.ts`), ...args], {
    cwd: project,
    env: { ...inherited, WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
  return { child, ended };
}

describe('a program of the operator', () => {
  it.each(['deploy', 'health', 'kv', 'dev'])('says what %s can do, without a token', async (name) => {
    for (const help of ['--help', '-h']) {
      const { exitCode, output } = await start(name, [help], { TELEGRAM_BOT_TOKEN: '' }).ended;
      expect([exitCode, output]).toEqual([0, expect.stringMatching(`^npm run ${name} [^]*\\n  --`)]);
    }
  });

  it('ends a deployment that is stopped by Ctrl-C, wrangler with it, and leaves no file', async () => {
    const telegram = await createTelegram({ token: TOKEN });
    const reached = Promise.withResolvers<void>();
    const cloudflare = await startCloudflare({
      holds: '/storage/kv',
      onCall: (call) => {
        if (call.includes('/storage/kv')) reached.resolve();
      },
    });
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    const config = join(folder, 'wrangler.toml');
    writeFileSync(
      config,
      `name = "invite-link-bot"
main = ${JSON.stringify(join(PROJECT, 'src/index.ts'))}
compatibility_date = "2026-07-30"
send_metrics = false
[vars]
TELEGRAM_API_URL = "${telegram.url}"
[[kv_namespaces]]
binding = "INVITE_LINKS"
`,
    );
    const { child, ended } = start('deploy', ['--config', config], {
      ...cloudflare.env,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TMPDIR: temporary,
    });
    await Promise.race([reached.promise, ended]);
    const ours = () => readdirSync(temporary).filter((name) => name.startsWith('invite-link-bot-'));
    expect(ours()).toHaveLength(1);
    child.kill('SIGINT');
    const { exitCode, output } = await ended;
    expect(output).toContain(
      '✓ Token: the one from the environment; Telegram knows it as @invite_link_bot’s.',
    );
    expect(output).toMatch(/Stopped\.\n$/);
    expect(output).not.toContain(TOKEN);
    expect(exitCode).toBe(130);
    expect(ours()).toEqual([]);
    await cloudflare.close();
    await telegram.close();
  });

  it('shows the health of the Worker at --url, and its exit code says the same', async () => {
    let status = 200;
    const server = createServer(({ headers, url }, response) => {
      const isRight = url === '/health' && headers.authorization === `Bearer ${secretFor('health')}`;
      response.writeHead(isRight ? status : 401, { 'Content-Type': 'text/plain' });
      response.end('ok    token: Telegram accepts it.\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Listening on a port, so the address is no pipe's.
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const health = () => start('health', ['--url', origin], { TELEGRAM_BOT_TOKEN: TOKEN }).ended;
    expect(await health()).toEqual({ exitCode: 0, output: `${origin}\nok    token: Telegram accepts it.\n` });
    status = 503;
    expect(await health()).toMatchObject({ exitCode: 1, output: expect.stringContaining('not well') });
    server.close();
  });

  it('prints the key for monitors', async () => {
    const { ended } = start('health', ['--key'], { TELEGRAM_BOT_TOKEN: TOKEN });
    expect(await ended).toEqual({ exitCode: 0, output: `${secretFor('health')}\n` });
  });

  it('keeps a copy of the local namespace, and says no more than that', async () => {
    const file = join(folder, 'copy.json');
    const { ended } = start('kv', ['backup', file, '--local', '--persist-to', join(folder, 'state')]);
    const output = `✓ ${file} holds all 0 keys, with the links themselves: keep it to yourself.\n`;
    expect(await ended).toEqual({ exitCode: 0, output });
  });

  it('says what is wrong with what was typed, and exits with 1', async () => {
    const ran = await Promise.all([
      start('kv', []).ended,
      start('health', ['--uhr']).ended,
      start('deploy', ['--url']).ended,
    ]);
    expect(ran).toEqual([
      { exitCode: 1, output: 'Which chat? Its id, please, as in npm run kv -- -1001234567890\n' },
      {
        exitCode: 1,
        output: "Unknown option '--uhr': the options are --url <address>, --env <name> and --key.\n",
      },
      { exitCode: 1, output: '--url needs a value behind it.\n' },
    ]);
  });

  it('says that npm ci is missing where nothing is installed', async () => {
    const project = join(folder, 'bare');
    cpSync(join(PROJECT, 'src'), join(project, 'src'), { recursive: true });
    const bare = (name: string, ...args: string[]) =>
      start(name, args, { TELEGRAM_BOT_TOKEN: TOKEN }, project).ended;
    const ran = await Promise.all([bare('deploy'), bare('health'), bare('kv', '-100'), bare('dev')]);
    const output = 'What this program needs is not installed: run npm ci first.\n';
    expect(ran).toEqual(ran.map(() => ({ exitCode: 1, output })));
  });
});
