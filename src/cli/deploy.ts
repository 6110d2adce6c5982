// `npm run deploy`: brings the bot to Cloudflare, and connects it to Telegram.

import { setTimeout as wait } from 'node:timers/promises';
import { createTelegram } from '../telegram/client.ts';
import { deployBot } from './deploy-bot.ts';
import { findLocalToken } from './local-token.ts';
import { runProgram } from './program.ts';
import { ownWrangler } from './wrangler.ts';

const TELEGRAM_DEADLINE_MS = 30_000;

const args = process.argv.slice(2);

const USAGE = `npm run deploy [-- <options>]     brings the bot to Cloudflare, and connects it to Telegram

  --url <address>    which of several addresses to connect
  --replace-bot      in the place of another bot, which is refused else
  --dry-run          builds the Worker and uploads nothing

Every other option goes on to wrangler deploy.`;

await runProgram(USAGE, ({ signal: ending }) => {
  const waitFor = (time: number) => wait(time, undefined, { signal: ending });
  return deployBot(args, {
    findToken: () => findLocalToken(ending),
    async findSettings(which) {
      // Loaded only here: where nothing is installed, that can be said.
      const { readWorkerSettings } = await import('./worker-settings.ts');
      return readWorkerSettings(which);
    },
    telegramAt: (apiUrl, token) =>
      createTelegram(
        { token, apiUrl, fetch, now: Date.now, wait: waitFor },
        Date.now() + TELEGRAM_DEADLINE_MS,
      ),
    wrangler: ownWrangler(ending),
    fetch,
    now: Date.now,
    wait: waitFor,
    print: (line) => console.log(line),
    ending,
  });
});
