// A program of the project as a process of its own, for tests: what it printed so far, and waiting for more.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT } from './bundle.ts';

export interface Program {
  /** Standard output and standard error, in the order in which they came. */
  output(): string;
  /** Resolves once what was printed matches; rejects if the process ends without it. */
  printed(pattern: RegExp): Promise<void>;
  /** The exit code, or the signal that ended it, once no one can print any more. */
  readonly ended: Promise<number | string>;
  end(signal: NodeJS.Signals): void;
  /** As Ctrl-C at a terminal: everything that it has started is told, too. */
  interrupt(): void;
  /** Whether it, or anything that it has started, still runs. */
  isRunning(): boolean;
}

export interface LaunchOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Another folder of the project. */
  readonly project?: string;
  /** Below a shell that passes no signal on, as npm does it if that is what `sh` is. */
  readonly asByNpm?: boolean;
}

export function launch(
  file: string,
  args: readonly string[],
  { env, project = PROJECT, asByNpm = false }: LaunchOptions = {},
): Program {
  const { WRANGLER_LOG: _, FORCE_COLOR: __, ...inherited } = process.env;
  const command = [process.execPath, join(project, file), ...args];
  const [program = '', ...rest] = asByNpm ? ['sh', '-c', '"$0" "$@"; exit $?', ...command] : command;
  const child = spawn(program, rest, {
    cwd: project,
    env: { ...inherited, ...env, npm_lifecycle_event: asByNpm ? 'start' : undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own.
    detached: true,
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'gone'));
  });
  const group = -(child.pid ?? Number.NaN);
  return {
    output: () => output,
    ended,
    end: (signal) => child.kill(signal),
    interrupt: () => process.kill(group, 'SIGINT'),
    isRunning() {
      try {
        return process.kill(group, 0);
      } catch {
        return false;
      }
    },
    async printed(pattern) {
      const found = new Promise<void>((resolve) => {
        const look = (): void => {
          if (pattern.test(output)) resolve();
        };
        waiting.add(look);
        look();
      });
      await Promise.race([found, ended]);
      if (!pattern.test(output)) throw new Error(`It ended without printing ${pattern}:\n${output}`);
    },
  };
}
