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
import { readTables } from './chat-tables.ts';
import { clearKv, listKv } from './kv-entries.ts';
import type { StartOptions } from './options.ts';
import { findPageFile } from './page-files.ts';
import { bundleFolder, openStateFolder, type StateFolder } from './state-folder.ts';
import { createTurns } from './turns.ts';
import { type Playground, verbsOfPlay } from './verbs-of-play.ts';

export interface LocalBot {
  readonly telegram: LocalTelegram;
  readonly worker: RunningWorker;
  readonly folder: StateFolder;
  /** Runs the Worker as it is built by now. Answers why it does not run so; then it goes on as it was. */
  reload(): Promise<string | undefined>;
  /** Waits for what is under way, though not for ever: a delivery that fails is tried again for a day. */
  settle(): Promise<void>;
  save(): void;
  /** Lets what is under way come to its end, saves, and stops both. */
  close(): Promise<void>;
}

const SETTLE_MS = 2000;
/** Where the bot thinks it is when it registers its menus, since it does so over https only. No one goes there. */
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
    folders: folder,
    bundle: join(bundleFolder(options.stateFolder), 'index.js'),
    onKv: (passed) => telegram.news.tell('kv', passed),
    onLog: (line) => telegram.news.tell('worker', { log: line }),
  }).catch(async (error: unknown) => {
    await telegram.close();
    throw error;
  });

  async function connect(): Promise<void> {
    const body = new URLSearchParams({ token: TOKEN });
    const connected = await worker.dispatch(`${ORIGIN}/connect`, { method: 'POST', body });
    if (!connected.ok)
      telegram.news.tell('worker', { trouble: `It cannot connect: ${await connected.text()}` });
    // Armed faults strike these calls, too.
    await setWebhook(telegram, worker.url).catch((error) =>
      telegram.news.tell('worker', { trouble: `Telegram does not take its webhook: ${error}` }),
    );
  }

  const save = (): void => folder.save(telegram.state());
  const settle = (): Promise<void> =>
    Promise.race([telegram.settled(), wait(SETTLE_MS, undefined, { ref: false })]);

  await connect();
  save();
  // What has to do with the whole of it: what is exchanged or forgotten on one side is not used on the other meanwhile.
  const inTurn = createTurns();
  playground = {
    door: worker.door,
    readTables: (chat) => inTurn(() => readTables(worker.chats, chat)),
    listKv: () => inTurn(() => listKv(worker.kv)),
    startOver: () =>
      inTurn(async () => {
        await settle();
        // First, since it can fail.
        await clearKv(worker.kv);
        const { chats, people } = telegram.state();
        for (const { id } of [...chats.map(({ chat }) => chat), ...people]) await worker.chats.wipe(id);
        worker.door.clearFaults();
        await telegram.reset();
        populate(telegram);
        await connect();
        save();
      }),
  };
  return {
    telegram,
    worker,
    folder,
    settle,
    save,
    reload: () =>
      inTurn(async () => {
        await settle();
        const whyNot = await worker.reload().then(() => undefined, wordError);
        await connect();
        return whyNot;
      }),
    close: () =>
      inTurn(async () => {
        await settle();
        await telegram.close();
        save();
        await worker.close();
      }),
  };
}

const wordError = (error: unknown): string =>
  `The Worker does not start with the code as it is now, and goes on as it was. ${error instanceof Error ? error.message : error}`;

/** What still waits for the bot waits until its new address is known. */
function withoutWebhook({ webhook: _, ...state }: State): State {
  return state;
}
