// What wrangler 4.116.0 prints on standard error where a deploy fails, and how the advice on it begins. Where nothing else
// is said, the text was recorded from `wrangler deploy` run without a terminal against a Cloudflare on this machine (as
// cloudflare.ts is one) that answered as described.

const ERROR = '\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1m';
const END = '\u001b[0m';

export const WRANGLER_FAILURES: readonly (readonly [string, string, string])[] = [
  [
    // No CLOUDFLARE_API_TOKEN, and an empty home.
    'nobody is logged in',
    `${ERROR}In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN environment variable for wrangler to work. Please go to https://developers.cloudflare.com/fundamentals/api/get-started/create-token/ for instructions on how to create an api token, and assign its value to CLOUDFLARE_API_TOKEN.${END}\n\n\n  To continue without logging in, rerun this command with \`--temporary\`. Wrangler will use a temporary account and print a claim URL.\n`,
    'Log in with npx wrangler login',
  ],
  [
    // cli.js, requireAuth: the page in the browser was closed.
    'the login was given up',
    `${ERROR}Did not login, quitting...${END}\n`,
    'Log in with npx wrangler login',
  ],
  [
    // GET /accounts/…/workers/subdomain: 404, code 10007.
    'the account has no name below workers.dev',
    `\u001b[33m▲ [WARNING] You need to register a workers.dev subdomain before publishing to workers.dev${END}\n\n${ERROR}You can either deploy your worker to one or more routes by specifying them in your wrangler.toml file, or register a workers.dev subdomain here:${END}\n\n  \u001b[4mhttps://dash.cloudflare.com/0123456789abcdef0123456789abcdef/workers/onboarding\u001b[0m\n`,
    'An account needs a name below workers.dev, once',
  ],
  [
    // GET /accounts and GET /memberships: two of them.
    'the login has several accounts',
    `${ERROR}More than one account available but unable to select one in non-interactive mode.${END}\n\n  Please set the appropriate \`account_id\` in your Wrangler configuration file or assign it to the \`CLOUDFLARE_ACCOUNT_ID\` environment variable.\n  Available accounts are (\`<name>\`: \`<account_id>\`):\n    \`Account 1\`: \`a1\`\n    \`Account 2\`: \`a2\`\n`,
    'Choose an account: set CLOUDFLARE_ACCOUNT_ID to one of these ids',
  ],
  [
    // GET /accounts/…/storage/kv/namespaces: 403, code 10000.
    'Workers KV is refused',
    `${ERROR}A request to the Cloudflare API (/accounts/0123456789abcdef0123456789abcdef/storage/kv/namespaces) failed.${END}\n\n  Authentication error [code: 10000]\n\n\n📎 It looks like you are authenticating Wrangler via a custom API token set in an environment variable.\nPlease ensure it has the correct permissions for this operation.\n`,
    'Cloudflare did not give access to Workers KV. An API token needs the permission Workers KV Storage: Edit',
  ],
  [
    // GET /accounts/…/workers/services/invite-link-bot: 400, code 9109.
    'the login is refused',
    `${ERROR}A request to the Cloudflare API (/accounts/0123456789abcdef0123456789abcdef/workers/services/invite-link-bot) failed.${END}\n\n  Invalid access token [code: 9109]\n`,
    'Cloudflare does not accept your login. Run npx wrangler login again',
  ],
  [
    // Nobody listened at CLOUDFLARE_API_BASE_URL.
    'Cloudflare cannot be reached',
    `\u001b[33m▲ [WARNING] A fetch request failed, likely due to a connectivity issue.${END}\n\n  Common causes:\n    - No internet connection or network connectivity problems\n    - Firewall or VPN blocking the request\n    - Network proxy configuration issues\n\n${ERROR}fetch failed${END}\n`,
    'Cloudflare cannot be reached: look at this machine’s network',
  ],
  [
    // `wrangler deploy --nonsense`.
    'an argument is unknown',
    `${ERROR}Unknown argument: nonsense${END}\n`,
    'What stands behind -- goes on to wrangler, which does not know it.',
  ],
];
