import { describe, expect, it } from 'vitest';
import {
  answerTo,
  buttonsOf,
  dataOf,
  forAll,
  forgePress,
  linkIn,
  methodsOf,
  onStage,
  type Stage,
  type StandardWorld,
  textOf,
} from '../support/story.ts';

let stage: Stage;
let world: StandardWorld;
onStage((one, other) => {
  stage = one;
  world = other;
});

const say = (text: string) => stage.telegram.say(world.teaRoom, world.olivia, text);
const NOW = Math.floor(Date.now() / 1000);

/** Puts records of links into KV that Telegram does not know. */
async function record(count: number, change: (index: number) => object = () => ({})): Promise<void> {
  await forAll(Array.from({ length: count }), (_, index) => {
    const token = `Registry${String(index).padStart(8, '0')}`;
    const link = {
      name: `Link ${index}`,
      made: { by: { id: 1, name: 'Ann' }, date: NOW - 10 * count + index, update_id: 1 },
      ...change(index),
    };
    const value = { invite_link: `https://t.me/+${token}`, is_primary: false, is_revoked: false, ...link };
    const metadata = { ...link, made: { by: 'Ann', date: link.made.date } };
    return stage.worker.kv.put(`link:${world.teaRoom.id}:${token}`, JSON.stringify(value), { metadata });
  });
}

describe('/links', () => {
  it('lists the links from the registry, active before closed, newest first, each with what is left of it', async () => {
    await say('/create first expires=2d');
    await stage.worker.kv.list();
    const second = linkIn(await say('/create limit=5'));
    await say('/create third approval');
    await say(`/revoke ${second}`);
    const came = await say('/links');
    const lines = textOf(came).split('\n');
    expect(lines[0]).toBe('Links: 2 active, 1 closed');
    expect(lines.slice(1, 3).join('\n')).toMatch(/\. third – with approval – Olivia, /);
    expect(lines.slice(1, 3).join('\n')).toMatch(/\. first – until .*, at most 10 – Olivia, /);
    expect(lines[3]).toMatch(new RegExp(`^3\\. ${second.replaceAll(/[+.]/g, '\\$&')} – revoked – Olivia, `));
    expect(lines[4]).toBe('A link made in the last minute may not show yet.');
    expect(methodsOf(came)).toEqual(['getChatMember']);
  });

  it('opens the card of a link by a tap, and leads back', async () => {
    await say('/create VIP');
    const list = answerTo(await say('/links'));
    expect(buttonsOf(list)).toEqual([['1']]);
    const opened = await stage.telegram.press(world.teaRoom, list.message_id, world.olivia, '1');
    expect(opened.answers[0]?.text).toContain('Name: VIP');
    const back = await stage.telegram.press(world.teaRoom, list.message_id, world.olivia, '« Links');
    expect(back.answers[0]?.text).toContain('Links: 1 active, 0 closed');
  });

  it('filters by a word: revoked, expired, active, or a part of a name', async () => {
    await record(4, (index) => ({
      name: ['VIP east', 'vip west', 'Other', 'Old'][index],
      ...(index === 1 && { is_revoked: true }),
      ...(index === 3 && { expire_date: NOW - 100 }),
    }));
    expect(textOf(await say('/links VIP'))).toMatch(
      /^Links with “VIP”: 1 active, 1 closed\n1\. VIP east.*\n2\. vip west – revoked/,
    );
    expect(textOf(await say('/links revoked'))).toMatch(
      /^Links with “revoked”: 0 active, 1 closed\n1\. vip west/,
    );
    expect(textOf(await say('/links expired'))).toMatch(/\n1\. Old – expired/);
    expect(textOf(await say('/links active'))).toMatch(/: 2 active, 0 closed/);
    expect(textOf(await say('/links nothing'))).toMatch(/: 0 active, 0 closed\nA link made/);
    expect(textOf(await say(`/links ${'ж'.repeat(30)}`))).toContain(
      'A shorter part of the name finds it too',
    );
  });

  it('turns 2,500 links page by page, from one list for every 1,000 and no read of a link', async () => {
    await record(2_500);
    stage.worker.door.operations.length = 0;
    const came = await say('/links');
    expect(textOf(came)).toMatch(/^Links: 2500 active, 0 closed, page 1 of 313\n1\. Link 2499 –/);
    expect(stage.worker.door.operations.map(({ operation }) => operation)).toEqual(['list', 'list', 'list']);
    const list = answerTo(came);
    expect(buttonsOf(list)).toEqual([['1', '2', '3', '4'], ['5', '6', '7', '8'], ['Older »']]);
    const turned = await stage.telegram.press(world.teaRoom, list.message_id, world.olivia, 'Older »');
    expect(turned.answers[0]?.text).toMatch(/page 2 of 313\n9\. Link 2491 –/);
    const last = await forgePress(
      stage,
      list,
      world.olivia,
      dataOf(list, 'Older »').replace(':1:', ':9999:'),
    );
    expect(last.answers[0]?.text).toMatch(/page 313 of 313\n2497\. Link 3 –/);
  });

  it('stays a message that Telegram takes, whatever the names', async () => {
    await record(8, () => ({ name: '<&">'.repeat(8) }));
    const came = await say('/links');
    expect(came.refusedReply).toBeUndefined();
    expect(textOf(came)).toContain('1. <&"><&">');
  });
});
