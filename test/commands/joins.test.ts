import type { Message, User } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { create } from '../chat/records.ts';
import { answerTo, buttonsOf, onStage, shownTo, textOf } from '../support/story.ts';
import type { Outcome } from '../telegram/local-telegram.ts';

const { stage, world } = onStage();

const say = (text: string, replyTo?: number): Promise<Outcome> =>
  stage.telegram.say(world.teaRoom, world.olivia, text, replyTo === undefined ? {} : { replyTo });
const mention = (text: string, user: User): Promise<Outcome> => {
  const offset = text.indexOf(' ') + 1;
  const entity = { type: 'text_mention', offset, length: text.length - offset, user } as const;
  return stage.telegram.say(world.teaRoom, world.olivia, text, { entities: [entity] });
};
/** Presses a button under an ephemeral message, or one that all see. */
function press(message: Message, label: string, who: User): Promise<Outcome> {
  const { message_id, ephemeral_message_id } = message;
  return stage.telegram.press(
    world.teaRoom,
    ephemeral_message_id ? { ephemeral_message_id } : message_id,
    who,
    label,
  );
}

/** So many new people join by the link. */
async function comeBy(link: string, count: number, name = 'Guest') {
  const people = Array.from({ length: count }, (_, index) =>
    stage.telegram.addPerson({ first_name: `${name} ${index + 1}` }),
  );
  for (const person of people) await stage.telegram.join(world.teaRoom, person, link);
  return people;
}

describe('who came', () => {
  it('is counted on the lines of /links and on the card, with the places that are taken', async () => {
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP limit=2');
    const [first] = await comeBy(link, 2);
    expect(textOf(await say('/link'))).toContain('\n2 joined, 2 here; 2 of 2: full\n');
    await stage.telegram.leave(world.teaRoom, first ?? world.sam);
    expect(textOf(await say('/links'))).toContain(' – 2 joined, 1 here; 1 of 2 places taken – ');
    expect(textOf(await say('/edit limit=none'))).toContain('2 joined, 1 here');
    await say('/revoke');
    const card = answerTo(await say(`/link ${link}`));
    expect(card.text).toContain('2 joined, 1 here');
    expect(buttonsOf(card)).toEqual([['« Links', 'People', 'Make again']]);
  });

  it('is opened from a card, for the one who presses only, in pages, and leads back', async () => {
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP limit=none');
    await comeBy(link, 12);
    const card = answerTo(await say('/link'));
    const opened = await press(card, 'People', world.adam);
    const page = answerTo(opened);
    expect(shownTo(page)).toBe(world.adam.id);
    const lines = page.text?.split('\n') ?? [];
    expect(lines[0]).toBe('VIP: 12 joined, 12 here');
    expect(lines[1]).toMatch(/^Guest 12 \d+ – by VIP, /);
    expect(lines).toHaveLength(11);
    expect(buttonsOf(page)).toEqual([['Older »'], ['« Link']]);
  });

  it('turns its pages in place', async () => {
    await comeBy(await create(stage, world.teaRoom, world.olivia, 'VIP limit=none'), 12);
    const page = answerTo(await say('/joins VIP'));
    const turn = async (label: string) => (await press(page, label, world.olivia)).answers[0]?.text;
    expect(await turn('Older »')).toMatch(/\nGuest 2 .*\nGuest 1 /);
    expect(await turn('« Newer')).toMatch(/\nGuest 12 /);
    expect(await turn('« Link')).toContain('12 joined, 12 here');
  });
});

