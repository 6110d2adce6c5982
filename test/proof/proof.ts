// npm run proof -- faults | load | fuzz: the long forms of what `npm test` proves in short.

import { parseArgs } from 'node:util';
import { buildBundle } from '../support/bundle.ts';
import { takeLeaks } from '../support/leaks.ts';
import { setStage } from '../support/story.ts';
import { proveFaults, type Row } from './faults.ts';

function tell({ scenario, points, cases, violations }: Row): void {
  console.log(`${scenario.padEnd(40)} ${points} points, ${cases} cases, ${violations.length} violations`);
  for (const { number, name, broken } of violations) {
    console.log(`  ${name}\n    alone: npm run proof -- faults --only ${number}`);
    for (const one of broken) console.log(`    ${one}`);
  }
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seed: { type: 'string' },
      every: { type: 'string' },
      cases: { type: 'string' },
      seconds: { type: 'string' },
    },
    allowPositionals: true,
  });
  process.env.WRANGLER_LOG = 'error';
  await buildBundle();
  const stage = await setStage({}, 50, { hurried: true });
  const started = performance.now();
  const rows = await proveFaults(stage, { only: values.only, every: Number(values.every ?? 1) }, tell);
  const cases = rows.reduce((sum, row) => sum + row.cases, 0);
  const violations = rows.reduce((sum, row) => sum + row.violations.length, 0);
  console.log(
    `${cases} cases, ${violations} violations, ${Math.round((performance.now() - started) / 1000)} s`,
  );
  await stage.close();
  const leaks = takeLeaks();
  for (const leak of leaks) console.log(leak);
  return violations === 0 && leaks.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
