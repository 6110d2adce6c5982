import { request } from 'node:http';
import type { Message } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import type { Outcome } from './local-telegram.ts';
import { setStage } from './scripted-bot.ts';

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

  it('explains itself', async () => {
    const { telegram } = await setStage();
    const help = await (await fetch(`${telegram.url}/local`)).text();
    expect(help).toContain('POST /local/say');
    expect(help).toContain('reply_to?:');
  });

  it.each([
    [
      'say',
      { chat: 'Tea Room', as: 'Nobody', text: 'x' },
      'There is nobody called "Nobody"; there are: Olivia, ',
    ],
    ['say', { chat: 'Tea House', as: 'Max', text: 'x' }, 'There is no group or channel called "Tea House"; '],
    ['say', { chat: 'Tea Room', as: 'Max' }, 'The field "text" is missing.'],
    ['say', { chat: 'Tea Room', as: 'Sam', text: 'x' }, 'Sam is not in Tea Room, so cannot write there.'],
    ['say', { chat: 'Tea Room', who: 'Max' }, '/local/say has no field "who"; it has: chat, as, text'],
    ['read', { chat: 'Tea Room' }, '/local/read takes GET, not POST.'],
    ['shout', {}, 'There is no verb "shout"; GET /local lists them.'],
    ['fail', { how: 'no' }, 'The field "how" is not JSON.'],
  ])('refuses a wrong %s %o in one sentence', async (verb, fields, sentence) => {
    const { telegram } = await setStage();
    const response = await fetch(`${telegram.url}/local/${verb}`, form(fields as Record<string, string>));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(sentence);
  });

  it('is closed to pages on the web', async () => {
    const { telegram } = await setStage();
    const url = `${telegram.url}/local/state`;
    expect(await statusFor(url, { Host: 'rebound.example:80' })).toBe(403);
    expect(await statusFor(url, { Host: 'rebound.example', Origin: 'http://localhost' })).toBe(403);
    expect(await statusFor(url, { Origin: 'https://example.com' })).toBe(403);
    expect(await statusFor(url, { Host: 'localhost:1234' })).toBe(200);
  });
});
