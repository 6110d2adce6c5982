const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 200;

/**
 * Aborts when this process is asked to end, by Ctrl-C, by another process, or by closing the terminal. From now on nobody
 * else is told: Miniflare and wrangler would end the process on the spot, before its state is saved.
 */
export function listenForEnd(): AbortSignal {
  const ending = new AbortController();
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => ending.abort());
  }
  // npm puts a shell in between, which may die of the signal without passing it on.
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid !== parent) ending.abort();
  };
  if (process.env.npm_lifecycle_event !== undefined) setInterval(look, PARENT_CHECK_MS).unref();
  return ending.signal;
}
