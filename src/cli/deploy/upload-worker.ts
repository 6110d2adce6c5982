// The upload of the Worker with its secret by `wrangler deploy`, and what wrangler writes down of it: a line of JSON an event,
// in the file that WRANGLER_OUTPUT_FILE_PATH names. As wrangler 4.116.0 writes it (cli.js: writeOutput, triggersDeploy).

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { fail, ok, type Result } from '../../lib/result.ts';
import { readFields, readJson, readText } from '../../lib/shapes.ts';
import type { UserId } from '../../lib/units.ts';
import { argsFor, type WhichWorker } from '../program/which-worker.ts';
import { adviceOn, type Wrangler, wordFailedRun } from '../program/wrangler.ts';

export interface Deployment {
  /** `undefined` if nothing was uploaded. */
  readonly version: string | undefined;
  /** Addresses, routes and schedules, as wrangler prints them. */
  readonly targets: readonly string[];
}

/** On failure, a sentence. Without a token no secret is uploaded. */
export async function uploadWorker(
  token: string | undefined,
  wranglerArgs: readonly string[],
  wrangler: Wrangler,
): Promise<Result<Deployment, string>> {
  // Only its owner can read it. It is removed however this ends, also if something ends the process on the spot.
  const folder = mkdtempSync(join(tmpdir(), 'invite-link-bot-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    const [secrets, output] = [join(folder, 'secrets.json'), join(folder, 'output.ndjson')];
    if (token !== undefined)
      writeFileSync(secrets, JSON.stringify({ TELEGRAM_BOT_TOKEN: token }), { mode: 0o600 });
    const withSecret = token === undefined ? [] : ['--secrets-file', secrets];
    const environment = { WRANGLER_OUTPUT_FILE_PATH: output, WRANGLER_OUTPUT_FILE_DIRECTORY: undefined };
    const run = await wrangler.show(['deploy', ...withSecret, ...wranglerArgs], environment);
    if (run.exitCode !== 0)
      return fail(`wrangler failed; its own words are above. ${adviceOn(run) ?? 'Fix what it says.'}`);
    return ok(readDeployment(existsSync(output) ? readFileSync(output, 'utf8') : ''));
  } finally {
    process.off('exit', remove);
    remove();
  }
}

export function readDeployment(text: string): Deployment {
  const events = text.split('\n').map((line) => readFields(readJson(line)));
  const deploy = events.findLast((event) => event?.type === 'deploy');
  const targets: readonly unknown[] = Array.isArray(deploy?.targets) ? deploy.targets : [];
  return {
    version: readText(deploy?.version_id),
    targets: targets.filter((target) => typeof target === 'string'),
  };
}

/** Targets that lead to the whole Worker, the best first: a domain of its own, a route, workers.dev. */
const WHOLE_WORKER = [
  /^([a-z\d.-]+) \(custom domain[^)]*\)(?: \[(?!disabled).*\])?$/i,
  /^(?:https?:\/\/)?([a-z\d.-]+)\/\*(?: \(.*\))?$/i,
  /^https:\/\/(\S+\.workers\.dev)$/,
];

export function originsOf(targets: readonly string[]): readonly string[] {
  const hosts = WHOLE_WORKER.flatMap((pattern) => targets.map((target) => pattern.exec(target)?.[1]));
  const known = new Set(hosts.filter((host) => host !== undefined));
  return [...known].map((host) => `https://${host.toLowerCase()}`);
}

/** Writes the bot's id into the version's tag: nothing else says whose Worker it is. A tag of the operator's own stays. */
export const withTag = (bot: UserId, args: readonly string[]): readonly string[] =>
  args.some((arg) => /^--tag(?:=|$)/.test(arg)) ? args : ['--tag', `bot-${bot}`, ...args];

/** `undefined` if there is no such Worker yet, or if its version has no such tag. On failure, a sentence. */
export async function readTaggedBot(
  which: WhichWorker,
  wrangler: Wrangler,
): Promise<Result<UserId | undefined, string>> {
  const run = await wrangler.read(['deployments', 'status', ...argsFor(which)]);
  if (run.exitCode !== 0) {
    // Cloudflare's code for a Worker that does not exist, and wrangler's words for one that was only drafted.
    const isMissing = /\[code: 10007\]|has no deployments/.test(run.complaints);
    return isMissing ? ok(undefined) : fail(wordFailedRun(run));
  }
  const id = /Tag:\s+bot-(\d+)\s/.exec(`${stripVTControlCharacters(run.output)}\n`)?.[1];
  return ok(id === undefined ? undefined : Number(id));
}
