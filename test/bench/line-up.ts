// Builds the contestants, starts each of them and lets it show that it does the job.

import { findDifference, findFault, play, type Scene } from './check.ts';
import { buildAll, type Contestant, type Running, run } from './contestants.ts';
import { tellStory } from './story.ts';

export interface LineUp {
  readonly contestants: readonly Contestant[];
  /** The source of what they talk to. */
  readonly world: string;
  /** Those that do the job. */
  readonly running: readonly Running[];
  /** Why the others are left out. */
  readonly faults: readonly string[];
  /** What came of the story, by contestant. */
  readonly scenes: ReadonlyMap<string, readonly Scene[]>;
  close(): Promise<void>;
}

export async function lineUp(): Promise<LineUp> {
  const { contestants, world } = await buildAll();
  const story = tellStory(Math.floor(Date.now() / 1000));
  const started = await Promise.all(contestants.map((contestant) => run(contestant, world)));
  const faults: string[] = [];
  const running: Running[] = [];
  const scenes = new Map<string, readonly Scene[]>();
  for (const one of started) {
    const { name } = one.contestant;
    const fault = name === 'empty' ? undefined : await findFault(one, story);
    if (name !== 'empty' && fault === undefined) scenes.set(name, await play(one, story));
    const contract = name === 'leanest' ? 'bot' : undefined;
    const difference = contract && findDifference(scenes.get(contract) ?? [], scenes.get(name) ?? []);
    if ((fault ?? difference) === undefined) running.push(one);
    else faults.push(`${name} is left out. ${fault ?? difference}`);
  }
  return {
    contestants,
    world,
    running,
    faults,
    scenes,
    async close() {
      await Promise.all(started.map((one) => one.close()));
    },
  };
}
