// Whether anything grows with the number of links: the same commands in a chat with few and in one with many.

import { setTimeout as wait } from 'node:timers/promises';
import { toMetadata } from '../../src/links/link-summary.ts';
import type { Running } from './contestants.ts';
import type { Figures } from './figures.ts';
import { isCostKnown, processorTime } from './process-cost.ts';
import { postAll, toUpdate } from './updates.ts';
import type { Kept } from './world-orders.ts';

export const FEW = 10;
export const MANY = 2_000;
const CHAT = -3001;

const linkNumber = (index: number): string => `https://t.me/+Known${String(index).padStart(11, '0')}`;

/** What KV holds of a chat with so many links, one in four of them revoked. */
function seed(count: number): Readonly<Record<string, Kept>> {
  const date = Math.floor(Date.now() / 1000) - 3_600;
  const entries = Array.from({ length: count }, (_, index) => {
    const made = { by: { id: 1, name: 'Olivia Bench' }, date: date - index, update_id: index + 1 };
    const link = linkNumber(index);
    const is_revoked = index % 4 === 3 && index >= FEW;
    const record = { invite_link: link, name: `Guests ${index}`, is_primary: false, is_revoked, made };
    const key = `link:${CHAT}:${link.slice('https://t.me/+'.length)}`;
    return [key, { value: JSON.stringify(record), metadata: JSON.stringify(toMetadata(record)) }] as const;
  });
  const last = { link: linkNumber(0), update_id: 1, date };
  return {
    ...Object.fromEntries(entries),
    [`last:${CHAT}`]: { value: JSON.stringify(last), metadata: null },
  };
}

// At most as many as there are few links: each revoke closes one of them.
const BATCHES: readonly (readonly [string, (index: number) => string])[] = [
  ['/links', () => '/links'],
  ['/edit', (index) => `/edit limit=${index + 1}`],
  ['/revoke', (index) => `/revoke ${linkNumber(index)}`],
  ['/create', () => '/create'],
];

/** One after the other, as a chat's updates come. Figures are named by the command, and of chats by their links. */
export async function measureGrowth(running: Running, rounds: number, figures: Figures): Promise<void> {
  if (!isCostKnown) return;
  const { pid, address, world } = running;
  for (let round = -2; round < rounds; round++) {
    for (const count of round % 2 === 0 ? [FEW, MANY] : [MANY, FEW]) {
      await world({ reset: true, delayMs: 0, seed: seed(count) });
      for (const [name, textOf] of BATCHES) {
        const bodies = Array.from({ length: FEW }, (_, index) =>
          toUpdate({ chat: CHAT, text: textOf(index) }),
        );
        const before = processorTime(pid);
        await postAll(address, bodies, 1);
        await wait(5);
        const cost = (processorTime(pid) - before) / bodies.length;
        if (round >= 0) figures.add(name, 'µs CPU', String(count), cost);
      }
    }
  }
}
