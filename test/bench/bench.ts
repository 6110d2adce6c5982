// `npm run bench`: what the bot costs, beside the same commands on grammY and an empty Worker. See README.md in this folder.

import { parseArgs } from 'node:util';

const HELP = `npm run bench -- [options]

Measures what the bot costs on Cloudflare's runtime, on this machine (Linux), and ends with 1 if a target is missed.

  --quick   a first look, within a minute
  --help    this text`;

const SIZES = {
  quick: { warmUps: 2, rounds: 5, messages: 200, commands: 20, replies: 2, growth: 3, starts: 2 },
  whole: { warmUps: 4, rounds: 25, messages: 300, commands: 30, replies: 3, growth: 15, starts: 11 },
};

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, help: { type: 'boolean' } } });
if (options.help) {
  console.log(HELP);
} else {
  // Loads wrangler, which takes seconds.
  const { bench } = await import('./run-bench.ts');
  const isEachMet = await bench(options.quick ? SIZES.quick : SIZES.whole);
  // Connections that are kept alive would keep the program.
  process.exit(isEachMet ? 0 : 1);
}
