import type { Message } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { setStage } from './scripted-bot.ts';

const keyboard = (...buttons: object[]) => ({ inline_keyboard: [buttons] });

describe('sendMessage', () => {
  it('refuses texts that are empty, blank, too long or malformed', async () => {
    const { ok, refusal, world } = await setStage();
    const chat_id = world.teaRoom.id;
    const send = (text: string, parse_mode?: string) => refusal('sendMessage', { chat_id, text, parse_mode });
    expect(await send('')).toBe('Bad Request: message text is empty');
    expect(await send('<b> </b>', 'HTML')).toBe('Bad Request: text must be non-empty');
    expect(await send('x'.repeat(4097))).toBe('Bad Request: message is too long');
    expect(await send('<b>x', 'html')).toBe(
      `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    );
    expect(await ok('sendMessage', { chat_id, text: '😀'.repeat(4096) })).toMatchObject({
      chat: world.teaRoom,
    });
  });

  it('refuses half an emoji, be it in a text or in a keyboard', async () => {
    const { ok, refusal, world } = await setStage();
    const message = { chat_id: world.teaRoom.id, text: 'x' };
    const half = 'cut \ud83d';
    const description = 'Bad Request: strings must be encoded in UTF-8';
    expect(await refusal('sendMessage', { ...message, text: half })).toBe(description);
    const button = (text: string) => keyboard({ text, callback_data: 'x' });
    expect(await refusal('sendMessage', { ...message, reply_markup: button(half) })).toBe(description);
    expect(await ok('sendMessage', { ...message, reply_markup: button('😀 \\ud83d') })).toMatchObject({
      text: 'x',
    });
  });

  it.each([
    [
      { text: 'x' },
      "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [{ text: 'x', callback_data: '' }, 'Bad Request: BUTTON_DATA_INVALID'],
    [{ text: 'x', callback_data: 'é'.repeat(33) }, 'Bad Request: BUTTON_DATA_INVALID'],
    [{ text: 'x', copy_text: { text: 'x'.repeat(257) } }, 'Bad Request: BUTTON_COPY_TEXT_INVALID'],
    [{ text: 'x', url: 'x y' }, "Bad Request: inline keyboard button URL 'x y' is invalid: Wrong HTTP URL"],
  ])('refuses the button %o', async (button, description) => {
    const { refusal, world } = await setStage();
    const message = { chat_id: world.teaRoom.id, text: 'x', reply_markup: keyboard(button) };
    expect(await refusal('sendMessage', message)).toBe(description);
  });

  it('minds the message that it replies to, unless told not to', async () => {
    const { ok, refusal, world } = await setStage();
    const message = { chat_id: world.teaRoom.id, text: 'x', reply_parameters: { message_id: 77 } };
    expect(await refusal('sendMessage', message)).toBe('Bad Request: message to be replied not found');
    const reply_parameters = { message_id: 77, allow_sending_without_reply: true };
    expect(await ok('sendMessage', { ...message, reply_parameters })).not.toHaveProperty('reply_to_message');
  });

  it('knows the topics of a forum, of which General is none', async () => {
    const { ok, refusal, telegram, world } = await setStage();
    const { events } = world.topics;
    const send = { chat_id: world.workshop.id, text: 'x' };
    expect(await refusal('sendMessage', { ...send, message_thread_id: 999 })).toBe(
      'Bad Request: message thread not found',
    );
    const said = await telegram.say('Workshop', 'Max', 'hello', { topic: events });
    expect(said.message).toMatchObject({
      message_thread_id: events,
      is_topic_message: true,
      reply_to_message: { message_id: events, forum_topic_created: { name: 'Events' } },
    });
    const reply_parameters = { message_id: said.message?.message_id };
    expect(await ok('sendMessage', { ...send, reply_parameters })).toMatchObject({
      message_thread_id: events,
    });
    expect(
      await ok('sendMessage', { chat_id: world.teaRoom.id, text: 'x', message_thread_id: 9 }),
    ).not.toHaveProperty('message_thread_id');
  });

  it('needs the right to post in a channel', async () => {
    const { refusal, telegram, world } = await setStage();
    await telegram.promote(world.dailyNews, 'bot', { can_invite_users: true });
    expect(await refusal('sendMessage', { chat_id: world.dailyNews.id, text: 'x' })).toBe(
      'Bad Request: need administrator rights in the channel chat',
    );
  });
});

describe('ephemeral messages', () => {
  it('are seen by their receiver only', async () => {
    const { ok, telegram, world } = await setStage();
    const sent = await ok('sendMessage', {
      chat_id: world.teaRoom.id,
      text: 'psst',
      ephemeral_message_parameters: { receiver_user_id: world.adam.id },
    });
    expect(sent).toMatchObject({ message_id: 0, receiver_user: world.adam, ephemeral_message_id: 1 });
    expect(telegram.read(world.teaRoom, { as: world.adam })).toEqual([sent]);
    expect(telegram.read(world.teaRoom, { as: world.max })).toEqual([]);
    expect(telegram.read(world.teaRoom)).toEqual([sent]);
  });

  it('may be sent by a bot that is no admin only as an answer within 15 seconds', async () => {
    let time = 1_800_000_000;
    const { ok, refusal, telegram, world } = await setStage({ now: () => time });
    await telegram.demote(world.teaRoom, 'bot');
    const said = await telegram.say(world.teaRoom, world.max, '/create', { ephemeral: true });
    expect(said.message).toMatchObject({ message_id: 0, ephemeral_message_id: 1 });
    expect(telegram.read(world.teaRoom, { as: world.adam }).at(-1)?.text).not.toBe('/create');
    const answer = {
      chat_id: world.teaRoom.id,
      text: 'x',
      ephemeral_message_parameters: { receiver_user_id: world.max.id },
    };
    const reply_parameters = { ephemeral_message_id: 1 };
    expect(await refusal('sendMessage', answer)).toContain('not enough rights');
    expect(await ok('sendMessage', { ...answer, reply_parameters })).toMatchObject({
      receiver_user: world.max,
    });
    time += 16;
    expect(await refusal('sendMessage', { ...answer, reply_parameters })).toContain(
      'message to be replied not found',
    );
  });

  it('are no public answers to ephemeral ones', async () => {
    const { refusal, telegram, world } = await setStage();
    await telegram.say(world.teaRoom, world.max, '/create', { ephemeral: true });
    const reply_parameters = { ephemeral_message_id: 1 };
    expect(
      await refusal('sendMessage', { chat_id: world.teaRoom.id, text: 'x', reply_parameters }),
    ).toContain('must be an ephemeral message');
  });
});

describe('editMessageText', () => {
  it('refuses an edit that changes nothing, and messages of others', async () => {
    const { ok, refusal, telegram, world } = await setStage();
    const chat_id = world.teaRoom.id;
    const { message_id } = await ok('sendMessage', { chat_id, text: 'one' });
    expect(await refusal('editMessageText', { chat_id, message_id, text: 'one' })).toMatch(
      /^Bad Request: message is not modified: /,
    );
    expect(await ok('editMessageText', { chat_id, message_id, text: 'two' })).toMatchObject({ text: 'two' });
    const said = await telegram.say(world.teaRoom, world.max, 'mine');
    const others = { chat_id, message_id: said.message?.message_id, text: 'x' };
    expect(await refusal('editMessageText', others)).toBe("Bad Request: message can't be edited");
  });
});

describe('pressing a button', () => {
  it('is told to the bot as the person who pressed, and answered once', async () => {
    const { listen, ok, refusal, telegram, world } = await setStage();
    let id = '';
    await listen((update) => {
      id = update.callback_query?.id ?? '';
      return { json: { method: 'answerCallbackQuery', callback_query_id: id, text: 'Done' } };
    });
    const sent = await ok<Message>('sendMessage', {
      chat_id: world.teaRoom.id,
      text: 'x',
      reply_markup: keyboard({ text: 'Revoke', callback_data: 'revoke:1' }),
    });
    const pressed = await telegram.press('Tea Room', sent.message_id, 'Adam', 'Revoke');
    expect(pressed.notice).toMatchObject({ text: 'Done' });
    expect(await refusal('answerCallbackQuery', { callback_query_id: id })).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
    await expect(telegram.press('Tea Room', sent.message_id, 'Adam', 'Edit')).rejects.toThrow('"Revoke"');
  });
});

describe('who speaks', () => {
  it('is a fake account where a chat speaks, and no one in a channel', async () => {
    const { telegram, world } = await setStage();
    const said = async (options: object) => (await telegram.say('Tea Room', 'Adam', 'x', options)).message;
    expect(await said({ anonymous: true })).toMatchObject({
      from: { id: 1_087_968_824 },
      sender_chat: world.teaRoom,
    });
    expect(await said({ asChannel: 'Daily News' })).toMatchObject({
      from: { id: 136_817_688 },
      sender_chat: world.dailyNews,
    });
    expect(await said({ asChannel: 'Daily News', automaticForward: true })).toMatchObject({
      from: { id: 777_000 },
      is_automatic_forward: true,
    });
    const posted = await telegram.post('daily_news', '/create');
    expect(posted.message).toMatchObject({
      sender_chat: world.dailyNews,
      entities: [{ type: 'bot_command' }],
    });
    expect(posted.message).not.toHaveProperty('from');
  });
});

describe('what the bot gets to see', () => {
  it('is everything for an admin, and commands and replies to it for a member', async () => {
    const { ok, telegram, world } = await setStage();
    const sees = async (text: string, replyTo?: number) =>
      (await telegram.say('Tea Room', 'Max', text, { replyTo })).update_id !== undefined;
    expect(await sees('hello')).toBe(true);
    await telegram.demote('Tea Room', 'bot');
    const { message_id } = await ok('sendMessage', { chat_id: world.teaRoom.id, text: 'hi' });
    expect(await sees('hello')).toBe(false);
    expect(await sees('hello', message_id)).toBe(true);
    expect(await sees('/create')).toBe(true);
    expect(await sees('/create@Invite_Link_Bot')).toBe(true);
    expect(await sees('/create@another_bot')).toBe(false);
    await telegram.kick('Tea Room', 'bot');
    expect(await sees('/create')).toBe(false);
  });

  it('ends with its own removal, of which it is told', async () => {
    const { telegram } = await setStage();
    await telegram.kick('Tea Room', 'bot');
    expect(telegram.state().waiting.map(({ update }) => update)).toMatchObject([
      {
        my_chat_member: {
          old_chat_member: { status: 'administrator' },
          new_chat_member: { status: 'kicked' },
        },
      },
      { message: { from: { first_name: 'Olivia' }, left_chat_member: telegram.bot } },
    ]);
  });

  it('is nothing that is older than a day', async () => {
    const { telegram, world } = await setStage({ now: () => 1_800_000_000 });
    const said = async (age: number) =>
      (await telegram.say('Tea Room', 'Max', 'x', { date: 1_800_000_000 - age })).update_id;
    expect(await said(86_000)).toBeDefined();
    await expect(said(86_400)).rejects.toThrow('It is older than a day');
    const post = { date: 1_700_000_000, chat: world.dailyNews, text: 'x' };
    await expect(telegram.send({ channel_post: post })).rejects.toThrow('It is older than a day');
  });
});

describe('a reply', () => {
  it('carries a thread that is no topic in a supergroup without topics', async () => {
    const { telegram } = await setStage();
    const first = (await telegram.say('Tea Room', 'Max', 'one')).message;
    const reply = (await telegram.say('Tea Room', 'Adam', 'two', { replyTo: first?.message_id })).message;
    expect(reply).toMatchObject({ message_thread_id: first?.message_id, reply_to_message: { text: 'one' } });
    expect(reply).not.toHaveProperty('is_topic_message');
  });
});
