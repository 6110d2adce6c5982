// Updates as Telegram posts them, and posting them.

import { deriveSecret } from '../../src/lib/derived-secret.ts';

/** Made up; it has the form of a real one. */
export const TOKEN = '7000000001:AAF0-made-up-for-the-benchmark-01234567';
export const SECRET = await deriveSecret(TOKEN, 'webhook');

/** The one admin of the world's chats, and a member. */
const ADMIN = { id: 1, is_bot: false, first_name: 'Olivia', last_name: 'Bench' };
export const MEMBER = { id: 2, is_bot: false, first_name: 'Max' };

/** What a person writes in a group that has nothing to do with the bot. */
export const CHATTER =
  'Has anybody seen the timetable for Saturday? The one on the website is from last year, I think. ' +
  'We meet at 18:30 at the north gate and/or the café.';

/** In the order in which each needs the one before. */
export const COMMANDS = [
  ['/create', '/create VIP guests expires=2d limit=5'],
  ['/edit', '/edit limit=50'],
  ['/revoke', '/revoke'],
  ['/export', '/export'],
] as const;
export const CREATE = COMMANDS[0][1];

let updates = 100_000_000;

/** An update in which a person writes something in a group, as JSON. */
export function toUpdate(chat: number, text: string, from: object = ADMIN): string {
  const command = /^\/\S+/.exec(text)?.[0];
  updates++;
  const message = {
    message_id: updates % 1_000_000,
    from: { ...from, language_code: 'en' },
    chat: { id: chat, title: 'Readers of the harbour & friends', type: 'supergroup' },
    date: Math.floor(Date.now() / 1000),
    text,
    ...(command && { entities: [{ offset: 0, length: command.length, type: 'bot_command' }] }),
  };
  return JSON.stringify({ update_id: updates, message });
}

/** Posts to the webhook of the Worker at this address. */
export async function post(address: string, body: string, secret = SECRET) {
  const headers = { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': secret };
  const answer = await fetch(`http://${address}/webhook`, { method: 'POST', headers, body });
  return { status: answer.status, body: await answer.text() };
}

/** Posts all of them, so many at a time; resolves with their answers' bodies, in the order in which they came. */
export async function postAll(address: string, bodies: readonly string[], atOnce: number): Promise<string[]> {
  const left = bodies.values();
  const answers: string[] = [];
  const deliver = async (): Promise<void> => {
    for (const body of left) {
      const answer = await post(address, body);
      if (answer.status !== 200) throw new Error(`An update was answered with ${answer.status}.`);
      answers.push(answer.body);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, deliver));
  return answers;
}
