// Stands in for wrangler: writes down how it was run, then says and leaves behind what the test wants.
// RECORDED_WRANGLER names a folder with `plan.json`; `runs.ndjson` is written beside it.

import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.RECORDED_WRANGLER;
const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
const args = process.argv.slice(2);
if (args[0] === 'deployments') {
  if (plan.status === undefined) {
    process.stderr.write('This Worker does not exist on your account. [code: 10007]\n');
    process.exit(1);
  }
  process.stdout.write(plan.status);
  process.exit(0);
}
const secretsFile = args.includes('--secrets-file') ? args[args.indexOf('--secrets-file') + 1] : undefined;
appendFileSync(
  join(folder, 'runs.ndjson'),
  `${JSON.stringify({
    args,
    secretsFile,
    secrets: secretsFile && JSON.parse(readFileSync(secretsFile, 'utf8')),
    mode: secretsFile && (statSync(secretsFile).mode & 0o777).toString(8),
    environment: process.env,
  })}\n`,
);
for (const entry of plan.entries ?? []) {
  appendFileSync(process.env.WRANGLER_OUTPUT_FILE_PATH, `${JSON.stringify(entry)}\n`);
}
process.stderr.write(plan.stderr ?? '');
process.exitCode = plan.exitCode ?? 0;
