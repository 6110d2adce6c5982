const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 200;

export interface Ending {
  /** Aborts when this process is asked to end: by Ctrl-C, by another process, or by closing the terminal. */
  readonly signal: AbortSignal;
  /** Takes the signals away from others: wrangler would end the process on the spot. */
  listenAlone(): void;
}

export function listenForEnd(): Ending {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const listenAlone = (): void => {
    for (const signal of SIGNALS) {
      process.removeAllListeners(signal);
      process.on(signal, end);
    }
  };
  listenAlone();
  // npm puts a shell in between, which may die of the signal without passing it on.
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid !== parent) end();
  };
  if (process.env.npm_lifecycle_event !== undefined) setInterval(look, PARENT_CHECK_MS).unref();
  return { signal: ending.signal, listenAlone };
}
