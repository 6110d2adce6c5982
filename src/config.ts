// The Worker's settings, from wrangler.toml and its one secret, checked before anything relies on them.

import { readLedgerDays } from './chat/ledger/forgetting.ts';
import type { ChatEnv } from './chat/protocol.ts';
import type { BadSetting } from './failures.ts';
import { fail, ok, type Result } from './lib/result.ts';
import { isSafeUrl } from './lib/safe-url.ts';
import { isTimeZone } from './lib/time-zones.ts';
import type { ChatId, UnixSeconds } from './lib/units.ts';
import { type TypedOptions, wordsAsName } from './links/option-values.ts';
import { parseOptions } from './links/parse-options.ts';

/** The bindings of wrangler.toml. */
export interface Env extends Settings, ChatEnv {}

/** What an operator has typed: texts, but an unquoted number in the file arrives as one. Each may be missing. */
export interface Settings {
  readonly TELEGRAM_BOT_TOKEN?: unknown;
  readonly TELEGRAM_API_URL?: unknown;
  readonly CREATE_DEFAULTS?: unknown;
  readonly TIME_ZONE?: unknown;
  readonly CHATS?: unknown;
  readonly EPHEMERAL?: unknown;
  readonly LEDGER_DAYS?: unknown;
}

export interface Config {
  /** IANA name of the zone in which admins type dates. */
  readonly timeZone: string;
  /** The chats that are served; `undefined` for all. */
  readonly chats: ReadonlySet<ChatId> | undefined;
  /** Whether admin commands are registered as ephemeral ones. */
  readonly ephemeral: boolean;
  /** What `CREATE_DEFAULTS` means at a given moment: it may say `expires=2d`. */
  createDefaults(now: UnixSeconds): Result<TypedOptions, BadSetting>;
}

const typedText = (value: unknown): string => String(value ?? '').trim();

/** The bot's token; `undefined` if the secret is not set. */
export const readToken = (env: Settings): string | undefined =>
  typedText(env.TELEGRAM_BOT_TOKEN) || undefined;

/** The Bot API server, without a slash at its end. */
export function readApiUrl(env: Settings): Result<string, BadSetting> {
  const url = (typedText(env.TELEGRAM_API_URL) || 'https://api.telegram.org').replace(/\/+$/, '');
  // The token is part of every address that the bot calls.
  return URL.canParse(url) && isSafeUrl(new URL(url))
    ? ok(url)
    : bad('TELEGRAM_API_URL', 'an https address, or a loopback one for trying things out');
}

/** Reads the settings; the first bad one is the failure. */
export function readConfig(env: Settings): Result<Config, BadSetting> {
  const timeZone = typedText(env.TIME_ZONE) || 'UTC';
  // UTC needs no look at the time zone data, which costs more than the rest of the start.
  if (timeZone !== 'UTC' && !isTimeZone(timeZone))
    return bad('TIME_ZONE', 'an IANA name such as Europe/Berlin');

  const ids = typedText(env.CHATS)
    .split(/[\s,;]+/)
    .filter((id) => id !== '');
  const notAnId = ids.find((id) => !/^-\d{1,15}$/.test(id));
  if (notAnId !== undefined)
    return bad('CHATS', 'ids of groups and channels, such as -1001234567890, with commas between');

  const ephemeral = typedText(env.EPHEMERAL) || 'on';
  if (ephemeral !== 'on' && ephemeral !== 'off') return bad('EPHEMERAL', 'on or off');

  if (readLedgerDays(env.LEDGER_DAYS) === undefined)
    return bad('LEDGER_DAYS', 'a number of days from 1 to 36500');

  return ok({
    ephemeral: ephemeral === 'on',
    timeZone,
    chats: ids.length === 0 ? undefined : new Set(ids.map(Number)),
    createDefaults: (now) => readDefaults(typedText(env.CREATE_DEFAULTS), now, timeZone),
  });
}

function readDefaults(text: string, now: UnixSeconds, timeZone: string): Result<TypedOptions, BadSetting> {
  const accepts = ['name', 'expires', 'limit', 'approval', 'price'] as const;
  const typed = parseOptions(text, { accepts, now, timeZone });
  const defaults = typed.ok ? wordsAsName(typed.value) : typed;
  return defaults.ok && defaults.value.expires?.kind !== 'later'
    ? defaults
    : bad('CREATE_DEFAULTS', 'options as /create takes them, such as limit=10 expires=7d');
}

const bad = (setting: string, expects: string) => fail({ kind: 'bad_setting', setting, expects } as const);
