import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { watchSource } from './live-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'live-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('hears of a change once, however many files it touches, of files that are replaced, and on after a failure', async () => {
  const source = join(folder, 'src/commands');
  mkdirSync(source, { recursive: true });
  let heard = 0;
  let next = Promise.withResolvers<void>();
  const troubles: unknown[] = [];
  const hear = async (): Promise<void> => {
    heard++;
    next.resolve();
    next = Promise.withResolvers();
    throw new Error(`trouble ${heard}`);
  };
  const stop = await watchSource(join(folder, 'src'), hear, (error) => troubles.push(error));
  const one = next.promise;
  for (const name of ['create.ts', 'edit.ts', 'revoke.ts']) writeFileSync(join(source, name), name);
  await one;
  expect(heard).toBe(1);
  // As many editors save, twice.
  for (const text of ['first', 'second']) {
    const another = next.promise;
    writeFileSync(join(folder, 'new.ts'), text);
    renameSync(join(folder, 'new.ts'), join(source, 'edit.ts'));
    await another;
  }
  expect(heard).toBe(3);
  expect(troubles.map(String)).toContain('Error: trouble 1');
  await stop();
});
