// `npm start` as a process of its own, for tests: what it printed so far, and waiting for more.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Launched {
  /** Standard output and standard error, in the order in which they came. */
  output(): string;
  /** Resolves once the text was printed; rejects if the process ends without it. */
  printed(text: string): Promise<void>;
  /** The exit code, or the signal that ended it, once nobody can print any more. */
  readonly ended: Promise<number | string>;
  end(signal: NodeJS.Signals): void;
}

const START = fileURLToPath(new URL('start.ts', import.meta.url));

/** `asByNpm`: below a shell that passes no signal on, as npm does it where that is what `sh` is. */
export function launch(args: readonly string[], env: NodeJS.ProcessEnv, asByNpm: boolean): Launched {
  const [command, inFront, added] = asByNpm
    ? ['sh', ['-c', '"$0" "$@"; exit $?', process.execPath], { npm_lifecycle_event: 'start' }]
    : [process.execPath, [], { npm_lifecycle_event: undefined }];
  const child = spawn(command, [...inFront, START, ...args], {
    env: { ...env, ...added },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'gone'));
  });
  return {
    output: () => output,
    ended,
    end: (signal) => child.kill(signal),
    async printed(text) {
      const found = new Promise<void>((resolve) => {
        const look = (): void => {
          if (output.includes(text)) resolve();
        };
        waiting.add(look);
        look();
      });
      await Promise.race([found, ended]);
      if (!output.includes(text)) throw new Error(`It ended without printing ${text}:\n${output}`);
    },
  };
}
