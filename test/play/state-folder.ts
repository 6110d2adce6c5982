// Where `npm start` keeps what must outlive it. The links that the bot remembers are those of one Telegram, so neither
// half is ever used without the other.
//
//   <folder>/v3/kv                 Workers KV, as `wrangler dev` and `wrangler kv --local` keep it
//   <folder>/v3/do                 the chats' objects, as `wrangler dev` keeps them
//   <folder>/local-telegram.json   the local Telegram
//   <folder>/bundle                the Worker, built again at every start

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFields, readJson } from '../../src/lib/shapes.ts';
import type { State } from '../telegram/state.ts';

export interface StateFolder {
  readonly kv: string;
  readonly objects: string;
  /** Telegram as it was saved last; `undefined` where there is nothing to go on with. */
  readonly resumed?: State;
  /** Where Workers KV was moved that does not belong to this Telegram, and may be all that remembers real links. */
  readonly setAside?: string;
  save(state: State): void;
}

export const bundleFolder = (folder: string): string => join(folder, 'bundle');

export function openStateFolder(folder: string, isFresh: boolean): StateFolder {
  const kv = join(folder, 'v3/kv');
  const objects = join(folder, 'v3/do');
  const file = join(folder, 'local-telegram.json');
  const opened = {
    kv,
    objects,
    save(state: State) {
      mkdirSync(folder, { recursive: true });
      // Whole or not at all, whenever this process ends.
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
  };

  const saved = existsSync(file) ? readState(readFileSync(file, 'utf8')) : undefined;
  const hasKv = existsSync(kv) && readdirSync(kv).length > 0;
  if (saved && hasKv && !isFresh) return { ...opened, resumed: saved };
  rmSync(file, { force: true });
  if (saved || !hasKv) {
    rmSync(kv, { recursive: true, force: true });
    rmSync(objects, { recursive: true, force: true });
    return opened;
  }
  // Not ours: `wrangler dev` keeps the links of a real bot there.
  const when = new Date().toISOString().replace(/\W/g, '');
  const setAside = `${kv}-${when}`;
  renameSync(kv, setAside);
  if (existsSync(objects)) renameSync(objects, `${objects}-${when}`);
  return { ...opened, setAside };
}

function readState(text: string): State | undefined {
  const fields = readFields(readJson(text));
  // No one else writes this file: what has these fields is what `save` wrote.
  return fields && 'chats' in fields && 'next' in fields ? (fields as unknown as State) : undefined;
}
