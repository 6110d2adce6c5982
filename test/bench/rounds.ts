// What everyday work costs: the same batch for one contestant after the other, again and again, in another order each time.

import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from './contestants.ts';
import type { Figures } from './figures.ts';
import { isCostKnown, processorTime, residentMemory } from './process-cost.ts';
import { post, postAll, toUpdate } from './updates.ts';

export interface Sizes {
  readonly warmUps: number;
  readonly rounds: number;
  readonly messages: number;
  readonly commands: number;
  readonly replies: number;
}

/** In the order in which each needs the one before. */
export const COMMANDS = [
  ['/create', '/create VIP guests expires=2d limit=5'],
  ['/edit', '/edit limit=50'],
  ['/revoke', '/revoke'],
  ['/export', '/export'],
] as const;
export const ORDINARY = 'ordinary message';
/** What a person writes in a group that has nothing to do with the bot. */
const CHATTER =
  'Has anybody seen the timetable for Saturday? The one on the website is from last year, I think. ' +
  'We meet at 18:30 at the north gate and/or the café.';
const AT_ONCE = 4;
const DELAYED_MS = 40;

export async function measureRounds(
  contestants: readonly Running[],
  sizes: Sizes,
  figures: Figures,
): Promise<void> {
  const unmeasured = { add() {} };
  for (let round = -sizes.warmUps; round < sizes.rounds; round++) {
    await playRound(rotated(contestants, round + sizes.warmUps), sizes, round < 0 ? unmeasured : figures);
  }
}

const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] => {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};

async function playRound(
  contestants: readonly Running[],
  { messages, commands, replies }: Sizes,
  figures: Pick<Figures, 'add'>,
): Promise<void> {
  for (const running of contestants) {
    await running.world({ reset: true, delayMs: 0 });
    await measureBatch(running, ORDINARY, CHATTER, messages, figures);
  }
  const able = contestants.filter(({ contestant }) => contestant.name !== 'empty');
  for (const [name, text] of COMMANDS) {
    for (const running of able) await measureBatch(running, name, text, commands, figures);
  }
  for (const running of able) await measureReplies(running, replies, figures);
}

/** Every update comes from a chat of its own. */
async function measureBatch(
  running: Running,
  name: string,
  text: string,
  count: number,
  figures: Pick<Figures, 'add'>,
): Promise<void> {
  const { contestant, pid, address } = running;
  const bodies = Array.from({ length: count }, (_, index) => toUpdate({ chat: -1001 - index, text }));
  const before = isCostKnown ? processorTime(pid) : 0;
  const started = performance.now();
  await postAll(address, bodies, AT_ONCE);
  const seconds = (performance.now() - started) / 1000;
  figures.add(`${name}: throughput`, 'a second', contestant.name, count / seconds);
  if (!isCostKnown) return;
  // The scheduler counts a thread when it rests.
  await wait(5);
  figures.add(name, 'µs CPU', contestant.name, (processorTime(pid) - before) / count);
}

/** How long somebody waits who types /create, one after the other. */
async function measureReplies(
  { contestant, address, world }: Running,
  count: number,
  figures: Pick<Figures, 'add'>,
): Promise<void> {
  for (const delayMs of [0, DELAYED_MS]) {
    await world({ delayMs });
    const started = performance.now();
    for (let index = 0; index < count; index++) {
      await post(address, toUpdate({ chat: -2001 - index, text: COMMANDS[0][1] }));
    }
    const name = `reply to /create, Bot API answers in ${delayMs} ms`;
    figures.add(name, 'ms', contestant.name, (performance.now() - started) / count);
  }
}

/** Of processes that have handled a mixture of everything. */
export async function measureMemory(
  contestants: readonly Running[],
  updates: number,
  figures: Figures,
): Promise<void> {
  if (!isCostKnown) return;
  for (const running of contestants) {
    await running.world({ reset: true, delayMs: 0 });
    const texts = [CHATTER, CHATTER, CHATTER, CHATTER, CHATTER, CHATTER, ...COMMANDS.map(([, text]) => text)];
    for (const [index, text] of texts.entries()) {
      const bodies = Array.from({ length: updates / texts.length }, (_, chat) =>
        toUpdate({ chat: -10_000 * (index < 6 ? index : 6) - chat - 1, text }),
      );
      await postAll(running.address, bodies, AT_ONCE);
    }
    figures.add(
      `memory after ${updates} more updates`,
      'MiB',
      running.contestant.name,
      residentMemory(running.pid),
    );
  }
}
