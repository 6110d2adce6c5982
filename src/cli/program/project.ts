import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

/** The folder that holds wrangler.toml, .dev.vars and node_modules; with a slash at its end. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** What .dev.vars sets; nothing if there is no such file. */
export function readDevVars(): NodeJS.Dict<string> {
  const file = join(PROJECT, '.dev.vars');
  // Editors on Windows put a mark before the first letter.
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) : {};
}
