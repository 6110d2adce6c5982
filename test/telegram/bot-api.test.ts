import type { ApiError } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { setStage, TOKEN } from './scripted-bot.ts';

describe('the Bot API over HTTP', () => {
  it('takes parameters in the query, a form and JSON alike, and method names in any case', async () => {
    const { telegram, world } = await setStage();
    const root = `${telegram.url}/bot${TOKEN}`;
    const parameters = new URLSearchParams({ chat_id: String(world.teaRoom.id), member_limit: '7' });
    const answers = await Promise.all([
      fetch(`${root}/CREATEchatInviteLink?${parameters}`),
      fetch(`${root}/createChatInviteLink`, { method: 'POST', body: parameters }),
      fetch(`${root}/createChatInviteLink`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ chat_id: world.teaRoom.id, member_limit: 7 }),
      }),
    ]);
    for (const answer of answers)
      expect(await answer.json()).toMatchObject({ ok: true, result: { member_limit: 7 } });
    expect(telegram.calls.map((call) => call.via).sort()).toEqual(['form', 'get', 'json']);
  });

  it('names wrong tokens, paths and methods', async () => {
    const { telegram } = await setStage();
    const get = async (path: string) => {
      const response = await fetch(telegram.url + path);
      const { description } = (await response.json()) as ApiError;
      return [response.status, description];
    };
    expect(await get('/bot1:wrong/getMe')).toEqual([401, 'Unauthorized']);
    expect(await get('/nothing')).toEqual([404, 'Not Found']);
    expect(await get(`/bot${TOKEN}/getNothing`)).toEqual([404, 'Not Found: method not found']);
  });
});

describe('parameters', () => {
  it('are taken or refused where they are empty, as the official server does it', async () => {
    const { ok, refusal, world } = await setStage();
    const hello = { chat_id: world.teaRoom.id, text: 'x' };
    await ok('sendMessage', { ...hello, reply_parameters: {} });
    const reply_markup = { inline_keyboard: [[{ text: '', callback_data: 'x' }]] };
    expect(await refusal('sendMessage', { ...hello, reply_markup })).toContain('text must be non-empty');
    expect(await refusal('getChatMember', {})).toBe('Bad Request: invalid user_id specified');
    await ok('setMyCommands', { commands: [{ command: 'a', description: 'x' }] });
    await ok('setMyCommands');
    expect(await ok('getMyCommands')).toEqual([]);
    expect(await refusal('sendPhoto')).toBe('Not Found: this local Telegram has no sendPhoto');
  });
});

describe('a fault', () => {
  const answerTo = async (url: string) => {
    const response = await fetch(`${url}/bot${TOKEN}/getMe`);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('refuses as it is told, only the method it names, only so often', async () => {
    const { ok, refusal, telegram } = await setStage();
    const refuse = { error_code: 400, description: 'Bad Request: CHANNEL_PRIVATE' };
    telegram.fail({ method: 'getMe', times: 2, how: { refuse } });
    await ok('getWebhookInfo');
    expect(await refusal('getMe')).toBe(refuse.description);
    expect(await refusal('getMe')).toBe(refuse.description);
    expect(await ok('getMe')).toMatchObject({ username: 'invite_link_bot' });
  });

  it('floods with a Retry-After', async () => {
    const { telegram } = await setStage();
    telegram.fail({ how: { flood: 3 } });
    const { status, headers, text } = await answerTo(telegram.url);
    expect([status, headers.get('retry-after')]).toEqual([429, '3']);
    expect(JSON.parse(text)).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 3',
      parameters: { retry_after: 3 },
    });
  });
});

describe('command menus', () => {
  const commands = (command: string) => [{ command, description: 'x' }];

  it('are shown by the closest scope', async () => {
    const { ok, telegram, world } = await setStage();
    await ok('setMyCommands', { commands: commands('everywhere') });
    await ok('setMyCommands', { commands: commands('admins'), scope: { type: 'all_chat_administrators' } });
    const scope = { type: 'chat_member', chat_id: world.teaRoom.id, user_id: world.adam.id };
    await ok('setMyCommands', { commands: commands('adam'), scope });
    const names = (chat: string, person: string) => telegram.menu(chat, person).map(({ command }) => command);
    expect(names('Tea Room', 'Adam')).toEqual(['adam']);
    expect(names('Book Club', 'Adam')).toEqual(['admins']);
    expect(names('Book Club', 'Max')).toEqual(['everywhere']);
    expect(names('Daily News', 'Adam')).toEqual([]);
    await ok('deleteMyCommands', { scope });
    expect(names('Tea Room', 'Adam')).toEqual(['admins']);
    expect(await ok('getMyCommands')).toEqual(commands('everywhere'));
  });

  it('have limits', async () => {
    const { refusal, world } = await setStage();
    const set = (given: object[], scope?: object) => refusal('setMyCommands', { commands: given, scope });
    expect(await set(Array.from({ length: 101 }, () => ({ command: 'a', description: 'x' })))).toBe(
      'Bad Request: BOT_COMMANDS_TOO_MUCH',
    );
    expect(await set(commands('Create'))).toBe('Bad Request: BOT_COMMAND_INVALID');
    expect(await set(commands('a'.repeat(33)))).toBe('Bad Request: command length must not exceed 32');
    expect(await set(commands('a'), { type: 'chat', chat_id: world.dailyNews.id })).toContain('channel');
    expect(await set(commands('a'), { type: 'unheard_of' })).toBe(
      "Bad Request: can't parse BotCommandScope: Unsupported type specified",
    );
  });
});

describe('what the bot asks for and says of itself', () => {
  it('is kept by kind of chat and by language', async () => {
    const { ok } = await setStage();
    await ok('setMyDefaultAdministratorRights', { rights: { can_invite_users: true }, for_channels: true });
    expect(await ok('getMyDefaultAdministratorRights', { for_channels: true })).toMatchObject({
      can_manage_chat: true,
      can_invite_users: true,
      can_post_messages: false,
    });
    expect(await ok('getMyDefaultAdministratorRights')).toMatchObject({ can_invite_users: false });
    await ok('setMyShortDescription', { short_description: 'Invites' });
    expect(await ok('getMyShortDescription', { language_code: 'de' })).toEqual({
      short_description: 'Invites',
    });
  });
});
