// `npm run dev`: the code in this folder answers what people write to a bot in the real Telegram. No tunnel, no webhook,
// no Cloudflare account.

import { join, relative } from 'node:path';
import { setTimeout as waitFor } from 'node:timers/promises';
import { fail, ok } from '../../lib/result.ts';
import { askAboutBot, openTelegram, wordTelegramFailure } from '../program/bot-at-telegram.ts';
import { findBotToken } from '../program/bot-token.ts';
import type { Usage } from '../program/options.ts';
import { PROJECT, readDevVars } from '../program/project.ts';
import { runProgram } from '../program/run-program.ts';
import { readWorkerApiUrl } from '../program/which-worker.ts';
import { createPostUpdate, forwardUpdates } from './forward-updates.ts';
import { startLocalWorker } from './local-worker.ts';

const DEV = {
  lines: [['npm run dev [-- <options>]', 'runs the bot on this machine, with the real Telegram']],
  options: {
    'remove-webhook': { type: 'boolean', help: 'takes the bot away from where its updates go now' },
  },
  words: 0,
} as const satisfies Usage;

await runProgram(DEV, async ({ values }, { signal: ending, print }) => {
  // wrangler would look for updates of itself.
  Object.assign(process.env, { WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' });
  const found = await findBotToken(print);
  if (!found.ok) return fail(`${found.failure}\nnpm start needs no token: it brings a Telegram of its own.`);
  const token = found.value;
  const apiUrl = await readWorkerApiUrl({}, readDevVars());
  if (!apiUrl.ok) return apiUrl;
  const telegram = openTelegram(apiUrl.value, token.token, ending);
  const bot = await askAboutBot(telegram);
  if (!bot.ok) return fail(wordTelegramFailure(bot.failure, token));
  const { id, username, webhookOrigin } = bot.value;
  if (webhookOrigin !== undefined && !values['remove-webhook']) {
    return fail(
      `@${username} has a webhook: Telegram sends its updates to ${webhookOrigin}. If a bot works there, make a second one for ` +
        'this with @BotFather (/newbot), and start it as TELEGRAM_BOT_TOKEN=123456789:… npm run dev: the bot there would not ' +
        `know the links that @${username} makes here. If nothing works there any more, remove the webhook: npm run dev -- --remove-webhook`,
    );
  }
  if (webhookOrigin !== undefined) {
    const removed = await telegram.call('deleteWebhook', {});
    if (!removed.ok) return fail(wordTelegramFailure(removed.failure, token));
    print(`The webhook at ${webhookOrigin} is removed.`);
  }

  // A folder for each bot, apart from that of `npm start`: what a bot remembers belongs to its own Telegram.
  const state = join(PROJECT, '.wrangler/dev', String(id));
  const worker = await startLocalWorker(token.token, state, print);
  if (!worker) return fail('wrangler cannot run the Worker: its own words are above.');
  const where = `--binding INVITE_LINKS --local --persist-to ${relative(PROJECT, state)}`;
  print(`https://t.me/${username} is answered by the code in src/; a change of it is live at once.
What it remembers: npx wrangler kv key list ${where}
Ctrl-C ends it.\n`);
  try {
    const trouble = await forwardUpdates({
      token,
      apiUrl: apiUrl.value,
      fetch,
      now: Date.now,
      wait: (time) => waitFor(time, undefined, { signal: ending }).catch(() => undefined),
      post: createPostUpdate(worker.url, token.token),
      print,
      ending,
    });
    return trouble === undefined ? ok(undefined) : fail(trouble);
  } finally {
    await worker.close();
    if (ending.aborted) print('\nEnded.');
  }
});
