// How a program of the operator begins and ends. What goes wrong is told in a sentence, and the exit code says so too.

import type { Result } from '../lib/result.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As shells number a program that Ctrl-C has ended. */
const STOPPED_EXIT_CODE = 130;
const PARENT_CHECK_MS = 200;

export interface Ending {
  /** Aborts when this process is asked to end: by Ctrl-C, by another process, or by closing the terminal. */
  readonly signal: AbortSignal;
  /** Takes the signals away from others: wrangler, as a library, would end the process on the spot. */
  listenAlone(): void;
}

export function listenForEnd(): Ending {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const listenAlone = (): void => {
    for (const signal of SIGNALS) {
      process.removeAllListeners(signal);
      // Not `once`: below npm, one Ctrl-C can arrive twice, and the second one would end the process before it has tidied up.
      process.on(signal, end);
    }
  };
  listenAlone();
  endWithParent(end);
  return { signal: ending.signal, listenAlone };
}

/**
 * Runs `main` until it is done, or until this process is asked to end; what it throws after that is no error. Whoever asks for
 * help gets the usage instead.
 */
export async function runProgram(
  usage: string,
  main: (ending: Ending) => Promise<Result<void, string>>,
): Promise<void> {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
    console.log(usage);
    return;
  }
  const ending = listenForEnd();
  try {
    const done = await main(ending);
    if (!done.ok) finish(ending, done.failure);
  } catch (error) {
    if (!ending.signal.aborted && !isNotInstalled(error)) throw error;
    finish(ending, 'What this program needs is not installed: run npm ci first.');
  }
}

function finish({ signal: { aborted } }: Ending, failure: string): void {
  console.error(aborted ? 'Stopped.' : failure);
  process.exitCode = aborted ? STOPPED_EXIT_CODE : 1;
}

/** npm puts a shell in between, which may die of the signal without passing it on. */
function endWithParent(end: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid !== parent) end();
  };
  setInterval(look, PARENT_CHECK_MS).unref();
}

/** Whether a package is missing. Files of our own are imported by their paths. */
const isNotInstalled = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
