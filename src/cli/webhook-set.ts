import type { BotAtTelegram } from './look-at-bot.ts';

/** Why a bot that is deployed is left alone. */
export const wordWebhookSet = ({ username, webhookOrigin }: BotAtTelegram): string =>
  `@${username} is deployed: Telegram sends its updates to ${webhookOrigin}. Make a second bot for this with @BotFather ` +
  '(/newbot) and start it as TELEGRAM_BOT_TOKEN=123456789:… npm run dev: links that @' +
  `${username} made here would stand in the KV of this machine, where the deployed bot cannot find them.`;
