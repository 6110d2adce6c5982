// The whole benchmark, from the build to the tables.

import { cpus } from 'node:os';
import { buildBundle } from '../support/bundle.ts';
import { findFault } from './check.ts';
import { buildLineUp, type Contestant, type LineUp, type Running, run } from './contestants.ts';
import { countActs } from './counts.ts';
import { createFigures } from './figures.ts';
import { BERLIN, measureCold, UTC } from './measure-cold.ts';
import { FEW, MANY, MANY_STAYS, measureGrowth } from './measure-growth.ts';
import { measureWarm, type WarmSizes } from './measure-warm.ts';
import { countsTable, figuresTable, targetsTable } from './report.ts';
import { isMissed, judge } from './targets.ts';

export interface Sizes extends WarmSizes {
  /** Rounds of growth, and of starts. */
  readonly growth: number;
  readonly starts: number;
}

const log = (text: string): void => console.error(text);
const show = (title: string, text: string): void => console.log(`\n${title}\n\n${text}`);

/** Prints the tables. Resolves to whether each target is met. */
export async function bench(sizes: Sizes): Promise<boolean> {
  process.env.WRANGLER_LOG = 'error';
  await buildBundle();
  const measured = await measure(await buildLineUp(), sizes);
  const verdicts = judge([...measured.figures, ...measured.zones, ...measured.growth]);
  show(
    `Medians of ${sizes.rounds} rounds, ${sizes.starts} of starts; in brackets the middle half of the rounds`,
    figuresTable(measured.figures, ['bot', 'grammY', 'empty']),
  );
  show('The bot in two time zones', figuresTable(measured.zones, [BERLIN, UTC]));
  show(
    `Links of the chat (with ${MANY}, and ${MANY_STAYS} stays of people)`,
    figuresTable(measured.growth, [String(MANY), String(FEW)]),
  );
  show('What an act of the bot asks of others', countsTable(measured.counts));
  show('Targets', targetsTable(verdicts));
  show('Machine', `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}`);
  return !verdicts.some(isMissed);
}

async function measure(line: LineUp, sizes: Sizes) {
  const [figures, zones, growth] = [createFigures(), createFigures(), createFigures()];
  log('Everyday work …');
  await withRunning(line.contestants, line.world, async (running) => {
    for (const one of running) await check(one);
    await measureWarm(running, sizes, figures);
  });
  log('… starts …');
  await measureCold(line, sizes.starts, figures, zones);
  for (const { name, gzippedBytes } of line.contestants)
    figures.add('bundle, gzipped', 'kB', name, gzippedBytes / 1000);
  log('… a chat with many links …');
  await withRunning(
    [line.botWithStays],
    line.world,
    async ([one]) => one && measureGrowth(one, sizes.growth, growth),
  );
  log('… and what each act asks of others.');
  return { figures: figures.all(), zones: zones.all(), growth: growth.all(), counts: await countActs() };
}

async function withRunning<Value>(
  contestants: readonly Contestant[],
  world: string,
  act: (running: readonly Running[]) => Promise<Value>,
): Promise<Value> {
  const running = await Promise.all(contestants.map((contestant) => run(contestant, world)));
  try {
    return await act(running);
  } finally {
    await Promise.all(running.map((one) => one.close()));
  }
}

async function check(one: Running): Promise<void> {
  const fault = one.name === 'empty' ? undefined : await findFault(one);
  if (fault !== undefined) throw new Error(`${one.name} does not do the job. ${fault}`);
}
