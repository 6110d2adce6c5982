// `npm run bench`: what the bot costs, beside the same commands on grammY and an empty Worker. See README.md in this folder.

import type { Usage } from '../../src/cli/program/options.ts';
import { runProgram } from '../../src/cli/program/run-program.ts';
import { fail, ok } from '../../src/lib/result.ts';

const BENCH = {
  lines: [
    ['npm run bench [-- <options>]', 'what the bot costs on this machine (Linux); 1 if a target is missed'],
  ],
  options: { quick: { type: 'boolean', help: 'a first look, within a minute' } },
  words: 0,
} as const satisfies Usage;

const SIZES = {
  quick: { warmUps: 2, rounds: 5, messages: 200, commands: 20, replies: 2, growth: 3, starts: 2 },
  whole: { warmUps: 4, rounds: 25, messages: 300, commands: 30, replies: 3, growth: 25, starts: 11 },
};

await runProgram(BENCH, async ({ values }) => {
  if (process.platform !== 'linux') return fail('Only Linux counts what a process costs.');
  // Loads wrangler, which takes seconds.
  const { bench } = await import('./run-bench.ts');
  const isEachMet = await bench(values.quick ? SIZES.quick : SIZES.whole);
  return isEachMet ? ok(undefined) : fail('Not every target is met: see above.');
});
