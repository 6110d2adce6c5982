// What it costs to start a Worker: an isolate, and the evaluation of its module.

import { setTimeout as wait } from 'node:timers/promises';
import { type Contestant, runCopies } from './contestants.ts';
import type { Figures } from './figures.ts';
import { isCostKnown, processorTime } from './process-cost.ts';

/** So many in one process, against a process without any: what the process itself costs falls out. */
const COPIES = 20;

export async function measureStartUp(
  contestants: readonly Contestant[],
  rounds: number,
  figures: Figures,
): Promise<void> {
  if (!isCostKnown) return;
  for (let round = 0; round < rounds; round++) {
    const none = await costOf(contestants[0], 0);
    for (const contestant of contestants) {
      const cost = ((await costOf(contestant, COPIES)) - none) / COPIES;
      figures.add('start of a Worker', 'µs CPU', contestant.name, cost);
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
