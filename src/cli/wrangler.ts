// Runs wrangler, the tool that talks to Cloudflare, as a process of its own.

import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { PROJECT } from './project.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface WranglerRun {
  readonly exitCode: number;
  /** What it printed, where that was not shown already. */
  readonly output: string;
  /** Its warnings and errors, without colours. */
  readonly complaints: string;
}

export interface Wrangler {
  /** Before the operator's eyes. */
  show(args: readonly string[], environment?: Environment): Promise<WranglerRun>;
  /** Out of sight, for its output. */
  read(args: readonly string[]): Promise<WranglerRun>;
}

export interface WranglerOptions {
  /** The program and its first arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Environment;
  /** Where `show` prints. */
  readonly stdout: 'inherit' | 'ignore';
  readonly onComplaint: (text: string) => void;
  /** Ends wrangler, too. */
  readonly ending: AbortSignal;
}

/** The wrangler that this project has installed. */
export const WRANGLER = [process.execPath, join(PROJECT, 'node_modules/wrangler/bin/wrangler.js')] as const;

/** That wrangler, in the operator's terminal. */
export const ownWrangler = (ending: AbortSignal): Wrangler =>
  createWrangler({
    command: WRANGLER,
    environment: process.env,
    stdout: 'inherit',
    onComplaint: (text) => process.stderr.write(text),
    ending,
  });

// wrangler would take a wrangler.json of a folder above before the wrangler.toml of this one: another Worker.
const withOwnConfig = (args: readonly string[]): readonly string[] =>
  args.some((arg) => /^(?:-c|--config)(?:=|$)/.test(arg))
    ? args
    : [...args, '--config', join(PROJECT, 'wrangler.toml')];

export function createWrangler({
  command: [program, ...first],
  environment,
  stdout,
  onComplaint,
  ending,
}: WranglerOptions): Wrangler {
  // It needs the bot's token for nothing but the secrets that it is given in a file.
  const { TELEGRAM_BOT_TOKEN: _, ...inherited } = environment;

  function run(args: readonly string[], options: SpawnOptions, onStderr: (text: string) => void) {
    const child = spawn(program, [...first, ...withOwnConfig(args)], { cwd: PROJECT, ...options });
    const output: string[] = [];
    const complaints: string[] = [];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints.push(text);
      onStderr(text);
    });
    const end = (): boolean => child.kill('SIGTERM');
    ending.addEventListener('abort', end, { once: true });
    // An event that has been is not told again.
    if (ending.aborted) end();
    return new Promise<WranglerRun>((resolve) => {
      const finish = (exitCode: number): void => {
        ending.removeEventListener('abort', end);
        const said = stripVTControlCharacters(complaints.join(''));
        resolve({ exitCode, output: output.join(''), complaints: said });
      };
      child.on('error', (error) => {
        complaints.push(error.message);
        finish(1);
      });
      child.on('close', (code) => finish(code ?? 1));
    });
  }

  return {
    show: (args, added) =>
      run(args, { env: { ...inherited, ...added }, stdio: ['inherit', stdout, 'pipe'] }, onComplaint),
    read: (args) =>
      run(
        args,
        {
          // A quieter log would hide the output itself.
          env: { ...inherited, WRANGLER_LOG: 'log', WRANGLER_HIDE_BANNER: 'true' },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
        () => undefined,
      ),
  };
}
