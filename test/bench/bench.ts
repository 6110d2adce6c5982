// `npm run bench`: what the bot costs, beside the same commands on grammY and an empty Worker. See README.md in this folder.

import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildBundle } from '../support/bundle.ts';
import { findFault } from './check.ts';
import { buildLineUp, type Contestant, type LineUp, type Running, run } from './contestants.ts';
import { countActs } from './counts.ts';
import { createFigures } from './figures.ts';
import { measureCold } from './measure-cold.ts';
import { FEW, MANY, measureGrowth } from './measure-growth.ts';
import { measureWarm } from './measure-warm.ts';
import { isCostKnown } from './process-cost.ts';
import { countsTable, figuresTable, targetsTable } from './report.ts';
import { isMissed, judge } from './targets.ts';

const HELP = `npm run bench -- [options]

Measures what the bot costs on Cloudflare's runtime, on this machine, and ends with 1 if a target is missed.

  --quick        a first look, within a minute
  --json <file>  keeps all figures
  --help         this text
`;

const SIZES = {
  quick: { warmUps: 2, rounds: 5, messages: 200, commands: 20, replies: 2, growth: 3, starts: 2 },
  whole: { warmUps: 4, rounds: 25, messages: 300, commands: 30, replies: 3, growth: 15, starts: 11 },
};

const log = (text: string): void => console.error(text);
const show = (title: string, text: string): void => console.log(`\n${title}\n\n${text}`);

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

async function check(running: readonly Running[]): Promise<void> {
  for (const one of running) {
    const fault = one.name === 'empty' ? undefined : await findFault(one);
    if (fault !== undefined) throw new Error(`${one.name} does not do the job. ${fault}`);
  }
}

async function measure(line: LineUp, sizes: (typeof SIZES)['whole']) {
  const [figures, growth] = [createFigures(), createFigures()];
  const [bot] = line.contestants;
  if (!bot) throw new Error('Without the bot there is nothing to compare.');
  log('Everyday work …');
  await withRunning(line.contestants, line.world, async (running) => {
    await check(running);
    await measureWarm(running, sizes, figures);
  });
  log('… starts …');
  await measureCold(line, sizes.starts, figures);
  for (const { name, gzippedBytes } of line.contestants)
    figures.add('bundle, gzipped', 'kB', name, gzippedBytes / 1000);
  log('… a chat with many links …');
  await withRunning([bot], line.world, async ([one]) => one && measureGrowth(one, sizes.growth, growth));
  log('… and what each act asks of others.');
  const counts = await withRunning([line.counting], line.world, async ([one]) => one && countActs(one));
  return { figures: figures.all(), growth: growth.all(), counts: counts ?? [] };
}

async function main(): Promise<number> {
  const { values: options } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (!isCostKnown) log('Only Linux counts what a process costs: CPU and memory are not available.');
  const sizes = options.quick ? SIZES.quick : SIZES.whole;
  await buildBundle();
  const measured = await measure(await buildLineUp(), sizes);
  const verdicts = judge([...measured.figures, ...measured.growth]);
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores, ${process.platform}, Node ${process.versions.node}`;
  show(
    `Medians of ${sizes.rounds} rounds, ${sizes.starts} of starts; in brackets the middle half of the rounds`,
    figuresTable(measured.figures, ['bot', 'grammY', 'empty']),
  );
  show('Links of the chat', figuresTable(measured.growth, [String(MANY), String(FEW)]));
  show('What an act of the bot asks of others', countsTable(measured.counts));
  show('Targets', targetsTable(verdicts));
  show('Machine', machine);
  if (options.json !== undefined) {
    const report = { machine, sizes, ...measured, targets: verdicts };
    await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  return verdicts.some(isMissed) ? 1 : 0;
}

// Connections that are kept alive would keep the program.
process.exit(await main());
