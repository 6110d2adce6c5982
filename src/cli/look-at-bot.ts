import { fail, ok, type Result } from '../lib/result.ts';
import { readFields, readText } from '../lib/shapes.ts';
import type { UserId } from '../lib/units.ts';
import { readBotUser } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';
import type { BotToken } from './bot-token.ts';
import { wordTelegramTrouble } from './telegram-trouble.ts';

export interface BotAtTelegram {
  readonly id: UserId;
  readonly username: string;
  /** Where Telegram sends the bot's updates; `undefined` where no webhook is set. */
  readonly webhookOrigin: string | undefined;
}

/** What Telegram knows of the bot. On failure, a sentence. */
export async function lookAtBot(
  telegram: Telegram,
  { source }: BotToken,
): Promise<Result<BotAtTelegram, string>> {
  const [me, webhook] = await Promise.all([
    telegram.call('getMe', undefined),
    telegram.call('getWebhookInfo', undefined),
  ]);
  if (!me.ok) return fail(wordTelegramTrouble(me.failure, source));
  if (!webhook.ok) return fail(wordTelegramTrouble(webhook.failure, source));
  const bot = readBotUser(me.value);
  if (bot === undefined)
    return fail('Telegram’s answer about the bot cannot be read. Try again in a minute.');
  const url = URL.parse(readText(readFields(webhook.value)?.url) ?? '');
  return ok({ ...bot, webhookOrigin: url?.origin });
}
