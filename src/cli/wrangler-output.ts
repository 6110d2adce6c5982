// Reads what `wrangler deploy` writes into the file that WRANGLER_OUTPUT_FILE_PATH names: a line of JSON an event.
// As wrangler 4.116.0 writes it (cli.js: writeOutput, triggersDeploy, renderRoute).

import { readFields, readJson, readText } from '../lib/shapes.ts';

export interface Deployment {
  /** Whether there was no such Worker before. */
  readonly isFirst: boolean;
  readonly version: string | undefined;
  /** Addresses, routes and schedules, as wrangler prints them. */
  readonly targets: readonly string[];
}

/** `undefined` where nothing was deployed. */
export function readDeployment(text: string): Deployment | undefined {
  const entries = text.split('\n').map((line) => readFields(readJson(line)));
  const entry = entries.findLast((one) => one?.type === 'deploy');
  if (!entry) return undefined;
  const targets = Array.isArray(entry.targets) ? entry.targets : [];
  return {
    isFirst: entry.worker_tag === null,
    version: readText(entry.version_id),
    targets: targets.filter((target) => typeof target === 'string'),
  };
}

/**
 * The origins at which a Worker with these targets answers every path: its own domains first, then its routes, then
 * workers.dev.
 */
export function originsOf(targets: readonly string[]): readonly string[] {
  const found = targets
    .map((target) => ({ target, origin: originOf(target) }))
    .filter(({ origin }) => origin !== undefined)
    .sort((one, other) => rankOf(one.target) - rankOf(other.target));
  return [...new Set(found.map(({ origin }) => origin ?? ''))];
}

const rankOf = (target: string): number =>
  target.includes('(custom domain') ? 0 : target.endsWith('.workers.dev') ? 2 : 1;

//   https://invite-link-bot.olivia.workers.dev
//   bot.example.com (custom domain - zone name: example.com) [enabled, previews: disabled]
//   bot.example.com/* (zone name: example.com)
//   schedule: 0 * * * *
function originOf(target: string): string | undefined {
  const [, pattern = '', zone = '', flags = ''] = /^(\S+)(?: (\(.*?\)))?(?: (\[.*\]))?$/.exec(target) ?? [];
  const [, host, path] = /^(?:https?:\/\/)?([a-z\d.-]+\.[a-z\d-]+)(\/.*)?$/i.exec(pattern) ?? [];
  if (host === undefined || /\bdisabled\b/.test(flags.replace(/previews: \w+/, ''))) return undefined;
  const isWhole = path === '/*' || zone.startsWith('(custom domain') || host.endsWith('.workers.dev');
  return isWhole ? `https://${host.toLowerCase()}` : undefined;
}
