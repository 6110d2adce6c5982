// Which bot the Worker serves that stands at Cloudflare already. A deployment writes the bot's id into the tag of the
// version, since nothing else tells before an upload has replaced the secret.

import { stripVTControlCharacters } from 'node:util';
import { fail, ok, type Result } from '../lib/result.ts';
import type { UserId } from '../lib/units.ts';
import type { WhichWorker } from './deploy-args.ts';
import type { Wrangler } from './wrangler.ts';
import { wordWrangler } from './wrangler-advice.ts';

/** Options of `wrangler deploy`; none where the operator has a tag of their own. */
export const tagOf = (bot: UserId, wranglerArgs: readonly string[]): readonly string[] =>
  wranglerArgs.some((arg) => /^--tag(?:=|$)/.test(arg)) ? [] : ['--tag', `bot-${bot}`];

/** `undefined` where there is no such Worker yet, or where its version has no such tag. On failure, a sentence. */
export async function findServedBot(
  { name, env, config }: WhichWorker,
  wrangler: Wrangler,
): Promise<Result<UserId | undefined, string>> {
  const which = Object.entries({ name, env, config }).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}`, value],
  );
  const run = await wrangler.read(['deployments', 'status', ...which]);
  if (run.exitCode !== 0) {
    // Cloudflare's code for a Worker that does not exist, and wrangler's words for one that was only drafted.
    const isThere = !/\[code: 10007\]|has no deployments/.test(run.complaints);
    return isThere ? fail(wordWrangler(run)) : ok(undefined);
  }
  const id = /Tag:\s+bot-(\d+)\s/.exec(`${stripVTControlCharacters(run.output)}\n`)?.[1];
  return ok(id === undefined ? undefined : Number(id));
}
