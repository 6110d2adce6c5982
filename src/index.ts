// The Worker: reads its settings once, wires the parts, answers requests.

import { createBot } from './bot/bot.ts';
import { ALL_COMMANDS } from './commands/all-commands.ts';
import { type Env, OFFICIAL_API_URL, readConfig, readToken } from './config.ts';
import type { Milliseconds } from './lib/units.ts';
import { createRouter } from './router.ts';
import { createKvBotStore } from './store/bot-store.ts';
import { createJsonStore } from './store/kv.ts';
import { createKvLinkStore } from './store/kv-link-store.ts';
import { createTelegram } from './telegram/client.ts';
import { createWebhook } from './web/webhook.ts';

type Answer = (request: Request, context: ExecutionContext) => Promise<Response>;

/** Lives as long as the isolate: bindings do not change while it runs. */
const workers = new WeakMap<Env, Answer>();

export default {
  async fetch(request, env, context) {
    const answer = workers.get(env) ?? createWorker(env);
    workers.set(env, answer);
    try {
      return await answer(request, context);
    } catch (error) {
      console.error(
        JSON.stringify({ event: 'bug', error: error instanceof Error ? error.name : typeof error }),
      );
      return new Response('Something went wrong.\n', { status: 500 });
    }
  },
} satisfies ExportedHandler<Env>;

function createWorker(env: Env): Answer {
  const token = readToken(env);
  if (token === undefined)
    return async () => new Response('The secret TELEGRAM_BOT_TOKEN is not set.\n', { status: 503 });

  const config = readConfig(env);
  const apiUrl = config.ok ? config.value.apiUrl : OFFICIAL_API_URL;
  const kv = createJsonStore(env.INVITE_LINKS, wait);
  const telegramDeps = {
    token,
    apiUrl,
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    now: Date.now,
    wait,
  };
  const bot = createBot({
    settings: config,
    commands: ALL_COMMANDS,
    linkStore: createKvLinkStore(kv),
    botStore: createKvBotStore(kv),
    telegramUntil: (deadline) => createTelegram(telegramDeps, deadline),
    now: Date.now,
    log: (event) => console.log(JSON.stringify(event)),
  });
  const router = createRouter({ webhook: createWebhook(bot, token) });
  return async (request, context) => router.fetch(request, context);
}

const wait = (time: Milliseconds): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
