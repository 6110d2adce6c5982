import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** The file that `wrangler deploy` would upload. */
export const BUNDLE = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/**
 * Builds the Worker as `wrangler deploy` would upload it, and proves so that it would: `index.js` in `folder`. Answers
 * what wrangler said.
 */
export async function buildBundle(folder = dirname(BUNDLE)): Promise<string> {
  const wrangler = fileURLToPath(new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url));
  const run = promisify(execFile);
  const args = [wrangler, 'deploy', '--dry-run', '--outdir', folder];
  const env = { ...process.env, WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
  const { stdout } = await run(process.execPath, args, { cwd: PROJECT, env });
  return stdout;
}

/** For Vitest: once before all tests. */
export default async function setup(): Promise<void> {
  await buildBundle();
}
