import { fileURLToPath } from 'node:url';

/** The folder that holds wrangler.toml, .dev.vars and node_modules; with a slash at its end. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
