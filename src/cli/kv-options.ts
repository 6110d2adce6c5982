import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId } from '../lib/units.ts';
import { wordBadArgs } from './program-args.ts';

export interface KvOptions {
  readonly chat: ChatId;
  readonly isLocal: boolean;
  readonly isJson: boolean;
  /** Which namespace, in wrangler's own options. */
  readonly where: readonly string[];
}

const USAGE = 'npm run kv -- -1001234567890';
const KNOWN = '--local, --remote, --json, --env <name> and --persist-to <folder>';

/** Reads what stands behind `npm run kv --`. On failure, a sentence. */
export function readKvOptions(args: readonly string[]): Result<KvOptions, string> {
  // An id begins with a minus sign, which would make an option of it.
  const ids = args.filter((arg) => /^-?\d+$/.test(arg));
  const parsed = parse(args.filter((arg) => !ids.includes(arg)));
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;

  const [stranger] = positionals;
  if (stranger !== undefined) {
    return fail(`“${stranger}” is no id of a chat: that is a number, as in ${USAGE}`);
  }
  const [id, other] = ids;
  if (id === undefined) return fail(`Which chat? Its id, please, as in ${USAGE}`);
  if (other !== undefined) return fail(`One chat at a time: ${id} or ${other}.`);
  const chat = Number(id);
  if (chat >= 0) return fail(`The ids of groups and channels are negative: is it -${id}, or -100${id}?`);
  if (!Number.isSafeInteger(chat)) return fail(`“${id}” is too long for the id of a chat.`);

  const { local = false, remote = false, json = false, env, 'persist-to': folder } = values;
  if (local && remote) return fail('--local or --remote, not both.');
  if (folder !== undefined && !local) return fail('--persist-to is for --local.');
  const where = [
    local ? '--local' : '--remote',
    ...(env === undefined ? [] : ['--env', env]),
    ...(folder === undefined ? [] : ['--persist-to', folder]),
  ];
  return ok({ chat, isLocal: local, isJson: json, where });
}

function parse(args: readonly string[]) {
  const options = {
    local: { type: 'boolean' },
    remote: { type: 'boolean' },
    json: { type: 'boolean' },
    env: { type: 'string', short: 'e' },
    'persist-to': { type: 'string' },
  } as const;
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch (error) {
    return fail(wordBadArgs(error, KNOWN));
  }
}
