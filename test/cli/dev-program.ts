// `npm run dev` as a process of its own, in a copy of the project whose source may be changed.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../support/bundle.ts';

export interface Project {
  readonly folder: string;
  /** `.dev.vars`, anew. */
  configure(vars: Readonly<Record<string, string>>): void;
  change(file: string, from: string, to: string): void;
  remove(): void;
}

export function copyProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'npm-run-dev-'));
  for (const part of ['src', 'wrangler.toml', 'tsconfig.json', 'package.json']) {
    cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    configure(vars) {
      const lines = Object.entries(vars).map(([name, value]) => `${name}="${value}"\n`);
      writeFileSync(join(folder, '.dev.vars'), lines.join(''));
    },
    change(file, from, to) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      writeFileSync(
        path,
        text.replaceAll(from, () => to),
      );
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export interface Program {
  output(): string;
  /** Resolves once what was printed matches; rejects if the process ends without it. */
  printed(pattern: RegExp): Promise<void>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** As Ctrl-C at a terminal: everything that it has started is told, too. */
  interrupt(): void;
  /** Whether it, or anything that it has started, still runs. */
  isRunning(): boolean;
}

export function runDev(
  { folder }: Project,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Program {
  const { TELEGRAM_BOT_TOKEN: _, WRANGLER_LOG: __, FORCE_COLOR: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(folder, 'src/cli/dev/main.ts'), ...args], {
    cwd: folder,
    env: { ...inherited, ...environment, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own.
    detached: true,
  });
  let output = '';
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of looks) look();
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 'gone'));
  });
  const group = -(child.pid ?? Number.NaN);
  return {
    output: () => output,
    ended,
    async printed(pattern) {
      const found = new Promise<void>((resolve) => {
        const look = (): void => {
          if (pattern.test(output)) resolve();
        };
        looks.add(look);
        look();
      });
      await Promise.race([found, ended]);
      if (!pattern.test(output)) throw new Error(`It ended without printing ${pattern}:\n${output}`);
    },
    interrupt: () => process.kill(group, 'SIGINT'),
    isRunning() {
      try {
        return process.kill(group, 0);
      } catch {
        return false;
      }
    },
  };
}
