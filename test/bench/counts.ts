// What an act asks of others: calls of the Bot API, operations of Workers KV, requests to the chat's object and rows of its
// tables. Free plans limit each of them a day, and each is counted, not measured.

import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from './contestants.ts';
import { CHATTER, COMMANDS, CREATE, post, toUpdate } from './updates.ts';

export interface ActCounts {
  readonly name: string;
  readonly calls: number;
  readonly kvReads: number;
  readonly kvWrites: number;
  readonly kvLists: number;
  readonly requests: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

const CHAT = -4001;
/** Time for what goes on after the answer. */
const AFTERWARDS_MS = 300;

/** Plays each act once and counts it. Needs a bot whose objects count. */
export async function countActs({ address, world, objectCounts }: Running): Promise<ActCounts[]> {
  const acts = [
    ['ordinary message', CHATTER],
    ['first /create in a chat', CREATE],
    ...COMMANDS,
    ['/links', '/links'],
  ] as const;
  const counted: ActCounts[] = [];
  await world({});
  for (const [name, text] of acts) {
    await post(address, toUpdate(CHAT, text));
    await wait(AFTERWARDS_MS);
    const { calls, kv } = await world({});
    counted.push({
      name,
      calls: calls.length,
      kvReads: kv.read ?? 0,
      kvWrites: kv.write ?? 0,
      kvLists: kv.list ?? 0,
      ...(await objectCounts()),
    });
  }
  return counted;
}
