// What an act asks of others, counted, not measured: free plans limit each of them a day.

import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from './contestants.ts';
import { CHATTER, COMMANDS, CREATE, post, toUpdate } from './updates.ts';

/** By what is counted, in the order of a table's columns. */
export type ActCounts = Readonly<Record<string, number>>;

const CHAT = -4001;
const ACTS = [
  ['ordinary message', CHATTER],
  ['first /create in a chat', CREATE],
  ...COMMANDS,
  ['/links', '/links'],
] as const;
/** Time for what goes on after the answer. */
const AFTERWARDS_MS = 300;

/** Plays each act once and counts it. Needs a bot whose objects count. */
export async function countActs({ address, world, objectCounts }: Running) {
  const counted: { name: string; counts: ActCounts }[] = [];
  await world({});
  for (const [name, text] of ACTS) {
    await post(address, toUpdate(CHAT, text));
    await wait(AFTERWARDS_MS);
    const { calls, kv } = await world({});
    const { read = 0, write = 0, list = 0 } = kv;
    const others = { 'API calls': calls.length, 'KV reads': read, 'KV writes': write, 'KV lists': list };
    counted.push({ name, counts: { ...others, ...(await objectCounts()) } });
  }
  return counted;
}
