// `npm run bench`: what the bot costs, beside the leanest Worker that keeps its contract, the same job on grammY, and an
// empty Worker. `--quick` for a first look, `--json <file>` for all figures.

import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { helpText, isHelpAsked, parseOptions, type Usage } from '../../src/cli/program/options.ts';
import { buildBundle } from '../support/bundle.ts';
import { createFigures } from './figures.ts';
import { measureGrowth } from './growth.ts';
import { lineUp } from './line-up.ts';
import { isCostKnown } from './process-cost.ts';
import { bundlesTable, countsTable, figuresTable, growthTable, targetsTable } from './report.ts';
import { measureMemory, measureRounds } from './rounds.ts';
import { measureStartUp } from './start-up.ts';
import { judge } from './targets.ts';

const BENCH = {
  lines: [['npm run bench [-- <options>]', 'measures what the bot costs']],
  options: {
    quick: { type: 'boolean', help: 'a first look, in less than a minute' },
    json: { type: 'string', value: '<file>', help: 'writes all figures into a file' },
  },
  words: 0,
} as const satisfies Usage;

const args = process.argv.slice(2);
if (isHelpAsked(args)) {
  console.log(helpText(BENCH));
  process.exit();
}
const typed = parseOptions(BENCH, args);
if (!typed.ok) {
  console.error(typed.failure);
  process.exit(1);
}
const options = typed.value.values;
const sizes = options.quick
  ? { warmUps: 2, rounds: 5, messages: 200, commands: 30, replies: 2, growth: 3, memory: 1_000, starts: 2 }
  : {
      warmUps: 4,
      rounds: 41,
      messages: 300,
      commands: 30,
      replies: 5,
      growth: 15,
      memory: 10_000,
      starts: 9,
    };

const tell = (text: string): void => console.error(text);
const show = (title: string, text: string): void => console.log(`\n${title}\n\n${text}`);

tell('Building the contestants, and looking whether they do the job …');
await buildBundle();
const line = await lineUp();
try {
  for (const fault of line.faults) tell(fault);
  if (!isCostKnown) tell('This system does not tell what a process costs: CPU and memory are not available.');
  const [bot] = line.running;
  if (bot?.contestant.name !== 'bot') throw new Error('Without the bot there is nothing to compare.');

  const figures = createFigures();
  const growth = createFigures();
  tell('Measuring round by round …');
  await measureRounds(line.running, sizes, figures);
  tell('… a chat with many links …');
  await measureGrowth(bot, sizes.growth, growth);
  tell('… memory …');
  await measureMemory(line.running, sizes.memory, figures);
  tell('… and starts.');
  await measureStartUp(line.contestants, line.world, sizes.starts, figures);

  const names = line.running.map(({ contestant }) => contestant.name);
  const targets = judge(figures.all(), growth.all(), bot.contestant.gzippedBytes);
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores, ${process.platform}, Node ${process.versions.node}`;
  show('Contestants', bundlesTable(line.contestants));
  show(
    'Calls of the Bot API + KV reads + KV writes, counted',
    countsTable(line.scenes, ['chatter', 'create', 'edit', 'revoke', 'export']),
  );
  show(
    `Medians of ${sizes.rounds} interleaved rounds; ratios with the middle half of the rounds`,
    figuresTable(figures.all(), names),
  );
  if (isCostKnown) show('Growth', growthTable(growth.all()));
  show('Targets', targetsTable(targets));
  show('Machine', machine);
  if (options.json !== undefined) {
    const contestants = line.contestants.map(({ source: _, ...rest }) => rest);
    const report = { machine, sizes, contestants, figures: figures.all(), growth: growth.all(), targets };
    await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
} finally {
  await line.close();
}
// Connections that are kept alive would keep the program.
process.exit();
