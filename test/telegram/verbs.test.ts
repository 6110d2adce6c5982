import { request } from 'node:http';
import type { Message } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import type { Outcome } from './local-telegram.ts';
import { setStage, TOKEN } from './scripted-bot.ts';

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });

/** fetch does not let a caller lie about the host. */
const statusFor = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });

interface Heard {
  readonly id: number;
  readonly kind: string;
  readonly about: unknown;
}

/** What the stream tells at once: those kept, or those that came after the one with this id. */
async function eventsOf(url: string, last?: number): Promise<readonly Heard[]> {
  const headers = last === undefined ? {} : { 'Last-Event-ID': String(last) };
  const { body } = await fetch(`${url}/local/events`, { headers });
  let text = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    // The stream goes on for ever.
    if (text.includes(': these were kept')) break;
  }
  return [...text.matchAll(/^id: (\d+)\nevent: (\w+)\ndata: (.*)$/gm)].map(
    ([, id, kind = '', data = '']) => ({
      id: Number(id),
      kind,
      about: JSON.parse(data).about,
    }),
  );
}

describe('/local', () => {
  it('lets a person play with curl', async () => {
    const { listen, telegram, world } = await setStage();
    await listen(() => ({ json: { method: 'sendMessage', chat_id: world.teaRoom.id, text: 'hi' } }));
    const said = await fetch(
      `${telegram.url}/local/say`,
      form({ chat: 'tea room', as: 'olivia', text: '/create VIP' }),
    );
    expect(((await said.json()) as Outcome).answers).toMatchObject([{ text: 'hi' }]);
    const read = await fetch(`${telegram.url}/local/read?chat=Tea+Room&as=Max`);
    expect(((await read.json()) as Message[]).map(({ text }) => text)).toEqual(['/create VIP', 'hi']);
  });

  it('answers messages as lines to a caller who asks for text', async () => {
    const { listen, telegram, world } = await setStage();
    const reply_markup = {
      inline_keyboard: [
        [
          { text: 'Yes', callback_data: 'y' },
          { text: 'No', callback_data: 'n' },
        ],
      ],
    };
    const hi = { method: 'sendMessage', chat_id: world.teaRoom.id, text: 'hi', reply_markup };
    await listen(({ callback_query: pressed }) => ({
      json:
        pressed?.data === 'n'
          ? { method: 'answerCallbackQuery', callback_query_id: pressed.id, text: 'Not you.' }
          : hi,
    }));
    const headers = { Accept: 'text/plain' };
    const said = form({ chat: 'Tea Room', as: 'Max', text: '/create' });
    const came = await fetch(`${telegram.url}/local/say`, { ...said, headers });
    expect(await came.text()).toBe('2  Invite Link Bot: hi\n[Yes] [No]\n');
    const read = await fetch(`${telegram.url}/local/read?chat=Tea+Room`, { headers });
    expect(await read.text()).toBe('1  Max: /create\n\n2  Invite Link Bot: hi\n[Yes] [No]\n');
    const latest = await fetch(`${telegram.url}/local/latest?as=Max`, { headers });
    expect(await latest.text()).toMatch(/^2 {2}Invite Link Bot: hi\n\[Yes\] \[No\]\n\n/);

    const press = (fields: Record<string, string>) =>
      fetch(`${telegram.url}/local/press`, form({ chat: 'Tea Room', as: 'Max', ...fields }));
    const newest = (await (await press({ button: 'Yes' })).json()) as Outcome;
    expect(newest.message?.message_id).toBe(2);
    expect(await (await press({ button: 'Maybe' })).text()).toContain('"Yes", "No"');
    const alerted = await fetch(`${telegram.url}/local/press`, {
      ...form({ chat: 'Tea Room', as: 'Max', button: 'No' }),
      headers,
    });
    expect(await alerted.text()).toBe('Not you.\n');
    const nothing = await press({ chat: 'Book Club', button: 'Yes' });
    expect([nothing.status, await nothing.text()]).toEqual([
      400,
      'There is no message with buttons that Max sees.\n',
    ]);
  });

  it('writes a command unseen by others where the menu says so', async () => {
    const { ok, telegram } = await setStage();
    const commands = [{ command: 'create', description: 'x', is_ephemeral: true }];
    await ok('setMyCommands', { commands, scope: { type: 'all_group_chats' } });
    const say = async (fields: Record<string, string>) => {
      const said = await fetch(
        `${telegram.url}/local/say`,
        form({ chat: 'Tea Room', as: 'Adam', ...fields }),
      );
      return ((await said.json()) as Outcome).message?.message_id;
    };
    expect(await say({ text: '/create VIP' })).toBe(0);
    expect(await say({ text: '/create VIP', ephemeral: 'false' })).toBe(1);
    expect(await say({ text: '/edit VIP' })).toBe(2);
  });

  it('tells what happens as an event stream, and to a listener who lost it what came since', async () => {
    const { listen, telegram, world } = await setStage();
    await listen(() => ({ json: { method: 'sendMessage', chat_id: world.teaRoom.id, text: 'hi' } }));
    await telegram.say(world.teaRoom, world.olivia, '/create');
    const heard = await eventsOf(telegram.url);
    expect(heard.map(({ kind }) => kind)).toEqual(['call', 'update', 'delivery', 'call']);
    expect(heard[1]?.about).toMatchObject({ message: { text: '/create' } });
    expect(heard[3]?.about).toMatchObject({ method: 'sendMessage', via: 'webhook reply', ok: true });
    const [, , third, last] = heard;
    expect(await eventsOf(telegram.url, third?.id)).toEqual([last]);
  });

  it('tells a listener of one that has ended all that happens in the next', async () => {
    const { telegram } = await setStage();
    for (let told = 0; told < 400; told++) telegram.news.tell('worker', { says: String(told) });
    const heard = await eventsOf(telegram.url);
    const next = await setStage();
    await next.call('getMe');
    expect(await eventsOf(next.telegram.url, heard.at(-1)?.id)).toMatchObject([{ kind: 'call' }]);
  });

  it('says which faults have not struck yet, and takes them back', async () => {
    const { telegram, call } = await setStage();
    const pending = async () => (await fetch(`${telegram.url}/local/faults`)).json();
    telegram.fail({ method: 'getMe', how: { flood: 3 }, times: 2 });
    telegram.failDelivery({ loseAnswer: true });
    await call('getMe');
    expect(await pending()).toEqual({
      calls: [{ method: 'getMe', times: 1, how: { flood: 3 } }],
      deliveries: [{ loseAnswer: true }],
    });
    await fetch(`${telegram.url}/local/clear_faults`, form({}));
    expect(await pending()).toEqual({ calls: [], deliveries: [] });
    expect(await call('getMe')).toMatchObject({ is_bot: true });
  });

  it('takes back the faults of one kind, and leaves the others as they are', async () => {
    const { telegram } = await setStage();
    telegram.fail({ method: 'sendMessage', how: { flood: 3 } });
    telegram.fail({ method: 'getChat', how: { delayMs: 5 } });
    telegram.failDelivery({ loseAnswer: true });
    await fetch(`${telegram.url}/local/clear_faults`, form({ kind: 'flood' }));
    expect(telegram.pendingFaults()).toEqual({
      calls: [{ method: 'getChat', times: 1, how: { delayMs: 5 } }],
      deliveries: [{ loseAnswer: true }],
    });
  });

  it('says who the bot is, even where it is in no chat', async () => {
    const { telegram } = await setStage();
    await telegram.reset();
    expect(await (await fetch(`${telegram.url}/local/bot`)).json()).toEqual(telegram.bot);
  });

  it('makes links of people with every setting', async () => {
    const { telegram } = await setStage();
    const fields = {
      chat: 'Tea Room',
      as: 'Adam',
      name: 'His',
      expire_date: '2000000000',
      member_limit: '3',
    };
    const made = await fetch(`${telegram.url}/local/make_link`, form(fields));
    expect(await made.json()).toMatchObject({ name: 'His', expire_date: 2_000_000_000, member_limit: 3 });
  });

  it('finds the chat that an invite link leads to', async () => {
    const { telegram, world } = await setStage();
    const { invite_link: link } = telegram.makeLink(world.teaRoom, world.olivia);
    const joined = await fetch(`${telegram.url}/local/join`, form({ link, as: 'Sam' }));
    expect(await joined.json()).toMatchObject({ outcome: 'joined' });
    const lost = await fetch(
      `${telegram.url}/local/join`,
      form({ link: 'https://t.me/+nowhere', as: 'Sam' }),
    );
    expect(await lost.text()).toContain('There is no invite link "https://t.me/+nowhere".');
  });

  it('keeps the buttons below the message field of a private chat until one was used', async () => {
    const { ok, telegram, world } = await setStage();
    const keyboard = async () => (await fetch(`${telegram.url}/local/keyboard?as=Olivia`)).json();
    await telegram.say(world.olivia, world.olivia, '/chats');
    await ok('sendMessage', {
      chat_id: world.olivia.id,
      text: 'Which?',
      reply_markup: {
        keyboard: [[{ text: 'A group', request_chat: { request_id: 1, chat_is_channel: false } }]],
        one_time_keyboard: true,
      },
    });
    expect(await keyboard()).toEqual([{ text: 'A group', request_id: 1, chat_is_channel: false }]);
    await telegram.choose(world.teaRoom, world.olivia);
    expect(await keyboard()).toEqual([]);
  });

  it('explains itself', async () => {
    const { telegram } = await setStage();
    const help = await (await fetch(`${telegram.url}/local`)).text();
    expect(help).toContain('POST /local/say');
    expect(help).toContain('reply_to?:');
    expect(help).toContain('Where this Telegram differs from the official one:\n  - ');
  });

  it.each([
    [
      'say',
      { chat: 'Tea Room', as: 'No one', text: 'x' },
      'There is no one called "No one"; there are: Olivia, ',
    ],
    ['say', { chat: 'Tea House', as: 'Max', text: 'x' }, 'There is no group or channel called "Tea House"; '],
    ['say', { chat: 'Tea Room', as: 'Max' }, 'The field "text" is missing.'],
    ['say', { chat: 'Tea Room', as: 'Sam', text: 'x' }, 'Sam is not in Tea Room, so cannot write there.'],
    ['say', { chat: 'Tea Room', who: 'Max' }, '/local/say has no field "who"; it has: chat, as, text'],
    ['read', { chat: 'Tea Room' }, '/local/read takes GET, not POST.'],
    ['shout', {}, 'There is no verb "shout"; GET /local lists them.'],
    ['fail', { how: 'no' }, 'The field "how" is not JSON.'],
    ['kick', { chat: 'Tea Room', person: 'Max', as: 'Adam' }, 'it takes can restrict members.'],
    ['migrate', { chat: 'Book Club', as: 'Adam' }, 'Adam may not do that in Book Club: only the owner may.'],
    ['ask_to_join', { chat: 'Daily News', as: 'Sam' }, 'lets no one ask to join without a link'],
    ['send', { update: '{"message":{"date":1}}' }, 'It is older than a day'],
    ['send', { update: '{"chat_member":{"new_chat_member":5}}' }, 'needs the user in new_chat_member'],
  ])('refuses a wrong %s %o in one sentence', async (verb, fields, sentence) => {
    const { telegram } = await setStage();
    const response = await fetch(`${telegram.url}/local/${verb}`, form(fields as Record<string, string>));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(sentence);
  });

  it.each([
    '/local/state',
    `/bot${TOKEN}/getMe`,
    '/page',
  ])('is closed to pages on the web: %s', async (path) => {
    const files = async () => ({ headers: {}, body: '' });
    const { telegram } = await setStage({ files });
    const url = telegram.url + path;
    const { host } = new URL(url);
    expect(await statusFor(url, { Host: 'rebound.example:80' })).toBe(403);
    expect(await statusFor(url, { Host: 'rebound.example', Origin: 'http://localhost' })).toBe(403);
    expect(await statusFor(url, { Origin: 'https://example.com' })).toBe(403);
    expect(await statusFor(url, { Host: host, Origin: 'http://localhost:3000' })).toBe(403);
    expect(await statusFor(url, { Host: host, Origin: 'null' })).toBe(403);
    expect(await statusFor(url, { Host: host, 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
    expect(await statusFor(url, { Host: host, 'Sec-Fetch-Site': 'same-site' })).toBe(403);
    expect(await statusFor(url, { Host: host, Origin: telegram.url, 'Sec-Fetch-Site': 'same-origin' })).toBe(
      200,
    );
    expect(await statusFor(url, { Host: 'localhost:1234' })).toBe(200);
  });
});
