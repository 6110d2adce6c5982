import { isAbsolute, join } from 'node:path';
import { readApiUrl } from '../config.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { WhichWorker } from './deploy-args.ts';
import { PROJECT } from './project.ts';

export interface WorkerSettings {
  /** As Cloudflare knows it. */
  readonly name: string;
  /** The Bot API server that it uses. */
  readonly apiUrl: string;
  /** The file that says so. */
  readonly config: string;
}

/** What its wrangler.toml, or the file in its place, says of the Worker. On failure, a sentence. */
export async function readWorkerSettings({
  name,
  env,
  config: typed = 'wrangler.toml',
}: WhichWorker): Promise<Result<WorkerSettings, string>> {
  // Loaded only where it is needed: it takes a second.
  const { unstable_readConfig } = await import('wrangler');
  const config = isAbsolute(typed) ? typed : join(PROJECT, typed);
  try {
    const read = unstable_readConfig({ config, ...(env !== undefined && { env }) }, { hideWarnings: true });
    const url = readApiUrl(read.vars);
    return url.ok
      ? ok({ name: name ?? read.name ?? '', apiUrl: url.value, config })
      : fail(`${url.failure.setting} in ${typed} has to be ${url.failure.expects}.`);
  } catch (error) {
    return fail(`${typed} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
