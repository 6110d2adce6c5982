// The programs as npm runs them: processes of their own, with an exit code.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../support/bundle.ts';
import { launch, type Program } from '../support/program.ts';
import { secretFor, TOKEN } from '../support/story.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { startCloudflare } from './cloudflare.ts';
import { writeConfig } from './operator.ts';

const folder = mkdtempSync(join(tmpdir(), 'programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const QUIET = { WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

/** Runs src/cli/<name>/main.ts, or another file, without a terminal. */
const start = (
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  project = PROJECT,
): Program => {
  const file = name.includes('/') ? name : `src/cli/${name}/main.ts`;
  return launch(file, args, { env: { ...QUIET, ...environment }, project });
};

async function run(...given: Parameters<typeof start>) {
  const program = start(...given);
  return { exitCode: await program.ended, output: program.output() };
}

describe('a program of the operator', () => {
  it.each(['deploy', 'health', 'kv', 'dev'])('says what %s can do, without a token', async (name) => {
    for (const help of ['--help', '-h']) {
      const { exitCode, output } = await run(name, [help], { TELEGRAM_BOT_TOKEN: '' });
      expect([exitCode, output]).toEqual([0, expect.stringMatching(`^npm run ${name} .*\\n\\n  --`)]);
    }
  });

  it.each([
    'test/bench/bench.ts',
    'test/proof/proof.ts',
    'test/play/picture.ts',
  ])('says what %s can do, and does nothing else', async (file) => {
    expect(await run(file, ['--help'])).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/^npm run (bench|proof|picture)/),
    });
  });

  it('builds in a dry run without a token, and uploads nothing', async () => {
    // Nothing is asked at an address where nothing listens.
    const nowhere = { CLOUDFLARE_API_BASE_URL: 'http://127.0.0.1:9/client/v4', TELEGRAM_BOT_TOKEN: '' };
    const { exitCode, output } = await run('deploy', ['--dry-run'], nowhere);
    expect(output).toMatch(/--dry-run: exiting now\.\n✓ Build: a dry run uploads nothing/);
    expect(exitCode).toBe(0);
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
    const config = writeConfig(folder, telegram.url);
    const program = start('deploy', ['--config', config], {
      ...cloudflare.env,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TMPDIR: temporary,
    });
    await Promise.race([reached.promise, program.ended]);
    const ours = () => readdirSync(temporary).filter((name) => name.startsWith('invite-link-bot-'));
    expect(ours()).toHaveLength(1);
    program.end('SIGINT');
    const exitCode = await program.ended;
    const output = program.output();
    expect(output).toContain('✓ Token: it is the one from the environment, and @invite_link_bot’s.');
    expect(output).toMatch(/Stopped\.\n$/);
    expect(output).not.toContain(TOKEN);
    expect(exitCode).toBe(130);
    expect(ours()).toEqual([]);
    await cloudflare.close();
    await telegram.close();
  });

  describe('npm run health', () => {
    /** What the Worker at --url answers; `undefined`: nothing listens there. */
    async function health(status: number | undefined, says = '', type = 'text/plain') {
      const seen: unknown[] = [];
      const server = createServer(({ headers, url }, response) => {
        seen.push([url, headers.authorization]);
        response.writeHead(status ?? 500, { 'Content-Type': type }).end(says);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      // Listening on a port, so the address is no pipe's.
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      if (status === undefined) await new Promise((resolve) => server.close(resolve));
      const ended = await run('health', ['--url', origin], { TELEGRAM_BOT_TOKEN: TOKEN });
      server.close();
      // The key, never the token, goes to an address where something else may answer.
      if (status !== undefined) expect(seen).toEqual([['/health?doors', `Bearer ${secretFor('health')}`]]);
      return { ...ended, output: ended.output.replace(origin, '<origin>') };
    }

    it('shows what the Worker says, and its exit code says the same', async () => {
      const says = 'ok    token: Telegram accepts it.\n';
      expect(await health(200, says)).toEqual({ exitCode: 0, output: `<origin>\n${says}` });
      const ill = await health(503, says);
      expect(ill).toEqual({ exitCode: 1, output: `<origin>\n${says}The bot is not well: see above.\n` });
    });

    it('shows no control characters of a server', async () => {
      const { output } = await health(200, 'ok \u001b[2J\u001b]0;x\u0007\u009b1m\r\u202e token\nwell');
      expect(output).toBe('<origin>\nok [2J]0;x1m token\nwell\n');
    });

    it.each([
      [401, 'has another token than the one from the environment. Run npm run deploy.'],
      [404, 'answers 404, and not as this Worker does.'],
      [undefined, 'does not answer. Is the Worker still there?'],
    ])('says what to do if %s is the answer', async (status, words) => {
      expect(await health(status)).toMatchObject({ exitCode: 1, output: expect.stringContaining(words) });
    });

    it('does not take another page for the Worker', async () => {
      const { exitCode, output } = await health(200, '<p>Hello</p>', 'text/html');
      expect([exitCode, output]).toEqual([1, expect.stringContaining('and not as this Worker does')]);
    });
  });

  it('prints the key for monitors', async () => {
    const ended = await run('health', ['--key'], { TELEGRAM_BOT_TOKEN: TOKEN });
    expect(ended).toEqual({ exitCode: 0, output: `${secretFor('health')}\n` });
  });

  it('says what is wrong with what was typed, and exits with 1', async () => {
    const ran = await Promise.all([
      run('kv', []),
      run('health', ['--uhr']),
      run('deploy', ['--url']),
      run('dev', ['now']),
    ]);
    expect(ran).toEqual([
      { exitCode: 1, output: 'Into which file? npm run kv -- backup <file>\n' },
      { exitCode: 1, output: expect.stringMatching(/^There is no option --uhr\.\n\nnpm run health /) },
      { exitCode: 1, output: '--url needs a value after it.\n' },
      { exitCode: 1, output: expect.stringMatching(/^“now” is one argument too many\.\n\nnpm run dev /) },
    ]);
  });

  it('says that npm ci is missing where nothing is installed', async () => {
    const project = join(folder, 'bare');
    cpSync(join(PROJECT, 'src'), join(project, 'src'), { recursive: true });
    const bare = (name: string, ...args: string[]) => run(name, args, { TELEGRAM_BOT_TOKEN: TOKEN }, project);
    const ran = await Promise.all([
      bare('deploy'),
      bare('health'),
      bare('kv', 'backup', join(folder, 'bare.json')),
      bare('dev'),
    ]);
    expect(ran.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1]);
    for (const { output } of ran) expect(output).toMatch(/is not installed: run npm ci first\.\n$/);
  });
});
