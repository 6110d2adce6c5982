// The forwarder of `npm run dev` between a local Telegram and a Worker; its pauses are a fiftieth as long.

import { setTimeout as waitFor } from 'node:timers/promises';
import { createPostUpdate, forwardUpdates } from '../../src/cli/dev/forward-updates.ts';
import { TOKEN } from '../support/story.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';

const HASTE = 50;

export interface Forwarder {
  readonly lines: readonly string[];
  /** Resolves once so many lines match, with the last of them. */
  printed(pattern: RegExp, times?: number): Promise<string>;
  /** Why it could not go on; `undefined` once it was asked to end. */
  readonly ended: Promise<string | undefined>;
  end(): Promise<string | undefined>;
}

export function startForwarder(telegram: LocalTelegram, workerUrl: string): Forwarder {
  const ending = new AbortController();
  const { signal } = ending;
  const lines: string[] = [];
  const looks = new Set<() => void>();
  const ended = forwardUpdates({
    token: { token: TOKEN, source: '.dev.vars' },
    apiUrl: telegram.url,
    fetch,
    now: Date.now,
    wait: (time) => waitFor(time / HASTE, undefined, { signal }).catch(() => undefined),
    post: createPostUpdate(workerUrl, TOKEN),
    print(line) {
      lines.push(line);
      for (const look of looks) look();
    },
    ending: signal,
  });
  return {
    lines,
    ended,
    async printed(pattern, times = 1) {
      const matching = (): string[] => lines.filter((line) => pattern.test(line));
      const found = new Promise<void>((resolve) => {
        const look = (): void => {
          if (matching().length >= times) resolve();
        };
        looks.add(look);
        look();
      });
      await Promise.race([found, ended]);
      const last = matching()[times - 1];
      if (last === undefined) throw new Error(`It ended before it printed ${pattern}:\n${lines.join('\n')}`);
      return last;
    },
    end() {
      ending.abort();
      return ended;
    },
  };
}
