// What someone can do with a bot that runs on this machine, as lines for a terminal.

import type { LocalBot } from './local-bot.ts';
import { type StartOptions, WRANGLER_STATE_FOLDER } from './options.ts';
import type { Paint } from './paint.ts';

export function writeHints(
  { telegram }: Pick<LocalBot, 'telegram'>,
  { stateFolder }: StartOptions,
  paint: Paint,
): string[] {
  const place = stateFolder === WRANGLER_STATE_FOLDER ? '' : ` --persist-to '${stateFolder}'`;
  return [
    `Open ${paint.strong(telegram.url)} in a browser: a Telegram on this machine, with the bot in its chats.`,
    '',
    `  ${paint.faint('The same without a browser:')} curl ${telegram.url}/local`,
    `  ${paint.faint('What the bot remembers:')} npx wrangler kv key list --binding INVITE_LINKS --local${place}`,
    '',
    'A change in src/ is live at once. Ctrl-C ends it; the next start goes on from here.',
  ];
}
