import type { BotStore } from '../store/bot-store.ts';
import { type BotUser, readBotUser } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';

/** Who the bot is: remembered for a day, else asked of Telegram. `undefined` where neither answers. */
export async function findBotUser(store: BotStore, telegram: Telegram): Promise<BotUser | undefined> {
  const remembered = await store.bot();
  const known = remembered.ok ? readBotUser(remembered.value) : undefined;
  if (known) return known;

  const asked = await telegram.call('getMe', undefined);
  const bot = asked.ok ? readBotUser(asked.value) : undefined;
  if (bot) await store.saveBot(bot);
  return bot;
}
