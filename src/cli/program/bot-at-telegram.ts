// What Telegram knows of the operator's bot, and the sentences for what goes wrong there.

import { setTimeout as wait } from 'node:timers/promises';
import type { TelegramFailure } from '../../failures.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { readFields, readText } from '../../lib/shapes.ts';
import { type BotUser, readBotUser } from '../../telegram/chats.ts';
import { createTelegram, type Telegram } from '../../telegram/client.ts';
import type { BotToken } from './bot-token.ts';

export interface BotAtTelegram extends BotUser {
  /** Where Telegram sends the bot's updates; `undefined` if no webhook is set. */
  readonly webhookOrigin: string | undefined;
}

const DEADLINE_MS = 30_000;

export function openTelegram(apiUrl: string, token: string, ending: AbortSignal): Telegram {
  const fetchUntilEnd = (url: string, init: RequestInit): Promise<Response> =>
    fetch(url, { ...init, signal: AbortSignal.any([ending, init.signal ?? ending]) });
  const waitFor = (time: number): Promise<void> => wait(time, undefined, { signal: ending });
  const deps = { token, apiUrl, fetch: fetchUntilEnd, now: Date.now, wait: waitFor };
  return createTelegram(deps, Date.now() + DEADLINE_MS);
}

export async function askAboutBot(telegram: Telegram): Promise<Result<BotAtTelegram, TelegramFailure>> {
  const [me, webhook] = await Promise.all([
    telegram.call('getMe', undefined),
    telegram.call('getWebhookInfo', undefined),
  ]);
  if (!me.ok) return me;
  if (!webhook.ok) return webhook;
  const bot = readBotUser(me.value);
  if (!bot) return fail({ kind: 'telegram_refused', description: 'its answer about the bot is unreadable' });
  const url = readText(readFields(webhook.value)?.url) ?? '';
  return ok({ ...bot, webhookOrigin: URL.parse(url)?.origin });
}

export function wordTelegramFailure(failure: TelegramFailure, { source }: BotToken): string {
  switch (failure.kind) {
    case 'token_rejected':
      return `Telegram does not accept the token from ${source}: it is cut off, or BotFather has given out a newer one. Copy it again, whole.`;
    case 'no_answer':
    case 'out_of_time':
      return 'Telegram does not answer: look at this machine’s network, a proxy, or a firewall.';
    case 'telegram_down':
      return `Telegram has trouble (error ${failure.status}). Try again in a minute.`;
    case 'flood_control':
      return `Telegram asks to wait ${failure.retryAfter} seconds. Try again after that.`;
    default:
      return `Telegram refused: ${'description' in failure ? failure.description : failure.kind}`;
  }
}
