import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps the folder for this process until it ends, since two at once would each overwrite what the other saved. Answers
 * the id of the process that has it already.
 */
export function lockState(folder: string): number | undefined {
  const file = join(folder, 'local-telegram.pid');
  const holder = readHolder(file);
  if (holder !== undefined && holder !== process.pid && isRunning(holder)) return holder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, String(process.pid));
  process.once('exit', () => rmSync(file, { force: true }));
  return undefined;
}

function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks.
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
