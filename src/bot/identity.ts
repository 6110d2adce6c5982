import type { KVNamespace } from '@cloudflare/workers-types';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readJson } from '../lib/shapes.ts';
import type { Milliseconds, UserId } from '../lib/units.ts';
import { type BotUser, readBotUser } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';

const KEY = 'bot';
const DAY_SECONDS = 24 * 60 * 60;
/** In a group of many bots nearly every command names another one. */
const RENAMED_MS: Milliseconds = 60_000;

/** Lives as long as the isolate: when `getMe` was last asked because of an unknown username. */
interface LastAsked {
  at: Milliseconds;
}

/** Keeps an answer of getMe. That it cannot be kept only costs another call. */
export const keepBotUser = (kv: KVNamespace, me: unknown): Promise<void> =>
  kv.put(KEY, JSON.stringify(me), { expirationTtl: DAY_SECONDS }).catch(() => undefined);

interface IdentityDeps {
  readonly kv: KVNamespace;
  readonly botId: UserId;
  readonly telegram: Telegram;
  readonly clock: () => Milliseconds;
  readonly asked: LastAsked;
}

/** Who the bot is: what Telegram says of it (`getMe`), kept in Workers KV under `bot` for a day. */
export function createIdentity({ kv, botId, telegram, clock, asked }: IdentityDeps) {
  async function read(): Promise<BotUser | undefined> {
    const kept = await kv.get(KEY).catch(() => null);
    const known = readBotUser(kept === null ? undefined : readJson(kept));
    // With the token of another bot, what was kept is no longer true.
    return known?.id === botId ? known : undefined;
  }

  async function ask(known: BotUser | undefined): Promise<Result<BotUser, Failure>> {
    asked.at = clock();
    const answer = await telegram.call('getMe', undefined);
    if (!answer.ok) return answer;
    const bot = readBotUser(answer.value);
    if (!bot) return fail({ kind: 'no_answer' });
    if (bot.username !== known?.username) await keepBotUser(kv, answer.value);
    return ok(bot);
  }

  return {
    async find(): Promise<Result<BotUser, Failure>> {
      const known = await read();
      return known ? ok(known) : ask(undefined);
    },

    /** Whether it has this username. The bot may have been renamed, so Telegram is asked again, at most once a minute. */
    async isCalled(username: string): Promise<Result<boolean, Failure>> {
      const has = (bot: BotUser): boolean => bot.username.toLowerCase() === username.toLowerCase();
      const known = await read();
      if (known && has(known)) return ok(true);
      if (known && clock() - asked.at < RENAMED_MS) return ok(false);
      const bot = await ask(known);
      return bot.ok ? ok(has(bot.value)) : known ? ok(false) : bot;
    },
  };
}
