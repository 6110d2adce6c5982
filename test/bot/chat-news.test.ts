import { describe, expect, it } from 'vitest';
import { publish } from '../chat/records.ts';
import { answerTo, dataOf, linkIn, onStage, textOf } from '../support/story.ts';

const { stage, world } = onStage('alone');

const recordKeys = async (chat: { id: number }) =>
  (await stage.worker.kv.list({ prefix: `link:${chat.id}:` })).keys.map(({ name }) => name.split(':')[2]);

describe('a group that becomes a supergroup', () => {
  it('keeps its links and its last link under the new id', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    const say = (chat: { id: number }, text: string) => telegram.say(chat.id, olivia, text);
    await say(bookClub, '/create first');
    const last = linkIn(await say(bookClub, '/create last'));
    await say(bookClub, '/export');
    const before = await recordKeys(bookClub);
    expect(before).toHaveLength(4);
    const { chat, updates } = await telegram.migrate(bookClub);
    expect(updates.map((came) => came.statuses)).toEqual([[200], [200], [200]]);
    await worker.chats.moveClock(60_000);
    await worker.chats.runAlarm(chat.id);
    expect((await recordKeys(chat)).sort()).toEqual(before.sort());
    expect(textOf(await say(chat, '/link'))).toContain(last);
    expect(textOf(await say(chat, '/links'))).toMatch(/^Links: 3 active/);
  });

  it('keeps a last link that was made there before the news came, in either order', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    await telegram.say(bookClub, olivia, '/create old');
    const { chat, updates } = await telegram.migrate(bookClub);
    const fresh = linkIn(await telegram.say(chat.id, olivia, '/create new'));
    for (const came of [...updates].reverse()) await telegram.redeliver(came.update_id);
    expect(textOf(await telegram.say(chat.id, olivia, '/link'))).toContain(fresh);
    expect(await recordKeys(chat)).toHaveLength(2);
  });

  it('is followed when only a refusal tells of the move, and the command is repeated there', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    await telegram.say(olivia.id, olivia, `/create old chat=${bookClub.id}`);
    const { chat } = await telegram.migrate(bookClub);
    // As if the news had not come yet.
    await worker.chats.sql(bookClub.id, 'UPDATE chat SET moved_to = NULL');
    await worker.chats.sql(chat.id, 'DELETE FROM link');
    await worker.chats.sql(chat.id, 'UPDATE chat SET last = NULL, last_id = NULL');
    const came = await telegram.say(olivia.id, olivia, `/link chat=${bookClub.id}`);
    expect(textOf(came)).toContain('Name: old');
    expect(answerTo(came).chat.id).toBe(olivia.id);
    const made = await telegram.say(olivia.id, olivia, `/create new chat=${bookClub.id}`);
    expect(textOf(made)).toMatch(/^Created /);
    expect(telegram.links(chat.id).some((link) => link.name === 'new')).toBe(true);
  });

  it('answers a command of the old group in the new one', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    await telegram.say(bookClub, olivia, '/create old');
    const { chat } = await telegram.migrate(bookClub);
    const entities = [{ type: 'bot_command', offset: 0, length: 5 }];
    const date = Math.floor(Date.now() / 1000);
    const late = { message_id: 999, date, chat: bookClub, from: olivia, text: '/link', entities };
    const came = await telegram.send({ message: late });
    expect(textOf(came)).toContain('Name: old');
    expect(answerTo(came).chat.id).toBe(chat.id);
  });

  it('brings all of its links along, also many of them', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    const records = Array.from({ length: 120 }, (_, index) => ({
      invite_link: `https://t.me/+Registry${String(index).padStart(8, '0')}`,
      is_primary: false,
      is_revoked: index < 90,
    }));
    await publish(stage, bookClub, records);
    const { chat } = await telegram.migrate(bookClub);
    const listed = textOf(await telegram.say(chat.id, olivia, '/links'));
    expect(listed).toMatch(/^Links: 30 active, 0 expired, 90 revoked/);
  });

  it('is not told to a stranger who names its old id', async () => {
    const { telegram } = stage;
    const { bookClub, sam } = world;
    const { chat } = await telegram.migrate(bookClub);
    const came = await telegram.say(sam.id, sam, `/create chat=${bookClub.id}`);
    expect(textOf(came)).toContain(`I can’t see that you may invite users in ${bookClub.id}.`);
    expect(textOf(came)).not.toContain(String(chat.id));
    const chosen = await telegram.say(sam.id, sam, `/start ${bookClub.id}`);
    expect(textOf(chosen)).toContain(`I can’t see that you may invite users in ${bookClub.id}.`);
    expect(textOf(chosen)).not.toContain(String(chat.id));
  });

  it('is chosen under its new id by an admin who names the old one', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    const { chat } = await telegram.migrate(bookClub);
    const came = await telegram.say(olivia.id, olivia, `/start ${bookClub.id}`);
    expect(textOf(came)).toContain('Your commands here act in Book Club now');
    expect(await worker.chats.sql(olivia.id, 'SELECT chosen FROM chat')).toEqual([{ chosen: chat.id }]);
  });

  it('stays the chosen chat in private', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    await telegram.say(olivia.id, olivia, `/start ${bookClub.id}`);
    const { chat } = await telegram.migrate(bookClub);
    expect(textOf(await telegram.say(olivia.id, olivia, '/create'))).toMatch(/^Created /);
    expect(await worker.chats.sql(olivia.id, 'SELECT chosen FROM chat')).toEqual([{ chosen: chat.id }]);
  });

  it('is followed by the buttons of its old cards', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    const card = answerTo(await telegram.say(olivia.id, olivia, `/create VIP chat=${bookClub.id}`));
    const { chat } = await telegram.migrate(bookClub);
    const pressed = await telegram.press(olivia.id, card.message_id, olivia, '« Links');
    expect(pressed.answers[0]?.text).toMatch(/^Links: 1 active, 0 expired, 0 revoked\n1\. VIP/);
    expect(dataOf(pressed.answers[0] ?? card, '1')).toContain(String(chat.id));
  });
});

