import { describe, expect, it } from 'vitest';
import { dataOf, forAll, linkIn, onStage, textOf } from '../support/story.ts';
import { tokenOf } from './records.ts';

const { stage, world } = onStage();

describe('a stranger', () => {
  it('touches no object and reads no key of a chat, a hundred times', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, sam } = world;
    await telegram.say(teaRoom, world.olivia, '/create');
    await telegram.say(sam, sam, `/links chat=${teaRoom.id}`);
    await worker.chats.takeCosts();
    const before = worker.door.operations.length;
    await forAll(Array.from({ length: 100 }), async () => {
      expect(textOf(await telegram.say(sam, sam, `/links chat=${teaRoom.id}`))).toContain(
        'I can’t see that you',
      );
    });
    expect(await worker.chats.takeCosts()).toEqual({ methods: [], rowsRead: 0, rowsWritten: 0 });
    expect(worker.door.operations.slice(before).filter(({ operation }) => operation !== 'get')).toEqual([]);
    expect(worker.door.operations.slice(before).filter(({ key }) => key.startsWith('link:'))).toEqual([]);
  });

  it.each([
    '/create',
    '/export',
    '/edit limit=3',
    '/revoke',
    '/link',
    '/lockdown',
  ])('who is a member creates no object by %s', async (command) => {
    const { telegram, worker } = stage;
    const { chessClub, adam } = world;
    await worker.chats.takeCosts();
    await telegram.say(chessClub, adam, command, { ephemeral: true });
    expect((await worker.chats.takeCosts()).methods).toEqual([]);
    expect(await worker.chats.sql(chessClub.id, 'SELECT name FROM sqlite_master')).toEqual([]);
  });
});

describe('what every member’s app gets to see', () => {
  it('holds no link token in the data of a button', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const said = [];
    for (const text of ['/create VIP', '/link', '/links', '/edit limit=3', '/export', '/lockdown', '/revoke'])
      said.push(await telegram.say(teaRoom, olivia, text));
    const tokens = telegram.links(teaRoom).map(({ invite_link }) => tokenOf(invite_link));
    const [card] = said[0]?.answers ?? [];
    if (card) said.push(await telegram.press(teaRoom, card.message_id, olivia, 'Revoke'));
    const asked = await telegram.say(teaRoom, olivia, `/revoke ${linkIn(said[0] ?? never())}`, {
      anonymous: true,
    });
    const data = JSON.stringify(
      [...said, asked].flatMap(({ answers }) =>
        answers.map(({ reply_markup: markup }) => markup?.inline_keyboard),
      ),
    ).replaceAll(/"(?:copy_text|url)":[^}]*/g, '');
    expect(data).toContain(dataOf(asked.answers[0] ?? never(), 'Confirm'));
    expect(tokens.filter((token) => data.includes(token.slice(0, 8)))).toEqual([]);
  });

  it('and what the Worker logs, hold no link token, also while everything fails', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia } = world;
    const link = linkIn(await telegram.say(teaRoom, olivia, '/create'));
    worker.door.fail({ operation: 'put', key: '', times: 9 });
    await worker.chats.dieAt({ method: 'settle', when: 'before' });
    await telegram.say(teaRoom, olivia, '/edit limit=3');
    await worker.chats.setFull(true);
    await telegram.say(teaRoom, olivia, '/revoke');
    await worker.chats.reset();
    worker.door.clearFaults();
    expect(worker.logged.some((line) => line.includes('publication'))).toBe(true);
    expect(worker.logged.filter((line) => line.includes(tokenOf(link)))).toEqual([]);
  });
});

function never(): never {
  throw new Error('Nothing was said');
}
