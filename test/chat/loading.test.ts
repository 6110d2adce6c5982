import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerTo, buttonsOf, linkIn, onStage, textOf } from '../support/story.ts';
import { changesIn, linkKey, makesFor, passTime, publish, recordsOf } from './records.ts';

let old: string;
const { stage, world, say } = onStage();

const plain = (url: string, name: string) => ({
  invite_link: url,
  name,
  is_primary: false,
  is_revoked: false,
  member_limit: 3,
});
const passes = async (): Promise<unknown> =>
  (await stage.worker.chats.sql(world.teaRoom.id, 'SELECT passes FROM chat'))[0]?.passes;

/** A link of the bot's that only Workers KV knows. */
const linkOfBefore = (name: string): string =>
  stage.telegram.makeLink(world.teaRoom, stage.telegram.bot, { name, member_limit: 3 }).invite_link;

beforeEach(async () => {
  old = linkOfBefore('Old');
  await publish(stage, world.teaRoom, [plain(old, 'Old')], old);
});
afterEach(async () => {
  stage.worker.door.clearFaults();
  stage.worker.door.release();
  await stage.worker.chats.reset();
});

describe('an object that knows nothing', () => {
  it('knows what Workers KV shows when it is first asked', async () => {
    expect(textOf(await say('/link'))).toContain('Old');
    expect(textOf(await say('/edit limit=7'))).toContain(old);
    expect(stage.telegram.links(world.teaRoom)[0]).toMatchObject({ name: 'Old', member_limit: 7 });
  });

  it('adds only what is unknown', async () => {
    await say('/edit limit=7');
    await stage.worker.kv.put(linkKey(world.teaRoom.id, old), JSON.stringify(plain(old, 'Older')));
    await passTime(stage, world.teaRoom, 601_000);
    expect(await passes()).toBe(2);
    expect((await recordsOf(stage, world.teaRoom)).get(old)).toMatchObject({ name: 'Old', member_limit: 7 });
  });

  it('reads everything once more after ten minutes, and finds what was written late', async () => {
    expect(textOf(await say('/links'))).toContain('Old');
    const late = linkOfBefore('Late');
    await publish(stage, world.teaRoom, [plain(late, 'Late')]);
    await passTime(stage, world.teaRoom, 590_000);
    expect(textOf(await say('/links'))).not.toContain('Late');
    await passTime(stage, world.teaRoom, 11_000);
    expect(textOf(await say('/links'))).toContain('Late');
  });

  it('says that it is still reading, and takes /create, /export and /revoke with a link meanwhile', async () => {
    const { door, chats } = stage.worker;
    await chats.hurryTimers();
    door.fail({ operation: 'list', key: 'link:', times: 99 });
    for (const command of [
      '/links',
      '/link',
      '/edit limit=3',
      '/revoke',
      '/lockdown',
      `/edit ${old} limit=3`,
      `/link ${old}`,
    ]) {
      const came = await say(command);
      expect(textOf(came)).toContain('still reading which links I made here');
      expect(changesIn(came)).toEqual([]);
    }
    expect(textOf(await say('/create New'))).toMatch(/^Created /);
    expect(textOf(await say('/export'))).toContain('New primary link');
    expect(textOf(await say(`/revoke ${old}`))).toContain(`${old} link revoked`);
    door.clearFaults();
    await passTime(stage, world.teaRoom, 20_000);
    const records = await recordsOf(stage, world.teaRoom);
    expect(records.get(old)).toMatchObject({ is_revoked: true });
    expect([...records.values()].filter(({ is_revoked }) => !is_revoked)).toHaveLength(2);
  });

  it('says so also if Workers KV does not answer', async () => {
    const { door, chats } = stage.worker;
    await chats.hurryTimers();
    door.fail({ operation: 'list', key: 'link:', how: 'hanging' });
    expect(textOf(await say('/links'))).toContain('still reading');
    expect(textOf(await say('/create'))).toMatch(/^Created /);
  });

  it('keeps what a revoke has set of a link that is loaded while Telegram is called', async () => {
    const link = linkOfBefore('Seen late');
    expect(textOf(await say('/links'))).toContain('Old');
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.telegram.fail({ method: 'revokeChatInviteLink', how: { hold: promise } });
    const revoking = say(`/revoke ${link}`);
    await expect
      .poll(async () => (await stage.worker.chats.sql(world.teaRoom.id, 'SELECT key FROM act')).length)
      .toBe(1);
    await publish(stage, world.teaRoom, [plain(link, 'Seen late')]);
    await passTime(stage, world.teaRoom, 601_000);
    resolve();
    await revoking;
    expect((await recordsOf(stage, world.teaRoom)).get(link)).toMatchObject({ is_revoked: true });
  });

  it('reads 1,300 links page by page, over as many runs as it takes', async () => {
    const { chats } = stage.worker;
    const { teaRoom } = world;
    const links = Array.from({ length: 1_300 }, (_, index) =>
      plain(`https://t.me/+Many${String(index).padStart(12, '0')}`, `Many ${index}`),
    );
    await publish(stage, teaRoom, links);
    // The first run ends after its first page.
    stage.worker.door.fail({ operation: 'list', key: `link:${teaRoom.id}:`, skip: 1 });
    expect(textOf(await say('/create'))).toMatch(/^Created /);
    await expect
      .poll(async () => (await chats.sql(teaRoom.id, 'SELECT load_cursor FROM chat'))[0]?.load_cursor ?? null)
      .not.toBeNull();
    expect(await passes()).toBe(0);
    await passTime(stage, teaRoom, 20_000);
    expect(await passes()).toBe(1);
    expect((await chats.sql(teaRoom.id, 'SELECT COUNT(*) AS n FROM link'))[0]?.n).toBe(1_302);
    expect((await chats.sql(teaRoom.id, 'SELECT active FROM chat'))[0]?.active).toBe(1_302);
  });
});

describe('a link under last: that the object does not know', () => {
  it('is adopted and asked about', async () => {
    const own = linkIn(await say('/create Own'));
    await passTime(stage, world.teaRoom, 31_000);
    const other = linkOfBefore('Other');
    await publish(stage, world.teaRoom, [plain(other, 'Other')], other);
    const came = await say('/edit limit=9');
    expect(textOf(came)).toContain('I did nothing: the last link here was missing from my records');
    expect(changesIn(came)).toEqual([]);
    expect(buttonsOf(answerTo(came))).toEqual([['Other']]);
    expect((await recordsOf(stage, world.teaRoom)).get(other)).toMatchObject({ name: 'Other' });
    // It is known by now, so it outranks the object's own last link no longer.
    expect(textOf(await say('/edit limit=9'))).toContain(own);
    expect(makesFor(stage, world.teaRoom)).toBe(1);
  });
});
