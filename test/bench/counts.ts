// What an act asks of others, counted, not measured: free plans limit each of them a day.

import { setTimeout as wait } from 'node:timers/promises';
import type { Message, User } from '@grammyjs/types';
import { answerTo, linkIn, type Stage, setStage } from '../support/story.ts';
import { CHATTER, COMMANDS, CREATE } from './updates.ts';

/** By what is counted, in the order of a table's columns. */
export type ActCounts = Readonly<Record<string, number>>;

type Act = (world: ReturnType<Stage['world']>) => Promise<unknown>;

/** In their order: what is said in a chat, then what people do with a link by which they ask to join. */
function actsOn({ telegram }: Stage): readonly (readonly [name: string, act: Act])[] {
  const says =
    (text: string): Act =>
    ({ teaRoom, olivia }) =>
      telegram.say(teaRoom, olivia, text);
  const presses =
    (label: string): Act =>
    async ({ teaRoom, olivia }) => {
      const { ephemeral_message_id = 0 } = page ?? {};
      await telegram.press(teaRoom, { ephemeral_message_id }, olivia, label);
    };
  let [link, page]: [string?, Message?] = [];
  const asks =
    (person: User): Act =>
    ({ teaRoom }) =>
      telegram.join(teaRoom, person, link);
  const gina = telegram.addPerson({ first_name: 'Gina' });
  const hugo = telegram.addPerson({ first_name: 'Hugo' });
  return [
    ['ordinary message', says(CHATTER)],
    ['first /create in a chat', says(CREATE)],
    ...COMMANDS.map(([name, text]) => [name, says(text)] as const),
    ...['/link', '/links', '/joins'].map((text) => [text, says(text)] as const),
    [
      '/create approval',
      async ({ teaRoom, olivia }) => {
        link = linkIn(await telegram.say(teaRoom, olivia, '/create VIP limit=none approval'));
      },
    ],
    ['a person asks to join', asks(gina)],
    ['another person asks to join', asks(hugo)],
    [
      '/requests',
      async ({ teaRoom, olivia }) => {
        page = answerTo(await telegram.say(teaRoom, olivia, '/requests'));
      },
    ],
    ['an admin declines', presses('✗ 1')],
    ['an admin approves, and the person joins', presses('✓ 1')],
    ['the person leaves', ({ teaRoom }) => telegram.leave(teaRoom, gina)],
  ];
}

/** Time for what goes on after the answer. */
const AFTERWARDS_MS = 300;

/** Plays each act once and counts it. */
export async function countActs(): Promise<readonly { name: string; counts: ActCounts }[]> {
  const stage = await setStage();
  const { telegram, worker, close } = stage;
  const world = stage.world();
  const counted: { name: string; counts: ActCounts }[] = [];
  for (const [name, act] of actsOn(stage)) {
    const [calls, operations] = [telegram.calls.length, worker.door.operations.length];
    await worker.chats.takeCosts();
    await act(world);
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
