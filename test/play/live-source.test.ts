import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startWorker } from '../support/worker.ts';
import { watchSource } from './live-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'live-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

const worker = (answer: string): string => `export default { fetch: () => new Response('${answer}') };`;

it('runs a changed Worker at the address that it had, with what Workers KV held', async () => {
  const bundle = join(folder, 'index.js');
  writeFileSync(bundle, worker('before'));
  const running = await startWorker({
    bindings: {},
    bundle,
    folders: { kv: join(folder, 'kv'), objects: join(folder, 'do') },
  });
  await running.kv.put('kept', 'yes');
  writeFileSync(bundle, worker('after'));
  await running.reload();
  expect(await (await fetch(running.url)).text()).toBe('after');
  expect(await running.kv.get('kept')).toBe('yes');
  await running.close();
});

it('goes on as it was where the changed Worker throws as it is loaded, and with the next that does not', async () => {
  const bundle = join(folder, 'thrown.js');
  writeFileSync(bundle, worker('before'));
  const running = await startWorker({ bindings: {}, bundle });
  const answer = async (): Promise<string> => (await fetch(running.url)).text();
  writeFileSync(bundle, `throw new Error('oops at start'); ${worker('never')}`);
  await expect(running.reload()).rejects.toThrow('oops at start');
  expect(await answer()).toBe('before');
  expect(await running.kv.get('anything')).toBe(null);
  writeFileSync(bundle, worker('after'));
  await running.reload();
  expect(await answer()).toBe('after');
  await running.close();
});

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
