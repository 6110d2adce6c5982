import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type BotUser, readBotUser } from '../telegram/chats.ts';
import type { Services } from './services.ts';

/** Who the bot is: remembered for a day, else asked of Telegram. */
export async function findBotUser({
  botStore,
  botId,
  telegram,
}: Services): Promise<Result<BotUser, Failure>> {
  const remembered = await botStore.bot();
  const known = remembered.ok ? readBotUser(remembered.value) : undefined;
  // With the token of another bot, what was remembered is no longer true.
  if (known?.id === botId) return ok(known);

  const asked = await telegram.call('getMe', undefined);
  if (!asked.ok) return asked;
  const bot = readBotUser(asked.value);
  if (!bot) return fail({ kind: 'no_answer' });
  await botStore.saveBot(asked.value);
  return ok(bot);
}
