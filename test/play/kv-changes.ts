// Workers KV at two moments, and in words what changed between them.

import { isDeepStrictEqual } from 'node:util';
import { cut } from '../../src/lib/html.ts';
import { readFields, readJson } from '../../src/lib/shapes.ts';
import type { RunningWorker } from '../support/worker.ts';
import { listKv } from './kv-entries.ts';

/** Values by key. */
export type KvSnapshot = ReadonlyMap<string, string>;

const LINE_CHARACTERS = 112;

export async function readKv(kv: RunningWorker['kv']): Promise<KvSnapshot> {
  return new Map((await listKv(kv)).map(({ key, value }) => [key, value]));
}

/** A line for every key that is new (+), changed (~) or gone (-). */
export function describeKvChanges(before: KvSnapshot, after: KvSnapshot): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (was === is) return [];
    if (is === undefined) return `- ${key}`;
    const line = was === undefined ? `+ ${key}  ${is}` : `~ ${key}  ${describeChange(was, is)}`;
    return cut(line, LINE_CHARACTERS);
  });
}

function describeChange(was: string, is: string): string {
  const [old, fields] = [readFields(readJson(was)), readFields(readJson(is))];
  if (!old || !fields) return is;
  const names = [...new Set([...Object.keys(old), ...Object.keys(fields)])];
  return names.flatMap((name) => describeField(name, old[name], fields[name])).join(', ');
}

function describeField(name: string, was: unknown, is: unknown): string[] {
  if (isDeepStrictEqual(was, is)) return [];
  if (is === undefined) return [`${name} is gone`];
  const before = was === undefined ? '' : `${JSON.stringify(was)} → `;
  return [`${name}: ${before}${JSON.stringify(is)}`];
}
