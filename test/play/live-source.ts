import { join } from 'node:path';
import { watch } from 'chokidar';
import { PROJECT } from '../support/bundle.ts';

export const SOURCE = join(PROJECT, 'src');

/** An editor writes a file in several steps, and `git switch` many files. */
const QUIET_MS = 150;

/**
 * Calls `changed` whenever something in the folder is another, never twice at a time; what goes wrong with that is told. Answers, once
 * it watches, how to watch no more. (Node's own recursive watching loses a file on Linux when an editor replaces it.)
 */
export async function watchSource(
  folder: string,
  changed: () => Promise<void>,
  fail: (error: unknown) => void,
): Promise<() => Promise<void>> {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const watcher = watch(folder, { ignoreInitial: true });
  watcher.on('error', fail);
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed).catch(fail);
    }, QUIET_MS);
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
    await running;
  };
}
