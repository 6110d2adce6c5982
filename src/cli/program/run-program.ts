// How a program of the operator begins and ends. What goes wrong is said in a sentence, and the exit code says so too.

import type { Result } from '../../lib/result.ts';
import { helpText, isHelpAsked, type OptionTable, parseOptions, type Typed, type Usage } from './options.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As shells number a program that Ctrl-C has ended. */
const STOPPED_EXIT_CODE = 130;
const PARENT_CHECK_MS = 200;

export interface Surroundings {
  /** Aborts when this process is asked to end: by Ctrl-C, by another process, or by closing the terminal. */
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}

/** Takes the signals away from others: wrangler, as a library, would end the process on the spot. */
export function listenForEnd(): AbortSignal {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    // Not `once`: under npm, one Ctrl-C can arrive twice, and the second one would end the process before it has tidied up.
    process.on(signal, end);
  }
  // npm puts a shell in between, which may die of the signal without passing it on.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined)
    setInterval(() => process.ppid !== parent && end(), PARENT_CHECK_MS).unref();
  return ending.signal;
}

/** Text as a terminal may have it: a server's answer could hold control characters that rewrite what is on the screen. */
const printable = (text: string): string => text.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '');

/**
 * Runs `main` until it is done, or until this process is asked to end; what it throws after that is no error. `--help` prints
 * the usage and does nothing else.
 */
export async function runProgram<Table extends OptionTable>(
  usage: Usage<Table>,
  main: (typed: Typed<Table>, surroundings: Surroundings) => Promise<Result<void, string>>,
): Promise<void> {
  const args = process.argv.slice(2);
  if (isHelpAsked(args)) {
    console.log(helpText(usage));
    return;
  }
  const signal = listenForEnd();
  const print = (text: string): void => console.log(printable(text));
  const finish = (failure: string): void => {
    const isStopped = signal.aborted;
    console.error(isStopped ? 'Stopped.' : printable(failure));
    process.exitCode = isStopped ? STOPPED_EXIT_CODE : 1;
  };
  try {
    const typed = parseOptions(usage, args);
    const done = typed.ok ? await main(typed.value, { signal, print }) : typed;
    if (!done.ok) finish(done.failure);
  } catch (error) {
    if (!signal.aborted && !isNotInstalled(error)) throw error;
    finish('What this program needs is not installed: run npm ci first.');
  }
}

/** Whether a package is missing. Files of our own are imported by their paths. */
const isNotInstalled = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