describe('when the bot’s own standing changes', () => {
  it('the person who changed it hears in private what it can do now, or which right it lacks', async () => {
    const { telegram } = stage;
    const { olivia } = world;
    await telegram.say(olivia.id, olivia, '/help');
    const chat = telegram.addChat({ type: 'supergroup', title: '<Book & Tea>', owner: olivia, bot: 'left' });
    const texts = async (
      updates: Promise<readonly { answers: readonly { chat: { id: number }; text?: string }[] }[]>,
    ) => (await updates).flatMap((came) => came.answers.map((answer) => [answer.chat.id, answer.text]));
    expect(await texts(telegram.bringIn(chat, telegram.bot, olivia))).toEqual([
      [
        olivia.id,
        'In <Book & Tea> I can’t do anything yet. Make me an administrator there with the right to invite users (“Invite Users via Link”).',
      ],
    ]);
    expect(await texts(telegram.promote(chat, telegram.bot, { can_invite_users: true }))).toEqual([
      [
        olivia.id,
        'I can manage the invite links of <Book & Tea> now. Send /create there, or choose it here with /chats.',
      ],
    ]);
    expect(
      await texts(
        telegram.promote(chat, telegram.bot, { can_invite_users: true, can_delete_messages: true }),
      ),
    ).toEqual([]);
    expect(await texts(telegram.promote(chat, telegram.bot, { can_delete_messages: true }))).toMatchObject([
      [olivia.id, expect.stringContaining('I can’t do anything yet')],
    ]);
    expect(await texts(telegram.kick(chat, telegram.bot))).toEqual([]);
  });

  it('it costs no call and no KV operation, also where no one can be told', async () => {
    const { telegram, worker } = stage;
    const chat = telegram.addChat({ type: 'supergroup', title: 'New', owner: world.sam, bot: 'left' });
    worker.door.operations.length = 0;
    const updates = await telegram.bringIn(chat, telegram.bot, world.sam);
    expect(updates.every((came) => came.statuses.every((status) => status === 200))).toBe(true);
    expect(updates.flatMap((came) => came.calls.map((call) => call.via))).toEqual(['webhook reply']);
    expect(worker.door.operations).toEqual([]);
  });

  it('its records stay when it is removed, so that it knows its links when it returns', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const url = linkIn(await telegram.say(teaRoom, olivia, '/create VIP'));
    await telegram.kick(teaRoom, telegram.bot);
    await telegram.bringIn(teaRoom, telegram.bot, olivia);
    await telegram.promote(teaRoom, telegram.bot, { can_invite_users: true });
    expect(textOf(await telegram.say(teaRoom, olivia, '/link'))).toContain(url);
  });
});
