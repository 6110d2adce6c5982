import type { UnreadableStore, UnwritableStore } from '../failures.ts';
import type { Result } from '../lib/result.ts';
import type { JsonStore } from './kv.ts';

/** What Telegram says of the bot itself (`getMe`), under the key `bot`, for a day. */
export interface BotStore {
  /** For the caller to check; `undefined` where it has to be asked for again. */
  bot(): Promise<Result<unknown, UnreadableStore>>;
  saveBot(bot: unknown): Promise<Result<void, UnwritableStore>>;
}

const DAY_SECONDS = 24 * 60 * 60;

export const createKvBotStore = (kv: JsonStore): BotStore => ({
  bot: () => kv.read('bot', (bot) => bot),
  saveBot: (bot) => kv.write('bot', bot, { expirationTtl: DAY_SECONDS }),
});
