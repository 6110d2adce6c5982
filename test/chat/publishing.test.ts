import { afterEach, describe, expect, it } from 'vitest';
import { linkIn, onStage, textOf } from '../support/story.ts';
import { linkKey, passTime, unpublished } from './records.ts';

const { stage, world, say } = onStage();
afterEach(async () => {
  stage.worker.door.clearFaults();
  stage.worker.door.release();
  await stage.worker.chats.reset();
});

const putsOf = (key: string): number =>
  stage.worker.door.operations.filter((one) => one.operation === 'put' && one.key === key).length;
const jobsOf = async (): Promise<readonly unknown[]> =>
  (await stage.worker.chats.sql(world.teaRoom.id, 'SELECT kind FROM job')).map(({ kind }) => kind);

describe('what Workers KV shows', () => {
  it('is each link as it is, and the last one, once nothing is left to be done', async () => {
    const link = linkIn(await say('/create VIP'));
    await say('/edit limit=3');
    await say('/export');
    await say(`/revoke ${link}`);
    await passTime(stage, world.teaRoom, 31_000);
    expect(await unpublished(stage, world.teaRoom.id)).toEqual([]);
    expect(await jobsOf()).not.toContain('publish');
  });

  it('is written one put for each key of an act', async () => {
    const link = linkIn(await say('/create'));
    await passTime(stage, world.teaRoom, 31_000);
    expect(putsOf(`last:${world.teaRoom.id}`)).toBe(1);
    expect(putsOf(linkKey(world.teaRoom.id, link))).toBe(1);
  });

  it('leaves no alarm behind that would wake the object for nothing', async () => {
    const { chats } = stage.worker;
    await say('/create');
    await chats.waitForKv();
    await chats.takeCosts();
    await passTime(stage, world.teaRoom, 91_000);
    expect((await chats.takeCosts()).methods).not.toContain('alarm');
  });

  it('is waited for after a create only, so that an edit is answered while it hangs', async () => {
    const { chats, door } = stage.worker;
    door.fail({ operation: 'put', key: `last:${world.teaRoom.id}`, how: 'hanging' });
    expect(textOf(await say('/create'))).toMatch(/^Created/);
    await chats.waitForKv();
    expect(textOf(await say('/edit limit=3'))).toMatch(/^Edited/);
    // A put that is given up would be due in two minutes.
    const [row] = await chats.sql(world.teaRoom.id, 'SELECT last_due FROM chat');
    expect(Number(row?.last_due)).toBeLessThanOrEqual(Date.now());
  });

  it('is repaired by a job, with growing pauses, if a put was refused', async () => {
    const { door } = stage.worker;
    const { teaRoom } = world;
    door.fail({ operation: 'put', key: `last:${teaRoom.id}`, times: 4 });
    const link = linkIn(await say('/create'));
    expect(await stage.worker.kv.get(`last:${teaRoom.id}`)).toBeNull();
    // Each pause is twice as long as the one before it.
    for (const [ms, puts] of [
      [31_000, 2],
      [1_000, 2],
      [1_500, 3],
      [2_000, 3],
      [2_500, 4],
      [4_000, 4],
      [4_500, 5],
    ] as const) {
      await passTime(stage, teaRoom, ms);
      expect([ms, putsOf(`last:${teaRoom.id}`)]).toEqual([ms, puts]);
    }
    expect(await unpublished(stage, teaRoom.id)).toEqual([]);
    expect(textOf(await say('/link'))).toContain(link);
  });

  it('is written again after two minutes if a put was given up, so that its late end leaves no old value', async () => {
    const { door, chats } = stage.worker;
    const { teaRoom } = world;
    const link = linkIn(await say('/create'));
    await passTime(stage, teaRoom, 31_000);
    await chats.hurryTimers();
    door.fail({ operation: 'put', key: linkKey(teaRoom.id, link), how: 'hanging' });
    expect(textOf(await say('/edit limit=3'))).toContain('Edited');
    await expect.poll(() => stage.worker.logged.some((line) => line.includes('no_answer'))).toBe(true);
    expect(textOf(await say('/edit limit=4'))).toContain('Edited');
    await expect.poll(() => putsOf(linkKey(teaRoom.id, link))).toBe(3);
    // Only now the first one comes through.
    door.release();
    await expect
      .poll(async () => String(await stage.worker.kv.get(linkKey(teaRoom.id, link), 'text')))
      .toContain('"member_limit":3');
    await passTime(stage, teaRoom, 119_000);
    expect(putsOf(linkKey(teaRoom.id, link))).toBe(3);
    await passTime(stage, teaRoom, 2_000);
    expect(await unpublished(stage, teaRoom.id)).toEqual([]);
    expect(await jobsOf()).not.toContain('publish');
  });

  it('is written again by the next object if this one died in the middle of a put', async () => {
    const { door, chats } = stage.worker;
    const { teaRoom } = world;
    door.fail({ operation: 'put', key: `last:${teaRoom.id}`, how: 'hanging' });
    const saying = say('/create');
    await expect.poll(() => door.hanging()).toBe(1);
    await saying;
    await chats.abort(teaRoom.id);
    await passTime(stage, teaRoom, 31_000);
    expect(putsOf(`last:${teaRoom.id}`)).toBe(2);
    await passTime(stage, teaRoom, 121_000);
    expect(putsOf(`last:${teaRoom.id}`)).toBe(3);
    expect(await unpublished(stage, teaRoom.id)).toEqual([]);
  });
});

describe('a command', () => {
  it.each([
    'before',
    'stale',
    'blind',
    'hanging',
  ] as const)('is answered the same if Workers KV is %s, once the object has loaded', async (how) => {
    const { door, chats } = stage.worker;
    const link = linkIn(await say('/create VIP limit=3'));
    await chats.hurryTimers();
    for (const operation of ['get', 'list', 'put'] as const) {
      if (operation === 'put' && (how === 'stale' || how === 'blind')) continue;
      door.fail({ operation, key: '', times: 99, how });
    }
    const texts = [];
    for (const text of ['/link', '/edit limit=4', '/links', '/revoke', '/revoke', '/export'])
      texts.push(textOf(await say(text)));
    expect(texts[0]).toContain(link);
    expect(texts[1]).toContain('At most 4 members');
    expect(texts[2]).toContain('VIP');
    expect(texts[3]).toContain(`${link} link revoked`);
    expect(texts[4]).toContain('is revoked already');
    expect(texts[5]).toContain('New primary link');
  });
});
