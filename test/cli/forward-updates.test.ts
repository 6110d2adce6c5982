import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readRequestedCall } from '../../src/cli/dev/forward-updates.ts';
import { secretFor, TOKEN } from '../support/story.ts';
import { type RunningWorker, startWorker } from '../support/worker.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { populate } from '../telegram/world.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';

let telegram: LocalTelegram;
let worker: RunningWorker;
let forwarder: Forwarder;

const start = (port = 0) =>
  startWorker({ bindings: { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN }, port });
const forward = (): Forwarder => {
  forwarder = startForwarder(telegram, worker.url);
  return forwarder;
};
const call = (method: string, params: Record<string, string> = {}) =>
  fetch(`${telegram.url}/bot${TOKEN}/${method}`, { method: 'POST', body: new URLSearchParams(params) });
const waiting = () => telegram.state().waiting.length;

beforeAll(async () => {
  telegram = await createTelegram({ token: TOKEN });
  worker = await start();
});
afterEach(async () => {
  await forwarder.end();
});
afterAll(async () => {
  await worker.close();
  await telegram.close();
});

describe('npm run dev', () => {
  it('lets the Worker answer a command that is said in a group', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const { printed, lines } = forward();
    await telegram.say(teaRoom, olivia, '/create VIP guests');
    expect(await printed(/^message/)).toMatch(/^message +200 +\d+ ms {2}→ sendMessage$/);
    expect(telegram.read(teaRoom).at(-1)?.text).toContain('Created https://t.me/+');
    expect(telegram.links(teaRoom).map((link) => link.name)).toEqual(['VIP guests']);
    expect(lines.join()).not.toMatch(/VIP|t\.me|Olivia/);
  });

  it('brings presses of buttons, too', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const { printed } = forward();
    await telegram.say(teaRoom, olivia, '/create');
    await telegram.say(teaRoom, olivia, '/link');
    await printed(/sendMessage/, 2);
    const card = telegram.read(teaRoom).at(-1);
    await telegram.press(teaRoom, card?.message_id ?? 0, olivia, '1 day');
    expect(await printed(/^callback_query/)).toContain('→ answerCallbackQuery');
  });

  it('prints why Telegram refused an answer', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const { printed } = forward();
    const refusal = { error_code: 400, description: 'Bad Request: not today' };
    telegram.fail({ method: 'sendMessage', how: { refuse: refusal } });
    await telegram.say(teaRoom, olivia, '/help');
    expect(await printed(/^message/)).toContain('→ sendMessage failed: Bad Request: not today');
  });

  it('delivers once what came while the Worker was away', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const { printed, lines } = forward();
    const port = Number(new URL(worker.url).port);
    await worker.close();
    await telegram.say(teaRoom, olivia, '/create');
    expect(await printed(/not taken/)).toMatch(/^message +– +\d+ ms {2}not taken: I try again until it is$/);
    await telegram.say(teaRoom, olivia, '/help');
    expect(waiting()).toBe(2);
    worker = await start(port);
    await printed(/ 200 /, 2);
    const answers = telegram.read(teaRoom).filter((message) => message.from?.is_bot);
    expect(answers.map(({ text }) => text?.split(' ')[0])).toEqual(['Created', expect.any(String)]);
    expect(telegram.links(teaRoom)).toHaveLength(1);
    expect(lines.filter((line) => line.includes('not taken'))).toHaveLength(1);
  });

  it('tries again what was answered by anything but success', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const statuses = [503, 401, 302, 204];
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(statuses.shift() ?? 500).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // Listening on a port, so the address is no pipe's.
    const { port } = server.address() as AddressInfo;
    forwarder = startForwarder(telegram, `http://127.0.0.1:${port}`);
    await telegram.say(teaRoom, olivia, 'Hello');
    await forwarder.printed(/^message +204 /);
    expect(forwarder.lines[0]).toMatch(/^message +503 .* not taken/);
    expect(statuses).toEqual([]);
    server.close();
  });

  it('leaves at Telegram what the Worker has not taken, for the next start', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const port = Number(new URL(worker.url).port);
    const first = forward();
    await worker.close();
    await telegram.say(teaRoom, olivia, '/create');
    await first.printed(/not taken/);
    await first.end();
    expect(waiting()).toBe(1);
    worker = await start(port);
    await forward().printed(/ 200 /);
    await forwarder.end();
    expect(waiting()).toBe(0);
    expect(telegram.links(teaRoom)).toHaveLength(1);
  });

  it('delivers one update after the other, and confirms each once it is delivered', async () => {
    const { olivia, teaRoom, bookClub } = populate(telegram);
    const { printed } = forward();
    const held = Promise.withResolvers<void>();
    telegram.fail({ method: 'createChatInviteLink', how: { hold: held.promise } });
    await telegram.say(teaRoom, olivia, '/create first');
    const isAsked = () => telegram.calls.some(({ params }) => params.chat_id === String(teaRoom.id));
    while (!isAsked()) await new Promise((resolve) => setImmediate(resolve));
    await telegram.say(bookClub, olivia, '/create elsewhere');
    await telegram.say(teaRoom, olivia, '/edit second');
    expect(telegram.links(bookClub)).toEqual([]);
    expect(waiting()).toBe(3);
    held.resolve();
    await printed(/ 200 /, 3);
    expect(telegram.links(teaRoom).map((link) => link.name)).toEqual(['second']);
    expect(telegram.links(bookClub).map((link) => link.name)).toEqual(['elsewhere']);
    await forwarder.end();
    expect(waiting()).toBe(0);
  });

  it('asks for the kinds of update that the bot handles, and no others', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const { printed } = forward();
    const said = await telegram.say(teaRoom, olivia, 'Hello');
    await printed(/^message/);
    const edited = await telegram.edit(teaRoom, said.message?.message_id ?? 0, 'Hello, everybody');
    expect(edited.update_id).toBeUndefined();
  });

  it('goes on when the network was gone, and says so once', async () => {
    const { olivia, teaRoom } = populate(telegram);
    telegram.fail({ method: 'getUpdates', how: { drop: 'before' }, times: 4 });
    const { printed, lines } = forward();
    await telegram.say(teaRoom, olivia, '/help');
    await printed(/ 200 /);
    expect(lines.slice(0, 2)).toEqual([
      'Telegram does not answer: look at this machine’s network, a proxy, or a firewall. I go on trying; what people write meanwhile is not lost.',
      'Telegram answers again.',
    ]);
  });

  it('waits when Telegram asks it to', async () => {
    const own = await createTelegram({ token: TOKEN });
    own.fail({ method: 'getUpdates', how: { flood: 7 } });
    forwarder = startForwarder(own, worker.url);
    await forwarder.printed(/^Telegram asks to wait 7 seconds\. Try again after that\. I go on/);
    await forwarder.printed(/^Telegram answers again\.$/);
    await forwarder.end();
    await own.close();
  });

  it('ends when another program takes the updates', async () => {
    // A Telegram of its own: a request that an earlier story gave up may still arrive there, and use the fault up.
    const own = await createTelegram({ token: TOKEN });
    const description =
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
    own.fail({ method: 'getUpdates', how: { refuse: { error_code: 409, description } } });
    forwarder = startForwarder(own, worker.url);
    expect(await forwarder.ended).toBe(`Telegram refused: ${description}`);
    await own.close();
  });

  it('ends when the bot is deployed meanwhile', async () => {
    const { olivia, teaRoom } = populate(telegram);
    const { ended } = forward();
    await call('setWebhook', { url: `${worker.url}/webhook`, secret_token: secretFor('webhook') });
    await telegram.say(teaRoom, olivia, '/help');
    expect(await ended).toMatch(/^Telegram refused: Conflict: .*webhook/i);
    await call('deleteWebhook');
  });
});

describe('the call in a webhook’s answer', () => {
  const read = (body: string, contentType = 'application/json; charset=utf-8') =>
    readRequestedCall(contentType, body);

  it('is the one that it names', () => {
    expect(read('{"method":"sendMessage","chat_id":1,"text":"Hi"}')).toEqual({
      method: 'sendMessage',
      params: { chat_id: 1, text: 'Hi' },
    });
  });

  it.each([
    ['is empty', ''],
    ['is not JSON', '<html>'],
    ['is a list', '["sendMessage"]'],
    ['names no method', '{"text":"Hi"}'],
    ['names one that Telegram does not make that way', '{"method":"deleteWebhook"}'],
    ['only asks', '{"method":"getMe"}'],
  ])('is none if the answer %s', (_, body) => {
    expect(read(body)).toBeUndefined();
  });

  it('is none in another format', () => {
    expect(read('{"method":"sendMessage"}', 'text/plain')).toBeUndefined();
  });
});
