// Which Worker an operator means, in wrangler's options, and where it is.

import { resolve } from 'node:path';
import { fail, ok, type Result } from '../../lib/result.ts';
import { isSafeUrl } from '../../lib/safe-url.ts';
import { PROJECT } from './project.ts';

export interface WhichWorker {
  readonly env?: string | undefined;
  readonly name?: string | undefined;
  readonly config?: string | undefined;
}

export const ENV_OPTION = {
  type: 'string',
  short: 'e',
  value: '<name>',
  help: 'an environment of wrangler.toml',
} as const;

/** For wrangler. */
export const argsFor = (which: WhichWorker): readonly string[] =>
  Object.entries(which).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`, value]));

/**
 * The Bot API server that wrangler.toml names, or another file in its place. On failure, a sentence. `changes` are variables
 * in place of those of the file, as .dev.vars has them for a Worker on this machine.
 */
export async function readWorkerApiUrl(
  { env, config = 'wrangler.toml' }: WhichWorker,
  changes: NodeJS.Dict<string> = {},
): Promise<Result<string, string>> {
  // Loaded only when needed: wrangler takes a second, and both need npm ci.
  const { unstable_readConfig } = await import('wrangler');
  const { readApiUrl } = await import('../../config.ts');
  try {
    const which = { config: resolve(PROJECT, config), ...(env !== undefined && { env }) };
    const url = readApiUrl({ ...unstable_readConfig(which, { hideWarnings: true }).vars, ...changes });
    return url.ok ? url : fail(`${url.failure.setting} in ${config} has to be ${url.failure.expects}.`);
  } catch (error) {
    return fail(`${config} is unreadable: ${error instanceof Error ? error.message : error}`);
  }
}

/** Reads the address that an operator typed as `https://host`, without a path. On failure, a sentence. */
export function parseOrigin(typed: string): Result<string, string> {
  const url = URL.parse(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);
  return url !== null && isSafeUrl(url)
    ? ok(url.origin)
    : fail(`--url is the Worker’s https address, such as https://bot.example.com, not “${typed}”.`);
}
