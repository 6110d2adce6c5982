// An operator at a keyboard: runs the deploy program in this process, and sees what it prints. Time passes when it waits.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBotToken, type TokenPlaces } from '../../src/cli/bot-token.ts';
import { type DeployDeps, deployBot } from '../../src/cli/deploy-bot.ts';
import { readWorkerSettings } from '../../src/cli/worker-settings.ts';
import { createWrangler } from '../../src/cli/wrangler.ts';
import { ok, type Result } from '../../src/lib/result.ts';
import { createTelegram } from '../../src/telegram/client.ts';
import { TOKEN } from '../support/story.ts';

export interface Deployed {
  readonly done: Result<void, string>;
  /** What the program printed, and where it failed, the failure. */
  readonly screen: string;
  /** What wrangler said on standard error. */
  readonly complaints: string;
  /** How long it waited in all. */
  readonly waitedMs: number;
}

export interface Keyboard extends Partial<Pick<DeployDeps, 'fetch' | 'ending'>> {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly telegramUrl: string;
  readonly args?: readonly string[];
  readonly token?: Partial<TokenPlaces>;
}

const nobody = () => Promise.reject(new TypeError('fetch failed'));

export async function deploy(keyboard: Keyboard): Promise<Deployed> {
  const { command, environment, telegramUrl, args = [], ending = new AbortController().signal } = keyboard;
  const printed: string[] = [];
  const complaints: string[] = [];
  const start = Date.now();
  let clock = start;
  const now = () => clock;
  const wait = async (time: number): Promise<void> => {
    clock += time;
  };
  const places = {
    environment: {},
    devVars: `TELEGRAM_BOT_TOKEN=${TOKEN}\n`,
    ask: undefined,
    ...keyboard.token,
  };
  const done = await deployBot(args, {
    findToken: () => findBotToken(places),
    findSettings: async (which) => {
      const settings = await readWorkerSettings(which);
      return settings.ok ? ok({ ...settings.value, apiUrl: telegramUrl }) : settings;
    },
    telegramAt: (apiUrl, token) => createTelegram({ token, apiUrl, fetch, now, wait }, clock + 30_000),
    wrangler: createWrangler({
      command,
      environment,
      stdout: 'ignore',
      onComplaint: (text) => complaints.push(text),
      ending,
    }),
    fetch: keyboard.fetch ?? nobody,
    now,
    wait,
    print: (line) => printed.push(line),
    ending,
  });
  if (!done.ok) printed.push(done.failure);
  return { done, screen: printed.join('\n'), complaints: complaints.join(''), waitedMs: clock - start };
}

export interface Plan {
  /** Events of the file that WRANGLER_OUTPUT_FILE_PATH names. */
  readonly entries?: readonly object[];
  readonly stderr?: string;
  readonly exitCode?: number;
  /** What `wrangler deployments status` prints; without, there is no such Worker. */
  readonly status?: string;
}

export interface Run {
  readonly args: readonly string[];
  readonly secretsFile: string;
  readonly secrets: unknown;
  readonly mode: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A wrangler that is none: it records how it was run, and does what the plan says. */
export function createRecordedWrangler() {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-wrangler-'));
  // Temporary files of the program are seen there, as long as there are any.
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const script = fileURLToPath(new URL('recorded-wrangler.mjs', import.meta.url));
  return {
    command: [process.execPath, script] as const,
    environment: { ...process.env, RECORDED_WRANGLER: folder },
    plan: (plan: Plan) => writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan)),
    /** Since the last time that it was asked. */
    runs(): readonly Run[] {
      const file = join(folder, 'runs.ndjson');
      const text = readFileSync(file, { encoding: 'utf8', flag: 'a+' });
      rmSync(file, { force: true });
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
