import type { Usage } from '../program/options.ts';
import { ENV_OPTION } from '../program/which-worker.ts';

export const DEPLOY = {
  lines: [['npm run deploy [-- <options>]', 'brings the bot to Cloudflare, and connects it to Telegram']],
  options: {
    url: { type: 'string', value: '<address>', help: 'which of several addresses to connect' },
    'replace-bot': { type: 'boolean', help: 'replaces another bot, which is refused otherwise' },
    'dry-run': { type: 'boolean', help: 'builds the Worker and uploads nothing' },
    env: ENV_OPTION,
    name: { type: 'string', value: '<name>', help: 'another name of the Worker' },
    config: { type: 'string', short: 'c', value: '<file>', help: 'another file than wrangler.toml' },
  },
  words: 'kept',
  note: 'Every other option goes on to wrangler deploy.',
} as const satisfies Usage;
