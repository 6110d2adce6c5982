import type { Update, WebhookInfo } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { officialDelayMs } from './retry-schedule.ts';
import { setStage } from './scripted-bot.ts';

describe('a delivery', () => {
  it('is a POST of ASCII-only JSON with the secret', async () => {
    const { listen, telegram } = await setStage();
    const seen: Headers[] = [];
    await listen(
      (_update, headers) => {
        seen.push(headers);
        return undefined;
      },
      { secret_token: 'a-Secret_1' },
    );
    const { update_id } = await telegram.say('Tea Room', 'Max', 'Grüße 😀');
    expect(seen[0]?.get('content-type')).toBe('application/json');
    expect(seen[0]?.get('x-telegram-bot-api-secret-token')).toBe('a-Secret_1');
    expect(seen[0]?.get('raw-body')).toContain(`{"update_id":${update_id},"message":{`);
    expect(seen[0]?.get('raw-body')).toContain('"text":"Gr\\u00fc\\u00dfe \\ud83d\\ude00"');
  });

  it('is repeated with the same update until it succeeds', async () => {
    const { listen, ok, telegram } = await setStage();
    const ids: number[] = [];
    await listen((update) => {
      ids.push(update.update_id);
      return ids.length < 3 ? { status: 500 } : { status: 204 };
    });
    const said = await telegram.say('Tea Room', 'Max', 'hello');
    expect(said.statuses).toEqual([500, 500, 204]);
    expect(new Set(ids)).toEqual(new Set([said.update_id]));
    const info = await ok<WebhookInfo>('getWebhookInfo');
    expect(info.last_error_message).toBe('Wrong response from the webhook: 500 Internal Server Error');
    expect(info.pending_update_count).toBe(0);
  });

  it('is given up when the update is too old, however little a test wants to wait', async () => {
    const { listen, ok, telegram } = await setStage();
    await listen(() => ({ status: 500 }));
    const { message_id } = await ok('sendMessage', {
      chat_id: telegram.findChat('Tea Room').id,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] },
    });
    const pressed = await telegram.press('Tea Room', message_id, 'Max', 'go');
    // 0 + 2 + 4 + 8 + 16 + 32 seconds, then one to two minutes: the eighth or ninth attempt would come too late.
    expect(pressed.statuses.length).toBeGreaterThanOrEqual(7);
    expect(pressed.statuses.length).toBeLessThanOrEqual(9);
  });

  it('is repeated when the connection breaks', async () => {
    const { listen, telegram } = await setStage();
    telegram.failDelivery({ loseAnswer: true });
    let deliveries = 0;
    await listen(() => {
      deliveries++;
      return undefined;
    });
    expect((await telegram.say('Tea Room', 'Max', 'hello')).statuses).toEqual(['lost', 200]);
    expect(deliveries).toBe(2);
  });

  it('can happen twice, one after the other or at once', async () => {
    const { listen, telegram } = await setStage();
    const together: number[] = [];
    let running = 0;
    await listen(async () => {
      together.push(++running);
      await fetch(`${telegram.url}/local/people`);
      running--;
      return undefined;
    });
    telegram.failDelivery({ deliverTwice: true });
    expect((await telegram.say('Tea Room', 'Max', 'one')).statuses).toEqual([200, 200]);
    expect(together).toEqual([1, 1]);
    telegram.failDelivery({ deliverTwice: 'at once' });
    expect((await telegram.say('Tea Room', 'Max', 'two')).statuses).toEqual([200, 200]);
  });

  it('can lose its connection when the bot makes a call, which goes on all the same', async () => {
    const { listen, ok, telegram, world } = await setStage();
    await listen(async (update) => {
      await ok('createChatInviteLink', { chat_id: world.teaRoom.id, name: `for ${update.update_id}` });
      return undefined;
    });
    telegram.failDelivery({ hangUp: true });
    const said = await telegram.say('Tea Room', 'Adam', '/create');
    expect(said.statuses).toEqual(['lost', 200]);
    expect(telegram.links('Tea Room')).toHaveLength(2);
    expect(said.calls.map((call) => call.method)).toEqual(['createChatInviteLink', 'createChatInviteLink']);
  });

  it('can be repeated later', async () => {
    const { listen, telegram } = await setStage();
    const updates: Update[] = [];
    await listen((update) => {
      updates.push(update);
      return undefined;
    });
    const { update_id } = await telegram.say('Tea Room', 'Max', 'hello');
    expect((await telegram.redeliver(update_id)).statuses).toEqual([200]);
    expect(updates[1]).toEqual(updates[0]);
  });
});

