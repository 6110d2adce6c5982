import { describe, expect, it } from 'vitest';
import { answerTo, methodsOf, onStage, setStage, shownTo, textOf } from '../support/story.ts';

const { stage, world } = onStage();

const ADMIN_COMMANDS = ['/create', '/export', '/edit limit=5', '/revoke', '/start'];
const CHANGES = /^(create|edit|revoke|export)/;

describe('who may', () => {
  it('is the owner, and an admin who may invite', async () => {
    for (const person of [world.olivia, world.adam]) {
      const came = await stage.telegram.say(world.teaRoom, person, '/create');
      expect(textOf(came)).toMatch(/^Created /);
      expect(shownTo(answerTo(came))).toBeUndefined();
    }
  });

  it.each(
    ADMIN_COMMANDS,
  )('is no one else: %s does nothing, and only its sender sees the refusal', async (command) => {
    await stage.telegram.say(world.teaRoom, world.olivia, '/create');
    // Asking getChat for a chat makes the bot's primary link, as Telegram does: it is no work of a command.
    const additional = () => stage.telegram.links(world.teaRoom).filter((link) => !link.is_primary);
    const links = additional();
    for (const person of [world.nora, world.max]) {
      const came = await stage.telegram.say(world.teaRoom, person, command);
      // Nora is an administrator.
      expect(textOf(came)).toBe(
        person === world.nora
          ? 'You are an administrator, but without the right to invite users (“Invite Users via Link”). Ask the owner for it.'
          : 'Only the owner, and administrators with the right to invite users, can ask me for this.',
      );
      expect(shownTo(answerTo(came))).toBe(person.id);
      expect(methodsOf(came).filter((method) => CHANGES.test(method))).toEqual([]);
      expect(came.refusedReply).toBeUndefined();
      // No one else in the chat sees it.
      const seen = stage.telegram.read(world.teaRoom, { as: world.olivia });
      expect(seen.some((message) => message.text === textOf(came))).toBe(false);
    }
    expect(additional()).toEqual(links);
  });

  it('is not a restricted member, whose right of that name means something else', async () => {
    stage.telegram.addRestrictedMember(world.teaRoom, world.sam);
    const came = await stage.telegram.say(world.teaRoom, world.sam, '/create');
    expect(shownTo(answerTo(came))).toBe(world.sam.id);
    expect(stage.telegram.links(world.teaRoom)).toEqual([]);
  });

  it('is asked afresh each time', async () => {
    await stage.telegram.say(world.teaRoom, world.adam, '/create');
    await stage.telegram.demote(world.teaRoom, world.adam);
    const came = await stage.telegram.say(world.teaRoom, world.adam, '/revoke');
    expect(textOf(came)).toContain('Only the owner');
    expect(stage.telegram.links(world.teaRoom)[0]?.is_revoked).toBe(false);
  });

  it('is decided before anything is said in public: a member’s typing error is not answered there', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.max, '/create limit=abc');
    expect(shownTo(answerTo(came))).toBe(world.max.id);
    expect(textOf(came)).toContain('Only the owner');
  });
});

describe('someone whom Telegram does not name', () => {
  it('is not answered when a person writes in the name of a channel', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.max, '/create', {
      asChannel: world.dailyNews,
    });
    expect([came.statuses, came.calls]).toEqual([[200], []]);
  });
});

