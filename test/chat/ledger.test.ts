import { describe, expect, it } from 'vitest';
import { onStage, secretFor, TOKEN } from '../support/story.ts';
import { startWorker } from '../support/worker.ts';
import type { JoinOutcome } from '../telegram/local-telegram.ts';
import { create, forget, recordsOf, unpublished } from './records.ts';

const { stage, world } = onStage();

const rows = (sql: string, chat: { readonly id: number } = world.teaRoom) =>
  stage.worker.chats.sql(chat.id, sql);
const stays = (chat?: { readonly id: number }) =>
  rows('SELECT name, via, by_name AS by, how, until IS NULL AS here FROM stay ORDER BY n', chat);
const counts = () => rows('SELECT joined, here FROM link ORDER BY n');
const gaps = () => rows('SELECT why, times FROM gap');
const updateOf = ({ updates }: JoinOutcome): number => updates[0]?.update_id ?? 0;

/** What Telegram says if someone was one thing in the chat and is another. */
const memberChange = (person: object, before: string, after: string) => ({
  chat: world.teaRoom,
  from: person,
  date: Math.floor(Date.now() / 1000),
  old_chat_member: { status: before, user: person },
  new_chat_member: { status: after, user: person },
});
const tell = (...change: Parameters<typeof memberChange>) =>
  stage.telegram.send({ chat_member: memberChange(...change) });

describe('the ledger of a chat', () => {
  it('knows who came by which link, and who has left', async () => {
    const { telegram } = stage;
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP limit=5');
    await telegram.join(world.teaRoom, world.sam, link);
    expect(await stays()).toEqual([{ name: 'Sam', via: 'link', by: null, how: null, here: 1 }]);
    expect(await counts()).toEqual([{ joined: 1, here: 1 }]);
    await telegram.leave(world.teaRoom, world.sam);
    expect(await stays()).toEqual([{ name: 'Sam', via: 'link', by: null, how: 'left', here: 0 }]);
    expect(await counts()).toEqual([{ joined: 1, here: 0 }]);
    await telegram.join(world.teaRoom, world.sam, link);
    expect(await counts()).toEqual([{ joined: 1, here: 1 }]);
    await telegram.kick(world.teaRoom, world.sam);
    expect((await stays()).map(({ how }) => how)).toEqual(['left', 'removed']);
    expect(await gaps()).toEqual([]);
  });

  it('knows who was added by whom, and who came by a link of another admin', async () => {
    const { telegram } = stage;
    await telegram.bringIn(world.teaRoom, world.sam, world.adam);
    const ann = telegram.addPerson({ first_name: 'Ann' });
    const theirs = telegram.makeLink(world.teaRoom, world.adam);
    await telegram.join(world.teaRoom, ann, theirs.invite_link);
    expect(await stays()).toEqual([
      { name: 'Sam', via: 'added', by: 'Adam', how: null, here: 1 },
      { name: 'Ann', via: 'admin_link', by: 'Adam', how: null, here: 1 },
    ]);
    expect(await recordsOf(stage, world.teaRoom)).toEqual(new Map());
  });

  it('asks the object once for each change, and neither Workers KV nor Telegram', async () => {
    const { telegram, worker } = stage;
    const link = await create(stage, world.teaRoom, world.olivia);
    await worker.chats.takeCosts();
    worker.door.operations.length = 0;
    const came = await telegram.join(world.teaRoom, world.sam, link);
    const left = await telegram.leave(world.teaRoom, world.sam);
    expect([...came.updates, ...left].flatMap(({ calls }) => calls)).toEqual([]);
    expect(worker.door.operations).toEqual([]);
    expect((await worker.chats.takeCosts()).methods).toEqual(['note', 'note']);
  });

  it('puts nothing about people into Workers KV or the log', async () => {
    const { telegram, worker } = stage;
    const guest = telegram.addPerson({ first_name: 'Very-secret-name' });
    const link = await create(stage, world.teaRoom, world.olivia);
    await telegram.join(world.teaRoom, guest, link);
    await telegram.say(world.teaRoom, world.olivia, `/joins ${guest.id}`);
    await telegram.leave(world.teaRoom, guest);
    await telegram.say(world.teaRoom, world.olivia, `/forget ${guest.id}`);
    await worker.chats.moveClock(31_000);
    await worker.chats.runAlarm(world.teaRoom.id);
    const { keys } = await worker.kv.list();
    const values = await Promise.all(keys.map(({ name }) => worker.kv.get(name)));
    const written = [...keys.map(({ name }) => name), ...values, ...worker.logged].join('\n');
    expect(written).toContain(link.replace('https://t.me/+', ''));
    for (const secret of ['Very-secret-name', `:${guest.id}`]) expect(written).not.toContain(secret);
  });
});

