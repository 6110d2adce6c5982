// An operator at a keyboard: runs the deploy program in this process, and sees what it prints. Time passes when it waits.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEPLOY, type DeployDeps, deployBot } from '../../src/cli/deploy/deploy-bot.ts';
import { findBotToken } from '../../src/cli/program/bot-token.ts';
import { parseOptions } from '../../src/cli/program/options.ts';
import { createWrangler, type Wrangler } from '../../src/cli/program/wrangler.ts';
import type { Result } from '../../src/lib/result.ts';
import { PROJECT } from '../support/bundle.ts';
import { TOKEN } from '../support/story.ts';

export interface Deployed {
  readonly done: Result<void, string>;
  /** What the program printed, and the failure if it failed. */
  readonly screen: string;
  /** What wrangler said on standard error. */
  readonly complaints: string;
  /** How long it waited in all. */
  readonly waitedMs: number;
}

export interface Keyboard extends Partial<Pick<DeployDeps, 'fetch'>> {
  readonly command?: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
  readonly config: string;
  readonly args?: readonly string[];
  readonly token?: {
    readonly environment?: NodeJS.Dict<string>;
    readonly devVars?: NodeJS.Dict<string>;
    /** What is typed, one after the other; then Ctrl-D. */
    readonly typed?: string[];
  };
}

export async function deploy(keyboard: Keyboard): Promise<Deployed> {
  const { command, environment, config, args = [], token = {}, fetch } = keyboard;
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  let complaints = '';
  let clock = Date.now();
  const start = clock;
  const ending = new AbortController().signal;
  const open = (added = {}): Wrangler => createWrangler(ending, command, { ...environment, ...added });
  const wrangler: Wrangler = {
    ...open(),
    // Out of sight of anyone who runs the tests.
    async show(args, added) {
      const run = await open(added).read(args);
      complaints += run.complaints;
      return run;
    },
  };
  const { devVars = { TELEGRAM_BOT_TOKEN: TOKEN }, typed = [] } = token;
  const parsed = parseOptions(DEPLOY, ['--config', config, ...args]);
  const done = parsed.ok
    ? await deployBot(parsed.value, {
        findToken: () =>
          findBotToken(print, async () => typed.shift() ?? '', token.environment ?? {}, devVars),
        wrangler,
        fetch: fetch ?? (() => Promise.reject(new TypeError('fetch failed'))),
        now: () => clock,
        wait: async (time) => {
          clock += time;
        },
        print,
        ending,
      })
    : parsed;
  if (!done.ok) print(done.failure);
  return { done, screen: printed.join('\n'), complaints, waitedMs: clock - start };
}

/** A copy of wrangler.toml for a Bot API server on this machine. */
export function writeConfig(folder: string, telegramUrl: string, add = ''): string {
  const file = join(folder, 'wrangler.toml');
  const toml = readFileSync(join(PROJECT, 'wrangler.toml'), 'utf8')
    .replace(/^main = "(.*)"/m, (_, main) => `main = ${JSON.stringify(join(PROJECT, main))}`)
    .replace(/^TELEGRAM_API_URL = .*/m, `TELEGRAM_API_URL = "${telegramUrl}"`)
    .replace('binding = "INVITE_LINKS"', (line) => `${line}\n${add}`);
  writeFileSync(file, toml);
  return file;
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
  mkdirSync(join(folder, 'tmp'));
  const script = fileURLToPath(new URL('recorded-wrangler.mjs', import.meta.url));
  return {
    folder,
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
