import type { TelegramFailure } from '../failures.ts';

/** Why Telegram did not answer an operator's program; `source` says where the token stands. */
export function wordTelegramTrouble(failure: TelegramFailure, source: string): string {
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
    case 'telegram_refused':
      return `Telegram refused: ${failure.description}`;
    // These are about chats, of which no program of the operator speaks.
    case 'bot_not_allowed':
    case 'bot_removed':
    case 'chat_not_found':
    case 'chat_migrated':
    case 'link_gone':
    case 'primary_not_editable':
      return `Telegram refused (${failure.kind}).`;
  }
}
