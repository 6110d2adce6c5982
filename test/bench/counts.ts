// What an act asks of others, counted, not measured: free plans limit each of them a day.

import { setTimeout as wait } from 'node:timers/promises';
import { linkIn, setStage } from '../support/story.ts';
import { CHATTER, COMMANDS, CREATE } from './updates.ts';

/** By what is counted, in the order of a table's columns. */
export type ActCounts = Readonly<Record<string, number>>;

const TEXTS = [
  ['ordinary message', CHATTER],
  ['first /create in a chat', CREATE],
  ...COMMANDS,
  ...['/link', '/links', '/joins'].map((text) => [text, text] as const),
] as const;
/** Time for what goes on after the answer. */
const AFTERWARDS_MS = 300;

/** Plays each act once and counts it. */
export async function countActs(): Promise<readonly { name: string; counts: ActCounts }[]> {
  const { telegram, worker, world, close } = await setStage();
  const { olivia, teaRoom, sam, max } = world();
  const say = (text: string) => telegram.say(teaRoom, olivia, text);
  const counted: { name: string; counts: ActCounts }[] = [];
  const count = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    const [calls, operations] = [telegram.calls.length, worker.door.operations.length];
    await worker.chats.takeCosts();
    await act();
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
  };
  for (const [name, text] of TEXTS) await count(name, () => say(text));
  const link = linkIn(await say('/create limit=none'));
  // The first leave asks for the job that forgets people.
  await telegram.leave(teaRoom, max);
  await wait(AFTERWARDS_MS);
  await count('a person joins', () => telegram.join(teaRoom, sam, link));
  await count('a person leaves', () => telegram.leave(teaRoom, sam));
  await close();
  return counted;
}
