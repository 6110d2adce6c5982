import type { KVNamespace } from '@cloudflare/workers-types';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readJson } from '../lib/shapes.ts';
import type { UserId } from '../lib/units.ts';
import { type BotUser, readBotUser } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';

const KEY = 'bot';
const DAY_SECONDS = 24 * 60 * 60;

/** Who the bot is: what Telegram says of it (`getMe`), kept in Workers KV under `bot` for a day. */
export interface BotIdentity {
  find(): Promise<Result<BotUser, Failure>>;
}

/** Keeps an answer of getMe. That it cannot be kept only costs another call. */
export const keepBotUser = (kv: KVNamespace, me: unknown): Promise<void> =>
  kv.put(KEY, JSON.stringify(me), { expirationTtl: DAY_SECONDS }).catch(() => undefined);

export const createIdentity = (kv: KVNamespace, botId: UserId, telegram: Telegram): BotIdentity => ({
  async find() {
    const kept = await kv.get(KEY).catch(() => null);
    const known = readBotUser(kept === null ? undefined : readJson(kept));
    // With the token of another bot, what was kept is no longer true.
    if (known?.id === botId) return ok(known);

    const asked = await telegram.call('getMe', undefined);
    if (!asked.ok) return asked;
    const bot = readBotUser(asked.value);
    if (!bot) return fail({ kind: 'no_answer' });
    await keepBotUser(kv, asked.value);
    return ok(bot);
  },
});
