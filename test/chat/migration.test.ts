import type { Chat, User } from '@grammyjs/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkIn, onStage, setWebhook, TOKEN, textOf } from '../support/story.ts';
import { passTime, publish, recordsOf, unpublished } from './records.ts';

const { stage, world } = onStage('alone');

const record = (index: number) => ({
  invite_link: `https://t.me/+Many${String(index).padStart(12, '0')}`,
  is_primary: false,
  is_revoked: index % 3 === 0,
  name: `Link ${index}`,
});

/** The group moves, and none of the updates that say so has come yet. */
async function migrateSilently(group: Chat): Promise<Chat.SupergroupChat> {
  const api = `${stage.telegram.url}/bot${TOKEN}`;
  await fetch(`${api}/deleteWebhook`, { method: 'POST' });
  const { chat } = await stage.telegram.migrate(group);
  await fetch(`${api}/deleteWebhook?drop_pending_updates=true`, { method: 'POST' });
  await setWebhook(stage.telegram, stage.worker.url);
  return chat as Chat.SupergroupChat;
}

const SIGNS = [
  'told in the group',
  'told in the supergroup',
  'standing',
  'refusal',
  'a new link there',
] as const;
type Sign = (typeof SIGNS)[number];

async function give(sign: Sign, olivia: User, old: Chat, chat: Chat.SupergroupChat): Promise<void> {
  const { telegram } = stage;
  const message = { message_id: 900, date: Math.floor(Date.now() / 1000), from: olivia };
  const member = { user: telegram.bot, status: 'left' } as const;
  if (sign === 'told in the group')
    await telegram.send({ message: { ...message, chat: old, migrate_to_chat_id: chat.id } as never });
  if (sign === 'told in the supergroup')
    await telegram.send({ message: { ...message, chat, migrate_from_chat_id: old.id } as never });
  if (sign === 'standing')
    await telegram.send({
      my_chat_member: {
        chat,
        from: olivia,
        date: message.date,
        old_chat_member: member,
        new_chat_member: { ...member, status: 'administrator', can_invite_users: true },
      } as never,
    });
  if (sign === 'refusal') await telegram.say(olivia, olivia, `/link chat=${old.id}`);
  if (sign === 'a new link there') await telegram.say(chat, olivia, '/create Fresh');
}

const deaths = fc.option(
  fc.record({
    method: fc.constantFrom('handOver', 'takeOver', 'alarm', 'begin', 'settle'),
    when: fc.constantFrom('before', 'after'),
  } as const),
);
const orders = fc.shuffledSubarray([...SIGNS], { minLength: SIGNS.length, maxLength: SIGNS.length });

