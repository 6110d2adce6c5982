import { join } from 'node:path';
import { readApiUrl, type Settings } from '../config.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { PROJECT } from './project.ts';

export interface WhichWorker {
  /** An environment of wrangler.toml. */
  readonly env: string | undefined;
  /** Another file than wrangler.toml. */
  readonly config: string | undefined;
}

/** The Bot API server that the deployed Worker uses. On failure, a sentence. */
export async function findApiUrl({ env, config }: WhichWorker): Promise<Result<string, string>> {
  // Loaded only where it is needed: it takes a second.
  const { unstable_readConfig } = await import('wrangler');
  let vars: Settings;
  try {
    vars = unstable_readConfig(
      { config: config ?? join(PROJECT, 'wrangler.toml'), ...(env !== undefined && { env }) },
      { hideWarnings: true },
    ).vars;
  } catch (error) {
    return fail(`wrangler.toml cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const url = readApiUrl(vars);
  return url.ok
    ? ok(url.value)
    : fail(`${url.failure.setting} in wrangler.toml has to be ${url.failure.expects}.`);
}