describe('what is not run', () => {
  it('is a forward, an automatic forward, what another bot wrote, and what was written by way of one', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const viaBot = { id: 9_000_000_001, is_bot: true, first_name: 'Other', username: 'other_bot' };
    const { message } = await telegram.say(teaRoom, olivia, 'create');
    if (!message) throw new Error('Nothing was said.');
    const outcomes = [
      await telegram.say(teaRoom, olivia, '/create', { forwarded: true }),
      await telegram.say(teaRoom, olivia, '/create', { automaticForward: true, asChannel: world.dailyNews }),
      await telegram.say(teaRoom, olivia, '/create', { viaBot }),
      await telegram.send({
        message: {
          message_id: 99,
          date: message.date,
          chat: { id: teaRoom.id, type: 'supergroup', title: 'Tea Room' },
          from: viaBot,
          text: '/create',
        },
      }),
    ];
    for (const came of outcomes) expect([came.statuses, came.calls]).toEqual([[200], []]);
    expect(telegram.links(teaRoom)).toEqual([]);
  });

  it('is an edited command, of which its sender alone is told', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia, max } = world;
    const { message } = await telegram.say(teaRoom, max, 'hello');
    const came = await telegram.edit(teaRoom, message?.message_id ?? 0, '/create');
    expect(textOf(came)).toBe('I don’t run edited commands. Send it again.');
    expect(shownTo(answerTo(came))).toBe(max.id);
    const said = await telegram.say(olivia, olivia, 'hello');
    const inPrivate = await telegram.edit(olivia, said.message?.message_id ?? 0, '/create');
    expect(textOf(inPrivate)).toBe('I don’t run edited commands. Send it again.');
    for (const text of ['hello again', '/ban', '/create@other_bot']) {
      const other = await telegram.edit(teaRoom, message?.message_id ?? 0, text);
      expect([other.statuses, other.answers]).toEqual([[200], []]);
    }
    expect(telegram.links(teaRoom)).toEqual([]);
  });

  it('is a command for another bot, a command of another bot, and text formatted as code', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const code = [{ type: 'code', offset: 0, length: 7 }] as const;
    for (const came of [
      await telegram.say(teaRoom, olivia, '/start@other_bot'),
      await telegram.say(teaRoom, olivia, '/ban'),
      await telegram.say(teaRoom, olivia, 'please /create'),
      await telegram.say(teaRoom, olivia, '/create', { entities: code }),
    ]) {
      expect(came.statuses).toEqual([200]);
      expect(came.answers).toEqual([]);
    }
    expect(telegram.links(teaRoom)).toEqual([]);
  });

  it('is not a command for the bot’s new name: Telegram is asked who it is, once a minute at most', async () => {
    const own = await setStage();
    const { teaRoom, olivia } = own.world();
    const me = { ...own.telegram.bot, username: 'old_name_bot' };
    await own.worker.kv.put('bot', JSON.stringify(me));
    const asked = () => own.telegram.calls.filter(({ method }) => method === 'getMe').length;
    const renamed = await own.telegram.say(teaRoom, olivia, `/create@${own.telegram.bot.username}`);
    expect(textOf(renamed)).toMatch(/^Created /);
    for (const other of ['one_bot', 'two_bot', 'one_bot'])
      expect((await own.telegram.say(teaRoom, olivia, `/create@${other}`)).answers).toEqual([]);
    expect(asked()).toBe(1);
    expect(textOf(await own.telegram.say(teaRoom, olivia, `/create@${own.telegram.bot.username}`))).toMatch(
      /^Created /,
    );
    await own.close();
  });

  it('is a command older than ten minutes, of which its sender is told', async () => {
    const now = Math.floor(Date.now() / 1000);
    const old = await stage.telegram.say(world.teaRoom, world.olivia, '/create', { date: now - 660 });
    expect(textOf(old)).toContain('Your command reached me only 11 minutes after you sent it');
    expect(shownTo(answerTo(old))).toBe(world.olivia.id);
    expect(methodsOf(old)).toEqual([]);
    const recent = await stage.telegram.say(world.teaRoom, world.olivia, '/create', { date: now - 540 });
    expect(textOf(recent)).toMatch(/^Created /);
  });

  it('costs nothing when it is an ordinary message', async () => {
    stage.worker.door.operations.length = 0;
    const came = await stage.telegram.say(
      world.teaRoom,
      world.max,
      'See you at https://t.me/+AbCdEfGhIjKlMnOp',
    );
    expect(came.statuses).toEqual([200]);
    expect(came.calls).toEqual([]);
    expect(stage.worker.door.operations).toEqual([]);
  });
});

describe('CHATS', () => {
  it('keeps strangers’ groups out, and costs them nothing', async () => {
    const own = await setStage({ CHATS: '-1, -1009999999999' });
    const { teaRoom, olivia } = own.world();
    own.worker.door.operations.length = 0;
    const came = await own.telegram.say(teaRoom, olivia, '/create');
    expect(textOf(came)).toBe(
      `I don’t work in this chat. My operator can allow it: add ${teaRoom.id} to CHATS.`,
    );
    expect(shownTo(answerTo(came))).toBe(olivia.id);
    expect(methodsOf(came)).toEqual([]);
    expect(own.worker.door.operations).toEqual([]);
    const named = await own.telegram.say(teaRoom, olivia, '/create@some_other_bot');
    expect([named.answers, named.calls]).toEqual([[], []]);
    const hidden = await own.telegram.say(teaRoom, olivia, '/create@invite_link_bot', { ephemeral: true });
    expect(textOf(hidden)).toContain('I don’t work in this chat.');
    expect(own.worker.door.operations).toEqual([]);
    const elsewhere = await own.telegram.say(olivia.id, olivia, `/create chat=${teaRoom.id}`);
    expect(textOf(elsewhere)).toContain('I can’t see that you may invite users in');
    await own.telegram.say(olivia.id, olivia, '/chats');
    const chosen = await own.telegram.choose(teaRoom, olivia);
    expect(textOf(chosen)).toContain('I can’t see that you may invite users in');
    expect(methodsOf(chosen)).toEqual([]);
    const news = {
      message_id: 1,
      date: Math.floor(Date.now() / 1000),
      chat: teaRoom,
      migrate_from_chat_id: -77,
    };
    await own.telegram.send({ message: news });
    const anonymous = { ...news, from: olivia, sender_chat: teaRoom, text: '/create' };
    const query = { id: '1', from: olivia, chat_instance: '1', data: 'a:' };
    await own.telegram.send({
      callback_query: { ...query, message: { ...news, reply_to_message: anonymous } },
    });
    expect(own.worker.door.operations).toEqual([]);
    expect(own.telegram.links(teaRoom)).toEqual([]);
    await own.close();
  });
});