describe('a group that becomes a supergroup', () => {
  it('hands over everything, whichever sign comes first and whichever object ends in the middle', {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(orders, deaths, deaths, async (order, ...dying) => {
        const { telegram, worker } = stage;
        const { bookClub, olivia } = stage.world();
        await worker.chats.reset();
        telegram.clearFaults();
        await publish(
          stage,
          bookClub,
          Array.from({ length: 12 }, (_, index) => record(index)),
        );
        await telegram.say(bookClub, olivia, '/create Old limit=7');
        // An edit without an answer: what it meant to set goes along.
        telegram.fail({ method: 'editChatInviteLink', times: 2, how: { html: 502 } });
        await telegram.say(bookClub, olivia, '/edit limit=9');
        const chat = await migrateSilently(bookClub);
        for (const death of dying) if (death) await worker.chats.dieAt(death);
        for (const sign of order) await give(sign, olivia, bookClub, chat);
        await worker.chats.reset();
        await passTime(stage, bookClub, 61_000);
        await passTime(stage, chat, 61_000);
        const records = [...(await recordsOf(stage, chat)).values()];
        expect(records.filter(({ name = '' }) => /^(?:Link|Old)/.test(name))).toHaveLength(13);
        expect(records.filter(({ name }) => name === 'Fresh')).toHaveLength(
          telegram.links(chat).filter(({ name }) => name === 'Fresh').length,
        );
        expect(
          await worker.chats.sql(chat.id, 'SELECT intended FROM link WHERE intended IS NOT NULL'),
        ).toHaveLength(1);
        expect(await unpublished(stage, chat.id)).toEqual([]);
        expect(await worker.chats.sql(bookClub.id, 'SELECT moved_to FROM chat')).toEqual([
          { moved_to: chat.id },
        ]);
        expect(await worker.chats.sql(bookClub.id, `SELECT 1 FROM job WHERE kind = 'hand_over'`)).toEqual([]);
      }),
      { numRuns: Number(process.env.RUNS ?? 8) },
    );
  });

  it('brings what it knows of a link that has been used in the supergroup before', async () => {
    const { telegram } = stage;
    const { bookClub, olivia, sam } = world;
    const made = await telegram.say(bookClub, olivia, '/door Poster');
    await telegram.say(bookClub, olivia, `/edit ${linkIn(made)} approval=auto`);
    const chat = await migrateSilently(bookClub);
    const link = {
      invite_link: linkIn(made),
      creator: telegram.bot,
      creates_join_request: true,
      is_primary: false,
      is_revoked: false,
    };
    const date = Math.floor(Date.now() / 1000);
    const change = { chat, from: sam, date, invite_link: link };
    const [old_chat_member, new_chat_member] = ['left', 'member'].map((status) => ({ user: sam, status }));
    await telegram.send({ chat_member: { ...change, old_chat_member, new_chat_member } as never });
    await give('told in the supergroup', olivia, bookClub, chat);
    await passTime(stage, chat, 0);
    expect((await recordsOf(stage, chat)).get(linkIn(made))).toMatchObject({
      approval: 'auto',
      door: { name: 'Poster' },
      made: { by: { id: olivia.id } },
    });
    expect(await unpublished(stage, chat.id)).toEqual([]);
  });

  it('loses no one who comes while everything is handed over', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    await telegram.say(bookClub, olivia, '/create VIP');
    const chat = await migrateSilently(bookClub);
    const date = Math.floor(Date.now() / 1000);
    const come = (count: number) =>
      Array.from({ length: count }, () => {
        const user = telegram.addPerson({ first_name: 'Guest' });
        const [old_chat_member, new_chat_member] = ['left', 'member'].map((status) => ({ user, status }));
        const change = { chat: bookClub, from: user, date, old_chat_member, new_chat_member };
        return telegram.send({ chat_member: change as never });
      });
    await Promise.all([...come(15), give('told in the supergroup', olivia, bookClub, chat), ...come(15)]);
    expect(await worker.chats.sql(chat.id, 'SELECT 1 FROM stay')).toHaveLength(30);
  });

  it('brings 5,000 links along in one go', { timeout: 240_000 }, async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    await telegram.say(bookClub, olivia, '/create Last');
    await worker.chats.sql(
      bookClub.id,
      `WITH RECURSIVE many(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM many WHERE i < 5000)
       INSERT INTO link(n, id, state, is_primary, search, record, version) SELECT i, 'id' || i, 'active', 0, '',
       json_object('invite_link', 'https://t.me/+Many' || printf('%012d', i), 'is_primary', json('false'),
       'is_revoked', json('false')), 1 FROM many`,
    );
    const chat = await migrateSilently(bookClub);
    await give('told in the supergroup', olivia, bookClub, chat);
    expect(textOf(await telegram.say(chat, olivia, '/links'))).toMatch(/^Links: 5001 active/);
    // They are published by the job, some at each run.
    await worker.chats.runAlarm(chat.id, 2);
    const [{ due = 0 } = {}] = await worker.chats.sql(
      chat.id,
      'SELECT COUNT(*) AS due FROM link WHERE due > 0',
    );
    expect(Number(due)).toBeLessThan(5_001);
  });

  it('takes a lockdown along, which goes on there and the message of the old group shows it', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    for (let index = 0; index < 4; index++) await telegram.say(bookClub, olivia, `/create L${index}`);
    const asked = (await telegram.say(bookClub, olivia, '/lockdown')).answers[0];
    await telegram.press(bookClub, asked?.message_id ?? 0, olivia, 'Close them');
    const chat = await migrateSilently(bookClub);
    // Telegram's refusal is the first sign.
    await worker.chats.runAlarm(bookClub.id);
    await passTime(stage, chat, 1_000);
    // The old group's messages stay where they are.
    expect(telegram.read(bookClub).findLast(({ text }) => text)?.text).toMatch(/^All 4 closed\./);
    expect(textOf(await telegram.say(chat, olivia, '/links active'))).toMatch(
      /^Active links:\n1\. My primary link/,
    );
  });

  it('sends the answer after that came when everything was handed over', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    const link = linkIn(await telegram.say(bookClub, olivia, '/create A'));
    const { promise, resolve } = Promise.withResolvers<void>();
    telegram.fail({ method: 'revokeChatInviteLink', how: { hold: promise } });
    const saying = telegram.say(olivia, olivia, `/revoke ${link} chat=${bookClub.id}`);
    await expect
      .poll(
        async () => (await worker.chats.sql(bookClub.id, `SELECT 1 FROM act WHERE state = 'begun'`)).length,
      )
      .toBe(1);
    await worker.chats.sql(bookClub.id, 'UPDATE chat SET open_until = 0');
    const { chat } = await telegram.migrate(bookClub);
    await worker.chats.dieAt({ method: 'settle', when: 'before', skip: 1 });
    resolve();
    await saying;
    await worker.chats.runAlarm(bookClub.id);
    await passTime(stage, bookClub, 61_000);
    expect((await recordsOf(stage, chat)).get(link)).toMatchObject({ is_revoked: true });
    expect(await worker.chats.sql(bookClub.id, 'SELECT * FROM late')).toEqual([]);
  });
});
