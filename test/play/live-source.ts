import { watch } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../support/bundle.ts';

/** An editor writes a file in several steps, and `git switch` many files. */
const QUIET_MS = 150;

/** Calls `changed` whenever the bot's source is another, never twice at a time. Answers how to watch no more. */
export function watchSource(changed: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const watcher = watch(join(PROJECT, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed);
    }, QUIET_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
