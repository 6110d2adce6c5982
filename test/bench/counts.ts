// What an act asks of others, counted, not measured: free plans limit each of them a day.

import { setTimeout as wait } from 'node:timers/promises';
import { setStage } from '../support/story.ts';
import { CHATTER, COMMANDS, CREATE } from './updates.ts';

/** By what is counted, in the order of a table's columns. */
export type ActCounts = Readonly<Record<string, number>>;

const ACTS = [
  ['ordinary message', CHATTER],
  ['first /create in a chat', CREATE],
  ...COMMANDS,
  ['/links', '/links'],
] as const;
/** Time for what goes on after the answer. */
const AFTERWARDS_MS = 300;

/** Plays each act once and counts it. */
export async function countActs(): Promise<readonly { name: string; counts: ActCounts }[]> {
  const { telegram, worker, world, close } = await setStage();
  const { olivia, teaRoom } = world();
  const counted: { name: string; counts: ActCounts }[] = [];
  for (const [name, text] of ACTS) {
    const [calls, operations] = [telegram.calls.length, worker.door.operations.length];
    await worker.chats.takeCosts();
    await telegram.say(teaRoom, olivia, text);
    await wait(AFTERWARDS_MS);
    const { methods, rowsRead, rowsWritten } = await worker.chats.takeCosts();
    const kv = (kind: string): number =>
      worker.door.operations.slice(operations).filter(({ operation }) => operation === kind).length;
    const counts = {
      // An answer that comes as the webhook's reply is no call.
      'API calls': telegram.calls.slice(calls).filter(({ via }) => via !== 'webhook reply').length,
      'KV reads': kv('get'),
      'KV writes': kv('put'),
      'KV lists': kv('list'),
      'object requests': methods.filter((method) => method !== 'alarm').length,
      'rows read': rowsRead,
      'rows written': rowsWritten,
    };
    counted.push({ name, counts });
  }
  await close();
  return counted;
}
