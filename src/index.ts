// The Worker: wires the parts when they are first needed, since most isolates see ordinary messages only; answers requests.

import { createAnnounce } from './bot/announce.ts';
import { createBot } from './bot/bot.ts';
import { ALL_BUTTONS } from './buttons/all-buttons.ts';
import { type ChatEquipment, ChatObject } from './chat/chat.ts';
import { createChatClient } from './chat/chat-client.ts';
import { ALL_COMMANDS } from './commands/all-commands.ts';
import { type Env, readApiUrl, readConfig, readToken } from './config.ts';
import { once } from './lib/once.ts';
import { createRouter, type Handler } from './router.ts';
import { createTelegram } from './telegram/client.ts';
import { createConnect } from './web/connect.ts';
import { createHealth } from './web/health.ts';
import { createHome } from './web/home.ts';
import { createJoin } from './web/join.ts';
import { createWebhook } from './web/webhook.ts';

/** The chat's Durable Object, a class of this name in wrangler.toml. */
export class Chat extends ChatObject<Env> {
  protected override equip(): ChatEquipment {
    const config = readConfig(this.env);
    return {
      telegramUntil: telegramOf(readToken(this.env), readApiUrl(this.env)),
      announce: createAnnounce(config.ok ? config.value.timeZone : 'UTC'),
    };
  }
}

/** Lives as long as the isolate: bindings do not change while it runs. */
const workers = new WeakMap<Env, Handler>();

export default {
  async fetch(request, env, context) {
    try {
      const handle = workers.get(env) ?? createWorker(env);
      workers.set(env, handle);
      return await handle(request, context);
    } catch (error) {
      log({ kind: 'bug', error: error instanceof Error ? error.name : typeof error });
      return new Response('Something went wrong.\n', { status: 500 });
    }
  },
} satisfies ExportedHandler<Env>;

function createWorker(env: Env): Handler {
  const token = readToken(env);
  if (token === undefined) {
    const text = 'The secret TELEGRAM_BOT_TOKEN is not set: npm run deploy sets it.\n';
    return async () => new Response(text, { status: 503 });
  }

  const { INVITE_LINKS: kv, CHAT } = env;
  const equipment = once(() => {
    const apiUrl = readApiUrl(env);
    const config = apiUrl.ok ? readConfig(env) : apiUrl;
    const telegramUntil = telegramOf(token, apiUrl);
    return { kv, commands: ALL_COMMANDS, telegramUntil, clock: Date.now, apiUrl, config };
  });
  const bot = once(() =>
    createBot({
      ...equipment(),
      botId: Number.parseInt(token, 10),
      buttons: ALL_BUTTONS,
      chatObject: createChatClient({ CHAT, INVITE_LINKS: kv, now: Date.now, log }),
      settings: equipment().config,
      log,
    }),
  );
  return createRouter(createWebhook(bot, token), () => {
    const web = { ...equipment(), token };
    const home = createHome(web);
    const [connect, health, join] = [createConnect(web, home.forget), createHealth(web), createJoin(web)];
    return { connect, health, home: home.show, join };
  });
}

/** The Bot API as the settings say, until a deadline. */
function telegramOf(token = '', apiUrl: ReturnType<typeof readApiUrl>): ChatEquipment['telegramUntil'] {
  return (deadline, onCall) =>
    createTelegram(
      {
        token,
        apiUrl: apiUrl.ok ? apiUrl.value : '',
        now: Date.now,
        wait: (time) => scheduler.wait(time),
        // With a bad address of the server, the token goes nowhere.
        fetch(url, init) {
          onCall?.();
          return apiUrl.ok ? fetch(url, init) : Promise.reject(new Error(apiUrl.failure.kind));
        },
      },
      deadline,
    );
}

const log = (event: object): void => console.log(JSON.stringify(event));
