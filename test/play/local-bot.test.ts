import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE } from '../support/bundle.ts';
import type { KvPassed } from '../support/kv-door.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-bot-'));
const bundle = join(folder, 'bundle/index.js');
const options = { port: 0, telegramPort: 0, stateFolder: folder, isFresh: false };

let bot: LocalBot;
beforeAll(async () => {
  mkdirSync(join(folder, 'bundle'));
  copyFileSync(BUNDLE, bundle);
  bot = await startLocalBot(options);
});
afterAll(async () => {
  await bot.close();
  rmSync(folder, { recursive: true });
});

const startOver = async (): Promise<number> =>
  (await fetch(`${bot.telegram.url}/local/start_over`, { method: 'POST' })).status;
const answersTo = async (text: string): Promise<readonly (string | undefined)[]> =>
  (await bot.telegram.say('Tea Room', 'Olivia', text)).answers.map((answer) => answer.text);

describe('the bot at home', () => {
  it('tells of a write to Workers KV once it can be read', async () => {
    const read: Promise<unknown>[] = [];
    const listenNoMore = bot.telegram.news.listen(({ kind, about }) => {
      const { operation, key } = (about ?? {}) as Partial<KvPassed>;
      if (kind === 'kv' && operation === 'put' && key !== undefined) read.push(bot.worker.kv.get(key));
    });
    await answersTo('/create Told');
    // The link is answered before both keys are written.
    await expect.poll(() => read.length).toBeGreaterThan(1);
    listenNoMore();
    expect(await Promise.all(read)).not.toContain(null);
  });

  it('goes on as it was where code throws as it is loaded, and says so in words', async () => {
    writeFileSync(bundle, "throw new Error('oops at start'); export default {};");
    expect(await bot.reload()).toMatch(
      /^The Worker does not start with the code as it is now.*oops at start/s,
    );
    expect(await answersTo('/create Still here')).toEqual([expect.stringContaining('Name: Still here')]);
    copyFileSync(BUNDLE, bundle);
    expect(await bot.reload()).toBe(undefined);
    expect(await answersTo('/create Here again')).toEqual([expect.stringContaining('Name: Here again')]);
    // What both have made is there.
    expect(await answersTo('/links')).toEqual([expect.stringMatching(/Here again.*Still here/s)]);
    expect((await bot.worker.kv.list({ prefix: 'link:' })).keys.length).toBeGreaterThanOrEqual(2);
  });

  it('reads Workers KV before or after the Worker is exchanged, never meanwhile', async () => {
    const reload = bot.reload();
    const read = await fetch(`${bot.telegram.url}/local/kv`);
    await reload;
    expect(read.status).toBe(200);
  });

  it('begins again once for everybody who asks for it, be the Worker exchanged meanwhile', async () => {
    const asked = [startOver(), bot.reload(), startOver()];
    expect(await Promise.all(asked)).toEqual([200, undefined, 200]);
    const { people, chats } = bot.telegram.state();
    expect([people.length, chats.length]).toEqual([5, 5]);
  });

  it('begins again with nothing of the life before: no faults, no answers, no keys', async () => {
    await answersTo('/create Old');
    bot.telegram.fail({ how: { flood: 3 } });
    bot.worker.door.fail({ operation: 'get', key: '' });
    bot.worker.door.fail({ operation: 'put', key: '' });
    const troubles: unknown[] = [];
    const listenNoMore = bot.telegram.news.listen(({ kind, about }) => {
      if (kind === 'worker' && 'trouble' in (about as object)) troubles.push(about);
    });
    expect(await startOver()).toBe(200);
    listenNoMore();
    expect(troubles).toEqual([]);
    expect((await bot.worker.kv.list()).keys.map(({ name }) => name)).toEqual(['bot']);
    expect(await answersTo('/create New')).toEqual([expect.stringContaining('Name: New')]);
  });
});

it('does not start with code that throws as it is loaded, and leaves nothing running', async () => {
  const other = mkdtempSync(join(tmpdir(), 'local-bot-'));
  mkdirSync(join(other, 'bundle'));
  writeFileSync(join(other, 'bundle/index.js'), "throw new Error('oops at start'); export default {};");
  await expect(startLocalBot({ ...options, stateFolder: other })).rejects.toMatchObject({
    code: 'ERR_RUNTIME_FAILURE',
    message: expect.stringContaining('oops at start'),
  });
  rmSync(other, { recursive: true });
});
