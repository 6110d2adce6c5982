// What to do where wrangler fails. Its own words are matched as wrangler 4.116.0 and Cloudflare's API write them.

import type { WranglerRun } from './wrangler.ts';

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/Cannot find module|ENOENT/, 'wrangler is not installed: run npm ci first.'],
  [
    /CLOUDFLARE_API_TOKEN environment variable for|Not logged in|Did not login|wrangler login/,
    'Log in with npx wrangler login, or set CLOUDFLARE_API_TOKEN where there is no browser.',
  ],
  [
    /More than one account/,
    'Choose an account: set CLOUDFLARE_ACCOUNT_ID to one of these ids for this command, as in CLOUDFLARE_ACCOUNT_ID=… npm run deploy',
  ],
  [
    /workers\.dev subdomain|workers\/onboarding/,
    'An account needs a name below workers.dev, once: open the page named above, and choose one.',
  ],
  [
    /verify your (?:account's )?email|\[code: 10034\]/i,
    'Cloudflare wants your e-mail address confirmed first: look for its message in your mailbox.',
  ],
  [
    /\[code: 10014\]/,
    'The namespace was made by a deploy that failed after it, or is kept from before. Connect it by its id: npx wrangler kv namespace list shows it; in wrangler.toml, write id = "…" below binding = "INVITE_LINKS". It may hold the only records of links, so do not delete it.',
  ],
  [
    /storage\/kv\/namespaces/,
    'Cloudflare did not give access to Workers KV. An API token needs the permission Workers KV Storage: Edit; an account at its limit of namespaces has to delete one.',
  ],
  [
    /\[code: (?:10000|9109|6003|9106)\]/,
    'Cloudflare does not accept your login. Run npx wrangler login again; an API token needs the permissions Workers Scripts: Edit and Workers KV Storage: Edit.',
  ],
  [/\[code: 10007\]/, 'There is no such Worker in this account yet: run npm run deploy first.'],
  [
    /fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|connectivity issue/,
    'Cloudflare cannot be reached: look at this machine’s network, a proxy, or a firewall.',
  ],
  [/Unknown arguments?:/, 'What stands behind -- goes on to wrangler, which does not know it.'],
];

/** A sentence for the operator; `undefined` where wrangler's own words have to do. */
export const adviceOn = (complaints: string): string | undefined =>
  ADVICE.find(([pattern]) => pattern.test(complaints))?.[1];

/** Why a run out of sight failed: in wrangler's own words, and what to do. */
export const wordWrangler = ({ output, complaints }: WranglerRun): string =>
  [complaints.trim() || output.trim(), adviceOn(complaints)].filter(Boolean).join('\n\n');