describe('a change that', () => {
  it('comes twice is recorded once', async () => {
    const { telegram } = stage;
    const link = await create(stage, world.teaRoom, world.olivia);
    const joined = updateOf(await telegram.join(world.teaRoom, world.sam, link));
    await telegram.redeliver(joined);
    const [left] = await telegram.leave(world.teaRoom, world.sam);
    await telegram.redeliver(left?.update_id);
    await telegram.redeliver(joined);
    expect(await stays()).toEqual([{ name: 'Sam', via: 'link', by: null, how: 'left', here: 0 }]);
    expect(await counts()).toEqual([{ joined: 1, here: 0 }]);
  });

  it('contradicts what is known leaves a gap, and no link is guessed', async () => {
    const link = await create(stage, world.teaRoom, world.olivia);
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await tell(world.sam, 'left', 'member');
    expect((await stays()).map(({ via, how }) => [via, how])).toEqual([
      ['link', 'missed'],
      ['unknown', null],
    ]);
    expect(await counts()).toEqual([{ joined: 1, here: 0 }]);
    expect(await gaps()).toEqual([{ why: 'lost', times: 1 }]);
  });

  it('is a promotion, a restriction, or the leave of someone who was here before the bot counts nothing', async () => {
    const { telegram } = stage;
    const link = await create(stage, world.teaRoom, world.olivia);
    await telegram.promote(world.teaRoom, world.max, { can_invite_users: true });
    await telegram.demote(world.teaRoom, world.max);
    await telegram.restrict(world.teaRoom, world.max);
    expect(await stays()).toEqual([]);
    await telegram.leave(world.teaRoom, world.max);
    expect(await stays()).toEqual([{ name: 'Max', via: 'missed', by: null, how: 'left', here: 0 }]);
    // Restrictions stay: back inside, they are no leave.
    await telegram.join(world.teaRoom, world.max, link);
    expect(await counts()).toEqual([{ joined: 1, here: 1 }]);
    expect(await gaps()).toEqual([]);
  });

  it('happens in a chat that is not served costs nothing', async () => {
    const worker = await startWorker({
      bindings: { TELEGRAM_API_URL: stage.telegram.url, TELEGRAM_BOT_TOKEN: TOKEN, CHATS: '-5' },
    });
    await worker.chats.takeCosts();
    const response = await worker.dispatch('http://worker/webhook', {
      method: 'POST',
      headers: { 'X-Telegram-Bot-Api-Secret-Token': secretFor('webhook') },
      body: JSON.stringify({ update_id: 1, chat_member: memberChange(world.sam, 'left', 'member') }),
    });
    expect(response.status).toBe(200);
    expect((await worker.chats.takeCosts()).methods).toEqual([]);
    expect(worker.door.operations).toEqual([]);
    await worker.close();
  });

  it('cannot be recorded is delivered again while it is young, and no later', async () => {
    const { chats } = stage.worker;
    // The stub is tried three times.
    for (let times = 0; times < 3; times++) await chats.dieAt({ method: 'note', when: 'before' });
    const came = await stage.telegram.send({ chat_member: memberChange(world.sam, 'left', 'member') });
    expect(came.statuses).toEqual([503, 200]);
    expect((await stays()).length).toBe(1);
    for (let times = 0; times < 3; times++) await chats.dieAt({ method: 'note', when: 'before' });
    const date = Math.floor(Date.now() / 1000) - 601;
    const late = await stage.telegram.send({
      chat_member: { ...memberChange(world.adam, 'left', 'member'), date },
    });
    expect(late.statuses).toEqual([200]);
    await chats.reset();
    await chats.setFull(true);
    const full = await stage.telegram.send({ chat_member: memberChange(world.nora, 'member', 'left') });
    expect(full.statuses).toEqual([200]);
  });

  it('is the 5,001st of a day is not recorded, and leaves a gap', async () => {
    await tell(world.sam, 'left', 'member');
    await rows('UPDATE chat SET ledger_changes = 4999');
    await tell(world.sam, 'member', 'left');
    await tell(world.sam, 'left', 'member');
    await tell(world.sam, 'member', 'left');
    expect((await stays()).length).toBe(1);
    expect(await gaps()).toEqual([{ why: 'too_many', times: 1 }]);
    await stage.worker.chats.moveClock(86_400_000);
    await tell(world.adam, 'left', 'member');
    expect((await stays()).length).toBe(2);
  });

  it('comes before and after a group becomes a supergroup is of one ledger', async () => {
    const { telegram } = stage;
    const { bookClub, sam, olivia } = world;
    const link = await create(stage, bookClub, olivia);
    await telegram.join(bookClub, sam, link);
    const { chat } = await telegram.migrate(bookClub);
    expect(await stays(chat)).toEqual([{ name: 'Sam', via: 'link', by: null, how: null, here: 1 }]);
    // Otherwise /forget would not reach him there.
    expect(await rows('SELECT name FROM stay', bookClub)).toEqual([]);
    await telegram.leave(chat, sam);
    expect((await stays(chat)).map(({ how }) => how)).toEqual(['left']);
    expect(await rows('SELECT joined, here FROM link', chat)).toEqual([{ joined: 1, here: 0 }]);
  });
});

describe('a link of this bot that its object does not know', () => {
  it('is found when a person joins by it, recorded and published', async () => {
    const { telegram, worker } = stage;
    telegram.fail({ method: 'createChatInviteLink', how: { silent: 'after' } });
    await telegram.say(world.teaRoom, world.olivia, '/create Lost');
    const [lost] = telegram.links(world.teaRoom.id);
    await telegram.join(world.teaRoom, world.sam, lost?.invite_link);
    const known = await recordsOf(stage, world.teaRoom);
    expect(known.get(lost?.invite_link ?? '')?.name).toBe('Lost');
    expect(await counts()).toEqual([{ joined: 1, here: 1 }]);
    await worker.chats.moveClock(31_000);
    await worker.chats.runAlarm(world.teaRoom.id);
    expect(await unpublished(stage, world.teaRoom.id)).toEqual([]);
  });

  it('is taken from Workers KV, if it is there, with who made it', async () => {
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP');
    await forget(stage, world.teaRoom);
    await stage.telegram.join(world.teaRoom, world.sam, link);
    const [row] = await rows('SELECT record, joined FROM link');
    expect(JSON.parse(String(row?.record)).made.by.name).toBe('Olivia');
    expect(row?.joined).toBe(1);
  });
});
