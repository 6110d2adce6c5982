import { describe, expect, it } from 'vitest';
import {
  answerTo,
  buttonsOf,
  dataOf,
  forgePress,
  linkIn,
  methodsOf,
  onStage,
  textOf,
} from '../support/story.ts';

const { stage, world, say } = onStage();

const NOW = Math.floor(Date.now() / 1000);

/** Puts records of links into KV that Telegram does not know. */
async function record(count: number, change: (index: number) => object = () => ({})): Promise<void> {
  const values = Array.from({ length: count }, (_, index) => {
    const token = `Registry${String(index).padStart(8, '0')}`;
    const link = {
      name: `Link ${index}`,
      made: { by: { id: 1, name: 'Ann' }, date: NOW - 10 * count + index, update_id: 1 },
      ...change(index),
    };
    const value = { invite_link: `https://t.me/+${token}`, is_primary: false, is_revoked: false, ...link };
    return [`link:${world.teaRoom.id}:${token}`, JSON.stringify(value)];
  });
  await stage.worker.chats.fillKv(Object.fromEntries(values));
}

describe('/links', () => {
  it('lists the links newest first, each with what is left of it', async () => {
    await say('/create first expires=2d');
    const second = linkIn(await say('/create limit=5'));
    await say('/create third approval');
    await say(`/revoke ${second}`);
    const came = await say('/links');
    const lines = textOf(came).split('\n');
    expect(lines[0]).toBe('Links: 2 active, 0 expired, 1 revoked');
    expect(lines[1]).toMatch(/^1\. third – with approval – Olivia, /);
    expect(lines[2]).toMatch(new RegExp(`^2\\. ${second.replaceAll(/[+.]/g, '\\$&')} – revoked – Olivia, `));
    expect(lines[3]).toMatch(/^3\. first – until .*, at most 10 – Olivia, /);
    expect(lines).toHaveLength(4);
    expect(methodsOf(came)).toEqual(['getChatMember']);
  });

  it('opens the card of a link by a tap, and leads back', async () => {
    await say('/create VIP');
    const list = answerTo(await say('/links'));
    expect(buttonsOf(list)).toEqual([['1']]);
    const opened = await stage.telegram.press(world.teaRoom, list.message_id, world.olivia, '1');
    expect(opened.answers[0]?.text).toContain('Name: VIP');
    const back = await stage.telegram.press(world.teaRoom, list.message_id, world.olivia, '« Links');
    expect(back.answers[0]?.text).toContain('Links: 1 active, 0 expired, 0 revoked');
  });

  it('filters by a word: revoked, expired, active, or a part of a name', async () => {
    await record(4, (index) => ({
      name: ['VIP east', 'vip west', 'Other', 'Old'][index],
      ...(index === 1 && { is_revoked: true }),
      ...(index === 3 && { expire_date: NOW - 100 }),
    }));
    expect(textOf(await say('/links VIP'))).toMatch(
      /^Links with “VIP”:\n1\. vip west – revoked.*\n2\. VIP east/,
    );
    expect(textOf(await say('/links revoked'))).toMatch(/^Revoked links:\n1\. vip west.*$/);
    expect(textOf(await say('/links expired'))).toMatch(/^Expired links:\n1\. Old – expired.*$/);
    expect(textOf(await say('/links closed'))).toMatch(/^Revoked links:\n1\. vip west/);
    expect(textOf(await say('/links all'))).toMatch(/^Links: 2 active, 1 expired, 1 revoked/);
    expect(textOf(await say('/links active')).split('\n')).toHaveLength(3);
    expect(textOf(await say('/links nothing'))).toBe(
      'No link here has “nothing” in its name, maker or address.',
    );
    expect(textOf(await say(`/links ${'ж'.repeat(30)}`))).toContain(
      'A shorter part of the name finds it too',
    );
  });

  it('turns 1,300 links page by page, and reads no key for it', async () => {
    await record(1_300);
    await say('/links');
    await stage.worker.chats.moveClock(600_000);
    await stage.worker.chats.runAlarm(world.teaRoom.id);
    stage.worker.door.operations.length = 0;
    const list = answerTo(await say('/links'));
    expect(list.text).toMatch(/^Links: 1300 active, 0 expired, 0 revoked\n1\. Link 1299 –/);
    expect(buttonsOf(list)).toEqual([['1', '2', '3', '4'], ['5', '6', '7', '8'], ['Older »']]);
    const press = async (label: string) => {
      const came = await stage.telegram.press(world.teaRoom, list.message_id, world.olivia, label);
      return came.answers[0]?.text;
    };
    expect(await press('Older »')).toMatch(/\n1\. Link 1291 –/);
    expect(await press('Older »')).toMatch(/\n1\. Link 1283 –/);
    expect(await press('« Newer')).toMatch(/\n1\. Link 1291 –/);
    expect(stage.worker.door.operations).toEqual([]);
    const end = dataOf(list, 'Older »').replace(/:-[0-9a-z]+:$/, ':-1:');
    const last = await forgePress(stage, list, world.olivia, end);
    expect(last.answers[0]?.text).toMatch(/\n8\. Link 0 –/);
  });

  it('stays a message that Telegram takes, whatever the names', async () => {
    await record(8, () => ({ name: '<&">'.repeat(8) }));
    const came = await say('/links');
    expect(came.refusedReply).toBeUndefined();
    expect(textOf(came)).toContain('1. <&"><&">');
  });
});
