// What the operating system counts of a process.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Whether this system tells what a process costs: Linux does. */
export const isCostKnown = existsSync('/proc/self/schedstat');

/**
 * The processor time of all threads of a process, in microseconds. The scheduler counts it in nanoseconds, where utime and
 * stime count in ticks of 10 ms. https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function processorTime(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1000;
}

/** Memory in use, in MiB. */
export function residentMemory(pid: number): number {
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / 1024;
}
