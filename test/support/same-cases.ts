// For Vitest, before the tests of every file: generated cases are the same at every run, so that a change is to blame if a test
// fails. `SEED=… npx vitest run` tries others.

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
