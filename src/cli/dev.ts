// `npm run dev`: the code in this folder answers what people write to a bot in the real Telegram. No tunnel, no webhook,
// no Cloudflare account.

import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as waitFor } from 'node:timers/promises';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Milliseconds } from '../lib/units.ts';
import { createTelegram } from '../telegram/client.ts';
import { type BotToken, findBotToken } from './bot-token.ts';
import { forwardUpdates } from './forward-updates.ts';
import { lookAtBot } from './look-at-bot.ts';
import { createPostUpdate } from './post-update.ts';
import { type Ending, runProgram } from './program.ts';
import { PROJECT } from './project.ts';
import { quietWrangler } from './quiet-wrangler.ts';
import { wordTelegramTrouble } from './telegram-trouble.ts';
import { wordWebhookSet } from './webhook-set.ts';

const LOOK_DEADLINE_MS = 20_000;

const REMOVE_WEBHOOK = '--remove-webhook';
const now = Date.now;
const print = (line: string): void => console.log(line);

const USAGE = `npm run dev     runs the bot on this machine, with the real Telegram

  --remove-webhook   takes the bot away from where its updates go now`;

await runProgram(USAGE, async (ending) => {
  const args = process.argv.slice(2);
  const stranger = args.find((arg) => arg !== REMOVE_WEBHOOK);
  if (stranger !== undefined) {
    return fail(`npm run dev does not know “${stranger}”: its only option is ${REMOVE_WEBHOOK}.`);
  }
  const file = join(PROJECT, '.dev.vars');
  const devVars = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const token = await findBotToken({ environment: process.env, devVars, ask: undefined });
  return token.ok
    ? dev(token.value, args.includes(REMOVE_WEBHOOK), ending)
    : fail(`${token.failure}\nnpm start needs no token: it brings a Telegram of its own.`);
});

/** On failure, a sentence: why it does not start or cannot go on. */
async function dev(
  token: BotToken,
  mayRemoveWebhook: boolean,
  { signal: ending, listenAlone }: Ending,
): Promise<Result<void, string>> {
  /** Ends early where the program does. */
  const wait = (time: Milliseconds): Promise<void> =>
    waitFor(time, undefined, { signal: ending }).catch(() => undefined);
  const fetchUntilEnd = (url: string, init: RequestInit): Promise<Response> =>
    fetch(url, { ...init, signal: AbortSignal.any([ending, init.signal ?? ending]) });
  quietWrangler();
  // Loaded only now: it takes a second, and whoever has no token should not wait for it.
  const { readLocalApiUrl, startLocalWorker } = await import('./local-worker.ts');
  const apiUrl = readLocalApiUrl();
  if (!apiUrl.ok) return fail(`${apiUrl.failure.setting} has to be ${apiUrl.failure.expects}.`);

  const telegramDeps = { apiUrl: apiUrl.value, fetch, now, wait };
  const look = createTelegram(
    { ...telegramDeps, token: token.token, fetch: fetchUntilEnd },
    now() + LOOK_DEADLINE_MS,
  );
  const bot = await lookAtBot(look, token);
  if (!bot.ok) return bot;
  const { webhookOrigin } = bot.value;
  if (webhookOrigin !== undefined) {
    if (!mayRemoveWebhook) return fail(wordWebhookSet(bot.value));
    const removed = await look.call('deleteWebhook', {});
    if (!removed.ok) return fail(wordTelegramTrouble(removed.failure, token.source));
    print(`The webhook at ${webhookOrigin} is removed.`);
  }

  // A folder for each bot, apart from that of `npm start`: what a bot remembers belongs to its own Telegram.
  const stateFolder = join(PROJECT, '.wrangler/dev', String(Number.parseInt(token.token, 10)));
  const worker = await startLocalWorker({ token: token.token, stateFolder, print });
  listenAlone();
  print(
    `https://t.me/${bot.value.username} is answered by the code in src/; a change of it is live at once.`,
  );
  print(`What it remembers: npm run kv -- <chat id> --local --persist-to ${relative(PROJECT, stateFolder)}`);
  print('Ctrl-C ends it.\n');
  try {
    const post = createPostUpdate(worker.url, token.token);
    const trouble = await forwardUpdates({
      waitOut: (time) => waitFor(time),
      ...telegramDeps,
      token,
      post,
      print,
      ending,
    });
    return trouble === undefined ? ok(undefined) : fail(trouble);
  } finally {
    await worker.close();
    if (ending.aborted) print('\nEnded.');
  }
}
