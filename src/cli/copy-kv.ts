import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../lib/result.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { backUp, type CopyDeps, restore } from './kv-copy.ts';
import type { KvPlace } from './kv-place.ts';
import { withLocalPlace } from './local-place.ts';
import { wordBadArgs } from './program-args.ts';
import { PROJECT } from './project.ts';
import type { Wrangler } from './wrangler.ts';
import { createWranglerPlace } from './wrangler-place.ts';

export interface CopyKvDeps {
  readonly wrangler: Wrangler;
  readonly now: UnixSeconds;
  readonly print: (line: string) => void;
}

const KNOWN =
  '--local, --remote, --env <name> and --persist-to <folder>; for restore also --yes and --skip <keys>';

/** Takes what stands behind `npm run kv -- backup` or `restore`. On failure, what happened and what to do. */
export async function copyKv(
  what: 'backup' | 'restore',
  args: readonly string[],
  { wrangler, now, print }: CopyKvDeps,
): Promise<Result<void, string>> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { positionals, values } = parsed.value;
  const { local = false, remote = false, env, 'persist-to': folder, yes = false, skip = '0' } = values;
  const [file, other] = positionals;
  if (file === undefined || other !== undefined) {
    return fail(`Which file? One, please, as in npm run kv -- ${what} backup.json`);
  }
  if (local && remote) return fail('--local or --remote, not both.');
  if (folder !== undefined && !local) return fail('--persist-to is for --local.');
  if (what === 'backup' && (yes || values.skip !== undefined))
    return fail('--yes and --skip are for restore.');
  if (!/^\d+$/.test(skip)) return fail(`--skip takes a number of keys, not “${skip}”.`);

  const copy = (place: KvPlace): Promise<Result<void, string>> => {
    const deps: CopyDeps = { place, now, print };
    return what === 'backup'
      ? backUp(file, deps)
      : restore(file, { isConfirmed: yes, skipped: Number(skip) }, deps);
  };
  return local
    ? withLocalPlace(folder ?? join(PROJECT, '.wrangler/state'), env, copy)
    : copy(createWranglerPlace(wrangler, ['--remote', ...(env === undefined ? [] : ['--env', env])]));
}

function parse(args: readonly string[]) {
  const options = {
    local: { type: 'boolean' },
    remote: { type: 'boolean' },
    env: { type: 'string', short: 'e' },
    'persist-to': { type: 'string' },
    yes: { type: 'boolean' },
    skip: { type: 'string' },
  } as const;
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch (error) {
    return fail(wordBadArgs(error, KNOWN));
  }
}
