import type { BotDeps } from '../bot/bot.ts';
import type { Config } from '../config.ts';
import type { BadSetting } from '../failures.ts';
import type { Result } from '../lib/result.ts';
import type { Telegram } from '../telegram/client.ts';

/** What the pages for operators work with. */
export interface WebServices extends Pick<BotDeps, 'kv' | 'commands' | 'telegramUntil' | 'clock'> {
  readonly token: string;
  /** If it is bad, Telegram cannot be asked. */
  readonly apiUrl: Result<string, BadSetting>;
  readonly config: Result<Config, BadSetting>;
}

/** No page takes longer. */
const PAGE_DEADLINE_MS = 25_000;

export const telegramFor = ({ telegramUntil, clock }: WebServices): Telegram =>
  telegramUntil(clock() + PAGE_DEADLINE_MS);

/** The first setting that cannot be used; `CREATE_DEFAULTS` may hold a date that is over. */
export function findBadSetting({ config, clock }: WebServices): BadSetting | undefined {
  const read = config.ok ? config.value.createDefaults(Math.floor(clock() / 1000)) : config;
  return read.ok ? undefined : read.failure;
}
