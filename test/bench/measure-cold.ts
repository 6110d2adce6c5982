// What a bot in quiet groups costs nearly always: the start of its isolates, which evaluates their module, and the first update
// of a fresh process, for which much is compiled and looked up. Only fresh processes, one contestant after the other; the
// console of all is silent.

import { type Contestant, type LineUp, run, runCopies } from './contestants.ts';
import type { Figures } from './figures.ts';
import { ORDINARY, rotated } from './measure-warm.ts';
import { costOf, processorTime } from './process-cost.ts';
import { CHATTER, CREATE, post, toUpdate } from './updates.ts';

const START = 'start of the Worker';
const START_OBJECT = "start of the object's isolate";
export const FIRST_MESSAGE = `first ${ORDINARY}`;
const FIRST_CREATE = 'first /create';
const FIRST_WAIT = 'reply to the first /create';
export const COLD_CREATE = 'starts + first /create';

/** Time zone data are slow to load, so that nothing may look at them before a date is read or shown. */
export const [UTC, BERLIN] = ['UTC', 'Europe/Berlin'] as const;

/** So many in one process, against a process without any: what the process itself costs falls out. */
const COPIES = 10;

export async function measureCold(
  { contestants, world }: LineUp,
  rounds: number,
  figures: Figures,
  zones: Figures,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const none = await startOf('', 0, false);
    for (const contestant of rotated(contestants, round)) {
      const { name, source, hasObjects } = contestant;
      const add = (figure: string, cost: number): void => figures.add(figure, 'µs CPU', name, cost);
      const worker = ((await startOf(source, COPIES, false)) - none) / COPIES;
      const object = hasObjects ? ((await startOf(source, COPIES, true)) - none) / COPIES : 0;
      add(START, worker);
      if (hasObjects) add(START_OBJECT, object);
      for (const zone of rotated(name === 'bot' ? [UTC, BERLIN] : [UTC], round)) {
        const message = await firstOf(contestant, world, CHATTER, zone);
        const create = name === 'empty' ? undefined : await firstOf(contestant, world, CREATE, zone);
        if (name === 'bot') zones.add(FIRST_MESSAGE, 'µs CPU', zone, message.cost);
        if (name === 'bot' && create) zones.add(FIRST_CREATE, 'µs CPU', zone, create.cost);
        if (zone !== UTC) continue;
        add(FIRST_MESSAGE, message.cost);
        if (!create) continue;
        add(FIRST_CREATE, create.cost);
        add(COLD_CREATE, worker + object + create.cost);
        figures.add(FIRST_WAIT, 'ms', name, create.ms);
      }
    }
  }
}

async function startOf(source: string, copies: number, hostsObjects: boolean): Promise<number> {
  const { pid, close } = await runCopies(source, copies, hostsObjects);
  await costOf(pid, async () => {});
  const cost = processorTime(pid);
  await close();
  return cost;
}

/** The chat is new to the bot as well: its object creates its tables and looks up what Workers KV holds. */
async function firstOf(contestant: Contestant, world: string, text: string, zone: string) {
  const { pid, address, close } = await run(contestant, world, {
    isSilent: true,
    texts: { TIME_ZONE: zone },
  });
  let ms = 0;
  const cost = await costOf(pid, async () => {
    const started = performance.now();
    await post(address, toUpdate(-1001, text));
    ms = performance.now() - started;
  });
  await close();
  return { cost, ms };
}
