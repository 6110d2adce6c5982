// Runs wrangler, the tool that talks to Cloudflare, as a process of its own.

import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { PROJECT } from './project.ts';

export interface WranglerRun {
  readonly exitCode: number;
  /** What it printed, if that was not shown already. */
  readonly output: string;
  /** Its warnings and errors, without colours. */
  readonly complaints: string;
}

export interface Wrangler {
  /** Before the operator's eyes. */
  show(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<WranglerRun>;
  /** Out of sight, for its output. */
  read(args: readonly string[]): Promise<WranglerRun>;
}

/** The program, and its first argument. */
export const INSTALLED = [process.execPath, join(PROJECT, 'node_modules/wrangler/bin/wrangler.js')] as const;

/** `command` is the program and its first arguments. The end of this program ends wrangler, too. */
export function createWrangler(
  ending: AbortSignal,
  [program, ...first]: readonly [string, ...string[]] = INSTALLED,
  environment: NodeJS.ProcessEnv = process.env,
): Wrangler {
  // The only token that it needs is in the file of secrets.
  const { TELEGRAM_BOT_TOKEN: _, ...inherited } = environment;

  function run(args: readonly string[], options: SpawnOptions, onStderr?: (text: string) => void) {
    // wrangler would prefer a wrangler.json of a folder above to the wrangler.toml of this one: another Worker.
    const own = args.includes('--config') ? [] : ['--config', join(PROJECT, 'wrangler.toml')];
    const child = spawn(program, [...first, ...args, ...own], { cwd: PROJECT, ...options });
    let output = '';
    let complaints = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
      onStderr?.(text);
    });
    const end = (): boolean => child.kill('SIGTERM');
    ending.addEventListener('abort', end, { once: true });
    // Listeners added after the abort never fire.
    if (ending.aborted) end();
    return new Promise<WranglerRun>((resolve) => {
      const finish = (exitCode: number, trouble = ''): void => {
        ending.removeEventListener('abort', end);
        resolve({ exitCode, output, complaints: stripVTControlCharacters(complaints + trouble) });
      };
      child.on('error', (error) => finish(1, error.message));
      child.on('close', (code) => finish(code ?? 1));
    });
  }

  // A quieter log would hide the output itself.
  const forOutput = { ...inherited, WRANGLER_LOG: 'log', WRANGLER_HIDE_BANNER: 'true' };
  return {
    show: (args, added) =>
      run(args, { env: { ...inherited, ...added }, stdio: ['inherit', 'inherit', 'pipe'] }, (text) =>
        process.stderr.write(text),
      ),
    read: (args) => run(args, { env: forOutput, stdio: ['ignore', 'pipe', 'pipe'] }),
  };
}

// Matched as wrangler 4.116.0 and Cloudflare's API write them. What wrangler itself explains is left to it.
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/Cannot find module|ENOENT/, 'wrangler is not installed: run npm ci first.'],
  [
    /CLOUDFLARE_API_TOKEN environment variable for|Not logged in|Did not login|\[code: (?:10000|9109|6003|9106)\]/,
    'Cloudflare needs a login: run npx wrangler login, or set CLOUDFLARE_API_TOKEN to a token with the permissions Workers Scripts: Edit and Workers KV Storage: Edit.',
  ],
  [
    /\[code: 10014\]/,
    'The namespace of Workers KV is there already, from a deploy that failed or a Worker that was deleted. It may hold the only records of links, so keep it: find its id with npx wrangler kv namespace list, and write id = "…" below binding = "INVITE_LINKS" in wrangler.toml.',
  ],
  [/\[code: 10007\]/, 'There is no such Worker in this account yet: run npm run deploy first.'],
];

/** What to do about a failed run, as a sentence; `undefined` if wrangler's own words have to do. */
export const adviceOn = ({ complaints }: WranglerRun): string | undefined =>
  ADVICE.find(([pattern]) => pattern.test(complaints))?.[1];

/** Why a run out of sight failed: in wrangler's own words, and what to do. */
export const wordFailedRun = (run: WranglerRun): string =>
  [run.complaints.trim() || run.output.trim(), adviceOn(run)].filter(Boolean).join('\n\n');
