// The bot at home: the Worker as it would be deployed, and a Telegram whose webhook leads to it.

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setWebhook, TOKEN } from '../support/story.ts';
import { type RunningWorker, startWorker } from '../support/worker.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import { Misuse } from '../telegram/refusal.ts';
import type { State } from '../telegram/state.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { populate } from '../telegram/world.ts';
import { clearKv } from './kv-entries.ts';
import type { StartOptions } from './options.ts';
import { findPageFile } from './site.ts';
import { bundleFolder, openStateFolder, type StateFolder } from './state-folder.ts';
import { type Playground, verbsOfPlay } from './verbs-of-play.ts';

export interface LocalBot {
  readonly telegram: LocalTelegram;
  readonly worker: RunningWorker;
  readonly folder: StateFolder;
  /** Runs the Worker as it is built by now. */
  reload(): Promise<void>;
  /** Waits for what is under way, though not for ever: a delivery that fails is tried again for a day. */
  settle(): Promise<void>;
  save(): void;
  /** Lets what is under way come to its end, saves, and stops both. */
  close(): Promise<void>;
}

const SETTLE_MS = 2000;
/** Where the bot thinks it is when it registers its menus, since it does so over https only. Nobody goes there. */
const ORIGIN = 'https://invite-link-bot.example';

/** Starts what is built in the folder already. */
export async function startLocalBot(options: StartOptions): Promise<LocalBot> {
  const folder = openStateFolder(options.stateFolder, options.isFresh);
  let playground: Playground | undefined;
  const telegram = await createTelegram({
    token: TOKEN,
    port: options.telegramPort,
    ...(folder.resumed && { state: withoutWebhook(folder.resumed) }),
    verbs: verbsOfPlay(() => {
      if (!playground) throw new Misuse('The bot is still starting: try again in a moment.');
      return playground;
    }),
    files: findPageFile,
  });
  if (!folder.resumed) populate(telegram);
  const worker = await startWorker({
    bindings: { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN },
    port: options.port,
    kvFolder: folder.kv,
    bundle: join(bundleFolder(options.stateFolder), 'index.js'),
    onKv: (passed) => telegram.news.tell('kv', passed),
    onLog: (line) => telegram.news.tell('worker', { log: line }),
  });

  async function connect(): Promise<void> {
    const body = new URLSearchParams({ token: TOKEN });
    const connected = await worker.dispatch(`${ORIGIN}/connect`, { method: 'POST', body });
    if (!connected.ok)
      telegram.news.tell('worker', { trouble: `It cannot connect: ${await connected.text()}` });
    await setWebhook(telegram, worker.url);
  }

  const save = (): void => folder.save(telegram.state());
  const settle = (): Promise<void> =>
    Promise.race([telegram.settled(), wait(SETTLE_MS, undefined, { ref: false })]);

  await connect();
  save();
  playground = {
    worker,
    async beginAnew() {
      await settle();
      await telegram.reset();
      await clearKv(worker.kv);
      populate(telegram);
      await connect();
      save();
    },
  };
  return {
    telegram,
    worker,
    folder,
    settle,
    save,
    async reload() {
      await settle();
      await worker.reload();
      await connect();
    },
    async close() {
      await settle();
      await telegram.close();
      save();
      await worker.close();
    },
  };
}

/** What still waits for the bot waits until its new address is known. */
function withoutWebhook({ webhook: _, ...state }: State): State {
  return state;
}