describe('/joins', () => {
  it('shows the asker alone who came lately and how, and who left', async () => {
    const { telegram } = stage;
    expect(textOf(await say('/joins'))).toBe('I have seen no one come here yet.');
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP');
    await telegram.bringIn(world.teaRoom, world.sam, world.adam);
    const [guest] = await comeBy(link, 1);
    await telegram.kick(world.teaRoom, guest ?? world.sam);
    await telegram.leave(world.teaRoom, world.max);
    const answer = answerTo(await say('/joins'));
    expect(shownTo(answer)).toBe(world.olivia.id);
    expect(answer.text?.split('\n')).toEqual([
      'Who came lately:',
      expect.stringMatching(/^Max \d+ – I did not see how – left /),
      expect.stringMatching(/^Guest 1 \d+ – by VIP, .* – removed /),
      expect.stringMatching(/^Sam \d+ – added by Adam, /),
    ]);
  });

  it('shows who came by a link that is typed, named, or replied to', async () => {
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP');
    await create(stage, world.teaRoom, world.olivia, 'Other');
    await comeBy(link, 1);
    const card = answerTo(await say(`/link ${link}`));
    const wanted = /^VIP: 1 joined, 1 here; 1 of 10 places taken\nGuest 1 /;
    expect(textOf(await say(`/joins ${link}`))).toMatch(wanted);
    expect(textOf(await say('/joins vip'))).toMatch(wanted);
    expect(textOf(await say('/joins', card.message_id))).toMatch(wanted);
    expect(textOf(await say('/joins Other'))).toBe('I have seen no one come by Other.');
    expect(textOf(await say('/joins nothing'))).toContain('No active link here is called “nothing”');
  });

  it('shows the stays of a person who is replied to, mentioned, or given by id', async () => {
    const { telegram } = stage;
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP');
    await telegram.join(world.teaRoom, world.sam, link);
    await telegram.leave(world.teaRoom, world.sam);
    await telegram.join(world.teaRoom, world.sam, link);
    const wanted =
      /^When they were here, newest first:\nSam \d+ – by VIP, [^–]*\nSam \d+ – by VIP, .* – left /;
    expect(textOf(await say(`/joins ${world.sam.id}`))).toMatch(wanted);
    const said = await telegram.say(world.teaRoom, world.sam, 'Hello');
    expect(textOf(await say('/joins', said.message?.message_id))).toMatch(wanted);
    expect(textOf(await mention('/joins Sam', world.sam))).toMatch(wanted);
    expect(textOf(await say('/joins @sam'))).toMatch(
      /^Which person\? .*\/joins 123456789\. I can’t find a person by/,
    );
    expect(textOf(await say(`/joins ${world.max.id}`))).toBe('I have not seen that person come or go here.');
  });

  it('sums a period up, with a total for each way', async () => {
    const vip = await create(stage, world.teaRoom, world.olivia, 'VIP');
    const other = await create(stage, world.teaRoom, world.olivia, 'Other');
    await comeBy(vip, 3);
    const [guest] = await comeBy(other, 2, 'Friend');
    await stage.telegram.leave(world.teaRoom, guest ?? world.sam);
    const month = new Date().toISOString().slice(0, 7);
    const day = new Date().toISOString().slice(0, 10);
    for (const period of ['7d', month, '2 weeks', 'last week', 'today', day])
      expect(textOf(await say(`/joins ${period}`)).split('\n')).toEqual([
        expect.stringMatching(/^Who came from .* to /),
        'by VIP: 3 joined, 3 here',
        'by Other: 2 joined, 1 here',
      ]);
    for (const [period, days] of [
      ['2020-12', '2020-12-01 00:00 UTC to 2020-12-31 23:59 UTC'],
      ['2020-11', '2020-11-01 00:00 UTC to 2020-11-30 23:59 UTC'],
      ['2020-12-31', '2020-12-31 00:00 UTC to 2020-12-31 23:59 UTC'],
    ])
      expect(textOf(await say(`/joins ${period}`))).toBe(`From ${days} I saw no one come.`);
    expect(textOf(await say('/joins yesterday'))).toMatch(/^From .* I saw no one come\.$/);
    expect(textOf(await say('/joins 2026-11-31'))).toContain('No active link here is called “2026-11-31”');
  });

  it('says so if changes got lost', async () => {
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP');
    await comeBy(link, 1);
    await stage.worker.chats.sql(world.teaRoom.id, `INSERT INTO gap VALUES (20000, 'lost', 1)`);
    expect(textOf(await say('/joins'))).toMatch(/\nNot everything reached me: .* last on 2024-10-04/);
  });

  it('says plainly in a public chat what Telegram does not tell, and how to get it', async () => {
    stage.telegram.makePublic(world.teaRoom, 'tea_room_public');
    expect(textOf(await say('/joins'))).toMatch(/This chat is public, .* make them with approval\.$/);
  });
});

describe('/forget', () => {
  it('erases a person’s name and id, while counts stay and their stay still ends', async () => {
    const { telegram, worker } = stage;
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP');
    await telegram.join(world.teaRoom, world.sam, link);
    const answer = answerTo(await say(`/forget ${world.sam.id}`));
    expect(answer.text).toMatch(/^Forgotten: /);
    expect(shownTo(answer)).toBe(world.olivia.id);
    expect(textOf(await say('/joins'))).toMatch(/\nsomeone forgotten – by VIP, /);
    await telegram.leave(world.teaRoom, world.sam);
    const rows = await worker.chats.sql(world.teaRoom.id, 'SELECT * FROM stay');
    expect(JSON.stringify(rows)).not.toContain('Sam');
    expect(JSON.stringify(rows)).not.toContain(`:${world.sam.id},`);
    expect(rows).toHaveLength(1);
    expect(textOf(await say('/link'))).toContain('1 joined, 0 here');
    expect(textOf(await say(`/forget ${world.sam.id}`))).toContain('nothing about that person');
  });

  it('asks whom, if it is not said', async () => {
    expect(textOf(await say('/forget'))).toMatch(/^Which person\?/);
    expect(textOf(await say('/forget @sam'))).toMatch(/^Which person\?/);
  });
});

describe('people who left long ago', () => {
  it('are reduced to counts after LEDGER_DAYS', async () => {
    const { telegram, worker } = stage;
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP');
    await telegram.join(world.teaRoom, world.sam, link);
    await comeBy(link, 1);
    await telegram.leave(world.teaRoom, world.sam);
    const left = async (days: number) => {
      await worker.chats.moveClock(days * 86_400_000);
      await worker.chats.runAlarm(world.teaRoom.id);
      return (await worker.chats.sql(world.teaRoom.id, 'SELECT name FROM stay')).map(({ name }) => name);
    };
    expect(await left(399)).toEqual(['Sam', 'Guest 1']);
    expect(await left(2)).toEqual(['Guest 1']);
    expect(textOf(await say('/link'))).toContain('2 joined, 1 here');
  });
});
