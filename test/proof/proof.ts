// npm run proof: the long forms of what `npm test` proves in short.

import { helpText, type Usage } from '../../src/cli/program/options.ts';
import { runProgram } from '../../src/cli/program/run-program.ts';
import { fail, ok } from '../../src/lib/result.ts';
import { buildBundle } from '../support/bundle.ts';
import { takeLeaks } from '../support/leaks.ts';
import { type Stage, setStage } from '../support/story.ts';
import { proveFaults, type Row } from './faults.ts';
import { fuzz } from './fuzz.ts';
import { load } from './load.ts';

const PROOF = {
  lines: [
    ['npm run proof -- faults', 'every command and button, under every fault at every point'],
    ['npm run proof -- load', 'the admins of many chats at once'],
    ['npm run proof -- fuzz', 'hostile requests'],
  ],
  options: {
    only: { type: 'string', value: '<scenario>[.<case>]', help: 'faults: these alone' },
    every: { type: 'string', value: '<number>', help: 'faults: one of so many cases' },
    seed: { type: 'string', value: '<number>', help: 'load, fuzz: the same random choices again' },
    chats: { type: 'string', value: '<number>', help: 'load: in so many chats' },
    commands: { type: 'string', value: '<number>', help: 'load: so many commands' },
    seconds: { type: 'string', value: '<number>', help: 'load: for so long' },
    cases: { type: 'string', value: '<number>', help: 'fuzz: so many requests' },
  },
  words: 1,
} as const satisfies Usage;

interface Options {
  readonly only?: string | undefined;
  readonly every: number;
  readonly seed: number;
  readonly cases: number;
  readonly chats: number;
  readonly commands: number;
  readonly seconds: number;
}

/** Each tells what it has found, and answers whether all is well. */
const PROOFS: Readonly<Record<string, (options: Options) => Promise<boolean>>> = {
  async faults({ only, every }) {
    const rows = await onStage((stage) => proveFaults(stage, { only, every }, tellRow), 50);
    const sum = (count: (row: Row) => number) => rows.reduce((all, row) => all + count(row), 0);
    const violations = sum((row) => row.violations.length);
    console.log(
      `${sum(({ points }) => points)} points, ${sum(({ cases }) => cases)} cases, ${violations} violations`,
    );
    return violations === 0;
  },

  async load({ seed, chats, commands, seconds }) {
    const { broken, ...figures } = await onStage(
      (stage) => load(stage, { seed, chats, commands, seconds }),
      5,
      false,
    );
    console.log(`seed ${seed}`, figures);
    for (const one of broken) console.log(one);
    return broken.length === 0;
  },

  async fuzz({ seed, cases }) {
    const onBatch = (done: number) => done % 5_000 === 0 && console.log(`${done} cases`);
    const { broken, ...figures } = await onStage((stage) => fuzz(stage, { seed, cases, onBatch }));
    console.log(`seed ${seed}`, figures);
    for (const one of broken) console.log(one);
    return broken.length === 0;
  },
};

function tellRow({ scenario, points, cases, violations }: Row): void {
  console.log(`${scenario.padEnd(42)} ${points} points, ${cases} cases, ${violations.length} violations`);
  for (const { number, name, broken } of violations) {
    console.log(`  ${name}\n    alone: npm run proof -- faults --only ${number}`);
    for (const one of broken) console.log(`    ${one}`);
  }
}

async function onStage<Result>(
  prove: (stage: Stage) => Promise<Result>,
  retryDelayMs = 0,
  hurried = true,
): Promise<Result> {
  await buildBundle();
  const stage = await setStage({}, retryDelayMs, { hurried });
  try {
    return await prove(stage);
  } finally {
    await stage.close();
  }
}

process.env.WRANGLER_LOG = 'error';
await runProgram(PROOF, async ({ values, words: [what = ''] }) => {
  const prove = PROOFS[what];
  if (!prove) return fail(helpText(PROOF));
  const number = (name: keyof typeof values, standard: number) => Number(values[name] ?? standard);
  const started = performance.now();
  const isWell = await prove({
    only: values.only,
    every: number('every', 1),
    seed: number('seed', Math.floor(Math.random() * 1e9)),
    cases: number('cases', 100_000),
    chats: number('chats', 50),
    commands: number('commands', Number.POSITIVE_INFINITY),
    seconds: number('seconds', 30),
  });
  const leaks = takeLeaks();
  for (const leak of leaks) console.log(leak);
  console.log(`${Math.round((performance.now() - started) / 1000)} s`);
  return isWell && leaks.length === 0 ? ok(undefined) : fail('Not all is well: see above.');
});
