// Updates as Telegram posts them, and posting them.

import { Agent, request } from 'node:http';
import { deriveSecret } from '../../src/lib/derived-secret.ts';

/** Made up; it has the form of a real one. */
export const TOKEN = '7000000001:AAF0-made-up-for-the-benchmark-01234567';
export const SECRET = await deriveSecret(TOKEN, 'webhook');

/** The one admin of the world's chats, and somebody who is none. */
export const ADMIN = { id: 1, is_bot: false, first_name: 'Olivia', last_name: 'Bench' };
export const MEMBER = { id: 2, is_bot: false, first_name: 'Max' };

export interface Said {
  readonly chat: number;
  readonly text: string;
  readonly from?: typeof ADMIN | typeof MEMBER;
  /** Unix seconds; now, when it is left out. */
  readonly date?: number;
  /** Fields of the message beside the usual ones. */
  readonly more?: object;
}

let updates = 100_000_000;

/** An update in which somebody says something in a group, as JSON. */
export function toUpdate({ chat, text, from = ADMIN, date, more }: Said): string {
  const command = /^\/\S+/.exec(text)?.[0];
  updates++;
  const message = {
    message_id: updates % 1_000_000,
    from: { ...from, language_code: 'en' },
    chat: { id: chat, title: 'Readers of the harbour & friends', type: 'supergroup' },
    date: date ?? Math.floor(Date.now() / 1000),
    text,
    ...(command && { entities: [{ offset: 0, length: command.length, type: 'bot_command' }] }),
    ...more,
  };
  return JSON.stringify({ update_id: updates, message });
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Posts to the webhook of the Worker at this address. */
export function post(address: string, body: string, secret = SECRET): Promise<Answer> {
  const [host, port] = address.split(':');
  const headers = { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': secret };
  return new Promise((resolve, reject) => {
    const posted = request({ host, port, agent, method: 'POST', path: '/webhook', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    posted.on('error', reject);
    posted.end(body);
  });
}

/** Posts all of them, so many at a time. */
export async function postAll(address: string, bodies: readonly string[], atOnce: number): Promise<void> {
  const left = bodies.values();
  const deliver = async (): Promise<void> => {
    for (const body of left) {
      const { status } = await post(address, body);
      if (status !== 200) throw new Error(`An update was answered with ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, deliver));
}
