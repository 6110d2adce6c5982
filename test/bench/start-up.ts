// What it costs to start a Worker, an isolate and the evaluation of its module, and to answer its first command: much of
// what a command needs is compiled and looked up only then.

import { setTimeout as wait } from 'node:timers/promises';
import { type Contestant, run, runCopies } from './contestants.ts';
import type { Figures } from './figures.ts';
import { isCostKnown, processorTime } from './process-cost.ts';
import { COMMANDS } from './rounds.ts';
import { post, toUpdate } from './updates.ts';

/** So many in one process, against a process without any: what the process itself costs falls out. */
const COPIES = 20;

export async function measureStartUp(
  contestants: readonly Contestant[],
  world: string,
  rounds: number,
  figures: Figures,
): Promise<void> {
  if (!isCostKnown) return;
  for (let round = 0; round < rounds; round++) {
    const none = await costOf(contestants[0], 0);
    for (const contestant of contestants) {
      const cost = ((await costOf(contestant, COPIES)) - none) / COPIES;
      figures.add('start of a Worker', 'µs CPU', contestant.name, cost);
      if (contestant.name === 'empty') continue;
      const first = await costOfFirst(contestant, world);
      figures.add('first /create of a fresh Worker', 'µs CPU', contestant.name, first);
    }
  }
}

async function costOf(contestant: Contestant | undefined, copies: number): Promise<number> {
  if (!contestant) return 0;
  const process = await runCopies(contestant, copies);
  await wait(5);
  const cost = processorTime(process.pid);
  await process.close();
  return cost;
}

async function costOfFirst(contestant: Contestant, world: string): Promise<number> {
  const running = await run(contestant, world);
  await wait(5);
  const before = processorTime(running.pid);
  await post(running.address, toUpdate({ chat: -1001, text: COMMANDS[0][1] }));
  await wait(5);
  const cost = processorTime(running.pid) - before;
  await running.close();
  return cost;
}
