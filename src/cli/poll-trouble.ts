import type { TelegramFailure } from '../failures.ts';
import type { Milliseconds } from '../lib/units.ts';
import { wordTelegramTrouble } from './telegram-trouble.ts';

/** What a failed look for updates means. */
export type PollTrouble =
  | { readonly kind: 'passing'; readonly sentence: string; readonly pause: Milliseconds }
  /** Somebody else takes the bot's updates: another program, or a webhook. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'lasting'; readonly sentence: string };

const PAUSE_MS = 3_000;

/** `source` says where the token stands. */
export function readPollTrouble(failure: TelegramFailure, source: string): PollTrouble {
  switch (failure.kind) {
    case 'no_answer':
    case 'out_of_time':
      return passing('Telegram does not answer. I go on trying; what people write meanwhile is not lost.');
    case 'telegram_down':
      return passing(`Telegram has trouble (error ${failure.status}). I go on trying.`);
    case 'flood_control':
      return passing(`Telegram asks to wait ${failure.retryAfter} seconds. I do.`, failure.retryAfter * 1000);
    case 'telegram_refused':
      // The server's own words: https://github.com/tdlib/telegram-bot-api, Client.cpp.
      if (failure.description.startsWith('Conflict:')) return { kind: 'conflict' };
      break;
  }
  return { kind: 'lasting', sentence: wordTelegramTrouble(failure, source) };
}

const passing = (sentence: string, pause: Milliseconds = PAUSE_MS): PollTrouble => ({
  kind: 'passing',
  sentence,
  pause,
});
