import type { BotAtTelegram } from './look-at-bot.ts';

/** Why a bot whose updates go to a webhook is left alone. */
export const wordWebhookSet = ({ username, webhookOrigin }: BotAtTelegram): string =>
  `@${username} has a webhook: Telegram sends its updates to ${webhookOrigin}. If a bot works there, make a second one for ` +
  'this with @BotFather (/newbot) and start it as TELEGRAM_BOT_TOKEN=123456789:… npm run dev: links that ' +
  `@${username} made here would stand in the KV of this machine, where the other cannot find them. If nothing works there ` +
  'any more, remove the webhook: npm run dev -- --remove-webhook';
