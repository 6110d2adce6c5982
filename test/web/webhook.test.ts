import { describe, expect, it } from 'vitest';
import { onStage, secretFor, TOKEN } from '../support/story.ts';
import { startWorker } from '../support/worker.ts';

const { stage } = onStage();

const HEADER = 'X-Telegram-Bot-Api-Secret-Token';
const secret = secretFor('webhook');
const post = (body: string, headers: Record<string, string> = { [HEADER]: secret }, url = stage.worker.url) =>
  fetch(`${url}/webhook`, { method: 'POST', headers, body });

describe('POST /webhook', () => {
  it.each([
    ['no secret', {}],
    ['an empty one', { [HEADER]: '' }],
    ['another of the same length', { [HEADER]: 'x'.repeat(43) }],
    ['the beginning of the right one', { [HEADER]: secret.slice(0, 42) }],
    ['the right one and more', { [HEADER]: `${secret}x` }],
    ['the secret for monitors', { [HEADER]: secretFor('health') }],
    ['the bot token', { [HEADER]: TOKEN }],
  ])('lets no one in who has %s', async (_, headers) => {
    expect((await post('{"update_id":1}', headers)).status).toBe(401);
    expect((await post('not even JSON', headers)).status).toBe(401);
  });

  it.each([
    '',
    'not JSON',
    '[]',
    'null',
    '7',
    '"text"',
    '{}',
    '{"update_id":"1"}',
    '{"update_id":1.5}',
    '{"update_id":null}',
  ])('answers %j with 400', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it.each([
    '{"update_id":1}',
    '{"update_id":1,"message":null}',
    '{"update_id":1,"message":{"text":"/create"}}',
    '{"update_id":1,"message":{"text":"/create","chat":{"id":"x"}}}',
    '{"update_id":1,"message":{"message_id":1,"date":1,"text":"/create","chat":{"id":1,"type":"private"},"from":7}}',
    '{"update_id":1,"poll":{"id":"1"}}',
    '{"update_id":1,"callback_query":{"id":"1","data":"x"}}',
  ])('answers %s with 200 and nothing to say', async (body) => {
    const response = await post(body);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('answers a command with a method call as JSON', async () => {
    const now = Math.floor(Date.now() / 1000);
    const chat = { id: 5, type: 'private' };
    const message = {
      message_id: 3,
      date: now,
      chat,
      from: { id: 5, is_bot: false, first_name: 'Ann' },
      text: '/create',
    };
    const response = await post(JSON.stringify({ update_id: 1, message }));
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({
      method: 'sendMessage',
      chat_id: 5,
      parse_mode: 'HTML',
      reply_parameters: { message_id: 3, allow_sending_without_reply: true },
    });
  });
});

describe('a press whose id no call could carry', () => {
  it('is left alone', async () => {
    const chat = { id: 5, type: 'private' };
    const from = { id: 5, is_bot: false, first_name: 'Ann' };
    const message = { message_id: 3, date: 1, chat, from, text: 'x' };
    for (const [id, body] of [
      ['1', /answerCallbackQuery/],
      ['\ud83d', /^$/],
    ] as const) {
      const press = { id, from, message, chat_instance: '1', data: 'l:0:' };
      const response = await post(JSON.stringify({ update_id: 1, callback_query: press }));
      expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(body)]);
    }
  });
});

describe('other addresses', () => {
  it('are not found', async () => {
    expect((await fetch(`${stage.worker.url}/nothing`)).status).toBe(404);
    expect((await fetch(`${stage.worker.url}/webhook/x`)).status).toBe(404);
  });

  it.each(['/', '/health', '/nothing'])('answer HEAD like GET, without the body: %s', async (path) => {
    const [page, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => fetch(`${stage.worker.url}${path}`, { method })),
    );
    expect([head?.status, await head?.text()]).toEqual([page?.status, '']);
    expect(head?.headers.get('Content-Type')).toBe(page?.headers.get('Content-Type'));
  });

  it('a known one with another method names the right one', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD']) {
      const response = await fetch(`${stage.worker.url}/webhook`, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});

describe('a Worker without a token', () => {
  it.each([
    undefined,
    '',
    '  ',
  ])('lets no one in and names the secret that is missing (%j)', async (token) => {
    const worker = await startWorker({ bindings: { TELEGRAM_BOT_TOKEN: token } });
    for (const headers of [{}, { [HEADER]: '' }, { [HEADER]: secretFor('webhook', ' ') }]) {
      const response = await post('{"update_id":1}', headers, worker.url);
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('TELEGRAM_BOT_TOKEN');
    }
    await worker.close();
  });
});