describe('the order of deliveries', () => {
  it('is kept within a chat, while other chats do not wait', async () => {
    const { listen, telegram } = await setStage();
    const gate = Promise.withResolvers<void>();
    const log: string[] = [];
    await listen(async ({ message }) => {
      log.push(`got ${message?.text}`);
      if (message?.text === 'first') await gate.promise;
      log.push(`answered ${message?.text}`);
      return undefined;
    });
    const first = telegram.say('Tea Room', 'Max', 'first');
    const second = telegram.say('Tea Room', 'Max', 'second');
    await telegram.say('Book Club', 'Max', 'elsewhere');
    expect(log).not.toContain('got second');
    gate.resolve();
    await Promise.all([first, second]);
    expect(log.filter((line) => !line.includes('elsewhere'))).toEqual([
      'got first',
      'answered first',
      'got second',
      'answered second',
    ]);
  });
});

describe('the retry schedule', () => {
  it('starts at once, doubles from two seconds, and obeys Retry-After up to an hour', () => {
    expect([1, 2, 3, 4, 5, 6].map((failures) => officialDelayMs(failures))).toEqual([
      0, 2000, 4000, 8000, 16_000, 32_000,
    ]);
    expect(officialDelayMs(7)).toBeGreaterThanOrEqual(60_000);
    expect(officialDelayMs(7)).toBeLessThanOrEqual(120_000);
    expect(officialDelayMs(1, 7)).toBe(7000);
    expect(officialDelayMs(1, 86_400)).toBe(3_600_000);
  });

  it('is told what the webhook asked for', async () => {
    const asked: (number | undefined)[] = [];
    const { listen, telegram } = await setStage({
      retryDelayMs: (_failures, retryAfterSeconds) => {
        asked.push(retryAfterSeconds);
        return 0;
      },
    });
    const replies = [{ status: 503, headers: { 'Retry-After': '7' } }, { status: 503 }];
    await listen(() => replies.shift());
    await telegram.say('Tea Room', 'Max', 'hello');
    expect(asked).toEqual([7, undefined]);
  });
});

describe('a webhook reply', () => {
  it('is executed as a call', async () => {
    const { listen, telegram, world } = await setStage();
    await listen(() => ({ json: { method: 'sendMessage', chat_id: world.teaRoom.id, text: 'hi' } }));
    const said = await telegram.say('Tea Room', 'Max', 'hello');
    expect(said.answers).toMatchObject([{ text: 'hi' }]);
    expect(said.calls).toMatchObject([
      { method: 'sendMessage', via: 'webhook reply', update_id: said.update_id },
    ]);
    expect(said).not.toHaveProperty('refusedReply');
  });

  it('may be refused, of which the bot hears nothing', async () => {
    const { listen, telegram, world } = await setStage();
    await listen(() => ({ json: { method: 'sendMessage', chat_id: world.teaRoom.id, text: '' } }));
    const said = await telegram.say('Tea Room', 'Max', 'hello');
    expect(said).toMatchObject({
      statuses: [200],
      answers: [],
      refusedReply: 'Bad Request: message text is empty',
    });
  });

  it('does nothing where it asks for something or is no call', async () => {
    const { listen, telegram } = await setStage();
    const replies = [{ method: 'getMe' }, { method: 'setWebhook', url: '' }, { text: 'hi' }];
    await listen(() => ({ json: replies.shift() ?? {} }));
    for (const text of ['one', 'two', 'three']) {
      expect((await telegram.say('Tea Room', 'Max', text)).calls).toEqual([]);
    }
  });
});
