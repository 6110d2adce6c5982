export interface Slots {
  take(): Promise<void>;
  release(): void;
}

/** At most `limit()` holders at a time, first come, first served. */
export function createSlots(limit: () => number): Slots {
  const queue: (() => void)[] = [];
  let taken = 0;
  const serve = (): void => {
    while (taken < limit() && queue.length > 0) {
      taken++;
      queue.shift()?.();
    }
  };
  return {
    take: () =>
      new Promise((resolve) => {
        queue.push(resolve);
        serve();
      }),
    release() {
      taken--;
      serve();
    },
  };
}
