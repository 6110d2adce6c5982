// What everyday work costs: the same batch for one contestant after the other, again and again, in another order each time.
// Every update of a batch comes from a chat of its own; the chats are the same in every batch, so their objects are awake.

import type { Running } from './contestants.ts';
import type { Figures } from './figures.ts';
import { costOf } from './process-cost.ts';
import { CHATTER, COMMANDS, CREATE, post, postAll, toUpdate } from './updates.ts';

export interface WarmSizes {
  readonly warmUps: number;
  readonly rounds: number;
  /** Updates of a batch. */
  readonly messages: number;
  readonly commands: number;
  /** How many replies are timed a round, one after the other. */
  readonly replies: number;
}

export const ORDINARY = 'ordinary message';
const DELAY_MS = 40;
export const REPLY = `reply to /create at ${DELAY_MS} ms an API call`;
export const REPLY_SLOW_KV = `${REPLY} and KV operation`;
const AT_ONCE = 4;

export async function measureWarm(
  running: readonly Running[],
  sizes: WarmSizes,
  figures: Figures,
): Promise<void> {
  const unmeasured = { add() {} };
  for (let round = -sizes.warmUps; round < sizes.rounds; round++) {
    await playRound(rotated(running, round + sizes.warmUps), sizes, round < 0 ? unmeasured : figures);
  }
}

export const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] => {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};

async function playRound(
  running: readonly Running[],
  { messages, commands, replies }: WarmSizes,
  figures: Pick<Figures, 'add'>,
): Promise<void> {
  const measureBatch = async (
    name: string,
    text: string,
    count: number,
    { name: of, pid, address }: Running,
  ) => {
    const bodies = Array.from({ length: count }, (_, index) => toUpdate(-1001 - index, text));
    figures.add(name, 'µs CPU', of, await costOf(pid, () => postAll(address, bodies, AT_ONCE), count));
  };
  const able = running.filter(({ name }) => name !== 'empty');
  for (const one of running) await measureBatch(ORDINARY, CHATTER, messages, one);
  for (const [name, text] of COMMANDS) {
    for (const one of able) await measureBatch(name, text, commands, one);
  }
  for (const [figure, kvDelayMs] of [
    [REPLY, 0],
    [REPLY_SLOW_KV, DELAY_MS],
  ] as const) {
    for (const { name, address, world } of able) {
      await world({ delayMs: DELAY_MS, kvDelayMs });
      for (let index = 0; index < replies; index++) {
        const started = performance.now();
        await post(address, toUpdate(-1001 - index, CREATE));
        figures.add(figure, 'ms', name, performance.now() - started);
      }
      await world({ delayMs: 0, kvDelayMs: 0 });
    }
  }
}
