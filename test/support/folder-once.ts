import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Fills a folder once, however many ask for it at the same time: each fills one of its own beside it, and the first to
 * finish gives its the name. A folder of that name is therefore a whole one. What was killed halfway stays under another
 * name, and is never taken.
 */
export async function fillOnce(folder: string, fill: (into: string) => Promise<unknown>): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const own = await mkdtemp(`${folder}.unfinished-`);
  try {
    await fill(own);
    await rename(own, folder);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    // Someone else was faster: a folder that holds something is not replaced.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
