// What the operating system counts of a process.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Whether this system counts what a process costs: Linux does. */
export const isCostKnown = existsSync('/proc/self/schedstat');

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

/** The processor time that a process takes for so many acts, in microseconds an act; `undefined` if it is not counted. */
export async function costOf(
  pid: number,
  acts: () => Promise<unknown>,
  count = 1,
): Promise<number | undefined> {
  const before = isCostKnown ? processorTime(pid) : 0;
  await acts();
  if (!isCostKnown) return undefined;
  await wait(REST_MS);
  return (processorTime(pid) - before) / count;
}

/** Memory in use, in MiB. */
export function residentMemory(pid: number): number {
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / 1024;
}
