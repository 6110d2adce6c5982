// What the operating system counts of a process. Linux only.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** The scheduler counts a thread when it rests; and some work goes on after an answer. */
const REST_MS = 20;

/**
 * The processor time of all threads of a process, in microseconds. The scheduler counts it in nanoseconds, utime and
 * stime only in ticks of 10 ms. https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function processorTime(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1000;
}

/** The processor time that a process takes for so many acts, in microseconds an act. */
export async function costOf(pid: number, acts: () => Promise<unknown>, count = 1): Promise<number> {
  const before = processorTime(pid);
  await acts();
  await wait(REST_MS);
  return (processorTime(pid) - before) / count;
}
