// How a program of the operator begins and ends. What goes wrong is told in a sentence, and the exit code says so too.

import type { Result } from '../lib/result.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As shells number a program that Ctrl-C has ended. */
const STOPPED_EXIT_CODE = 130;

/** Runs `main` until it is done, or until this process is asked to end: then the signal that it was given aborts. */
export async function runProgram(
  main: (ending: AbortSignal) => Promise<Result<void, string>>,
): Promise<void> {
  const ending = new AbortController();
  // Not `once`: below npm, one Ctrl-C can arrive twice, and the second one would end the process before it has tidied up.
  for (const signal of SIGNALS) process.on(signal, () => ending.abort());
  try {
    const done = await main(ending.signal);
    if (done.ok || ending.signal.aborted) return;
    console.error(done.failure);
    process.exitCode = 1;
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    if (ending.signal.aborted) {
      console.error('Stopped.');
      process.exitCode = STOPPED_EXIT_CODE;
    }
  }
}
