// Whether anything grows with the number of links and people: the same commands in a chat with few and in one with many. The bot
// knows the links from Workers KV; the people are written into the object's ledger.

import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from './contestants.ts';
import type { Figures } from './figures.ts';
import { costOf } from './process-cost.ts';
import { post, postAll, toUpdate } from './updates.ts';

export const FEW = 10;
export const MANY = 10_000;
/** With the few, a page of people is full as well. */
const FEW_STAYS = 30;
export const MANY_STAYS = 100_000;
const CHATS = [
  [FEW, -3001, FEW_STAYS],
  [MANY, -3002, MANY_STAYS],
] as const;

/** Updates of a batch. */
const BATCH = 10;
const LOADING_MS = 60_000;

const linkOf = (chat: number, index: number): string => `https://t.me/+Known${String(-chat * MANY + index)}`;

/** What KV holds of a chat with so many links, one in four of them revoked. */
function seed(count: number, chat: number): Record<string, string> {
  const date = Math.floor(Date.now() / 1000) - 3_600;
  const records = Array.from({ length: count }, (_, index) => {
    const link = linkOf(chat, index);
    const made = { by: { id: 1, name: 'Olivia Bench' }, date: date - index, update_id: index + 1 };
    const settings = { name: `Guests ${index}`, is_primary: false, is_revoked: index % 4 === 3 };
    const record = JSON.stringify({ invite_link: link, ...settings, made });
    return [`link:${chat}:${link.slice('https://t.me/+'.length)}`, record] as const;
  });
  const last = JSON.stringify({ link: linkOf(chat, 0), update_id: 1, date });
  return { ...Object.fromEntries(records), [`last:${chat}`]: last };
}

/** Figures are named by the command, and of chats by their links. */
export async function measureGrowth(running: Running, rounds: number, figures: Figures): Promise<void> {
  for (const [count, chat, stays] of CHATS) {
    await running.world({ seed: seed(count, chat) });
    await waitUntilLoaded(running, chat, count);
    await fetch(`http://${running.address}/stays?chat=${chat}&count=${stays}`);
  }
  for (let round = -2; round < rounds; round++) {
    for (const [count, chat] of round % 2 === 0 ? CHATS : CHATS.toReversed())
      await playIn(running, chat, (name, cost) => {
        if (round >= 0) figures.add(name, 'µs CPU', String(count), cost);
      });
  }
}

async function waitUntilLoaded({ address }: Running, chat: number, count: number): Promise<void> {
  const revoked = new RegExp(`\\b${Math.floor(count / 4)} revoked`);
  for (const end = Date.now() + LOADING_MS; Date.now() < end; await wait(200)) {
    const { body } = await post(address, toUpdate(chat, '/links'));
    if (revoked.test(body)) return;
  }
  throw new Error(`The links of a chat with ${count} were not loaded in ${LOADING_MS} ms.`);
}

/** One after the other, as a chat's updates come. Each round revokes the links that it has made. */
async function playIn(
  { pid, address }: Running,
  chat: number,
  add: (name: string, cost: number) => void,
): Promise<void> {
  const play = async (name: string, textOf: (index: number) => string): Promise<string[]> => {
    const bodies = Array.from({ length: BATCH }, (_, index) => toUpdate(chat, textOf(index)));
    let answers: string[] = [];
    const act = async () => {
      answers = await postAll(address, bodies, 1);
    };
    add(name, await costOf(pid, act, BATCH));
    return answers;
  };
  // The one by which half of the people came.
  const link = linkOf(chat, 0);
  await play('/links', () => '/links');
  await play('/link', () => `/link ${link}`);
  await play('/joins', () => `/joins ${link}`);
  const created = await play('/create', () => '/create');
  await play('/edit', (index) => `/edit limit=${index + 1}`);
  await play(
    '/revoke',
    (index) => `/revoke ${/https:\/\/t\.me\/\+Bench\d+/.exec(created[index] ?? '')?.[0]}`,
  );
}
