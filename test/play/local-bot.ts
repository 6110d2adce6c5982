// The bot at home: the Worker as it would be deployed, and a Telegram whose webhook leads to it.

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setWebhook, TOKEN } from '../support/story.ts';
import { type RunningWorker, startWorker } from '../support/worker.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import type { State } from '../telegram/state.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { populate } from '../telegram/world.ts';
import type { StartOptions } from './options.ts';
import { bundleFolder, openStateFolder, type StateFolder } from './state-folder.ts';

export interface LocalBot {
  readonly telegram: LocalTelegram;
  readonly worker: RunningWorker;
  readonly folder: StateFolder;
  /** Waits for what is under way, though not for ever: a delivery that fails is tried again for a day. */
  settle(): Promise<void>;
  save(): void;
  /** Lets what is under way come to its end, saves, and stops both. */
  close(): Promise<void>;
}

const SETTLE_MS = 2000;

/** Starts what is built in the folder already. */
export async function startLocalBot(options: StartOptions): Promise<LocalBot> {
  const folder = openStateFolder(options.stateFolder, options.isFresh);
  const telegram = await createTelegram({
    token: TOKEN,
    port: options.telegramPort,
    ...(folder.resumed && { state: withoutWebhook(folder.resumed) }),
  });
  if (!folder.resumed) populate(telegram);
  const worker = await startWorker({
    bindings: { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN },
    port: options.port,
    kvFolder: folder.kv,
    bundle: join(bundleFolder(options.stateFolder), 'index.js'),
  });
  await setWebhook(telegram, worker.url);

  const save = (): void => folder.save(telegram.state());
  const settle = (): Promise<void> =>
    Promise.race([telegram.settled(), wait(SETTLE_MS, undefined, { ref: false })]);
  save();
  return {
    telegram,
    worker,
    folder,
    settle,
    save,
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
