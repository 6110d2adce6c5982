import type { Milliseconds } from './units.ts';

/** Waits for `work`, but no longer than `time`; then `undefined`, while the work goes on. Rejects if the work does. */
export function within<Value>(time: Milliseconds, work: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), time);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
