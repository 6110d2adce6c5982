// `npm run kv`: a copy of everything in Workers KV, in the form that `npx wrangler kv bulk put` takes.

import { fail } from '../../lib/result.ts';
import type { Usage } from '../program/options.ts';
import { runProgram } from '../program/run-program.ts';
import { argsFor, ENV_OPTION } from '../program/which-worker.ts';
import { createWrangler } from '../program/wrangler.ts';
import { backUp } from './backup.ts';

const KV = {
  lines: [
    ['npm run kv -- backup <file>', 'copies all that the deployed bot keeps in Workers KV into a new file'],
  ],
  options: { env: ENV_OPTION },
  words: 2,
  note: 'To bring a copy back: npx wrangler kv bulk put <file> --remote --namespace-id <id of a new namespace>',
} as const satisfies Usage;

await runProgram(KV, async ({ values, words: [what, file] }, { signal: ending, print }) =>
  what === 'backup' && file !== undefined
    ? backUp(file, { wrangler: createWrangler(ending), wranglerArgs: argsFor(values), print })
    : fail('Into which file? npm run kv -- backup <file>'),
);
