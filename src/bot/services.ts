import type { Command } from '../commands/command.ts';
import type { BadSetting, Failure } from '../failures.ts';
import type { Html } from '../lib/html.ts';
import type { Failed, Result } from '../lib/result.ts';
import type { ChatId, Milliseconds, UnixSeconds, UserId } from '../lib/units.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { BotStore } from '../store/bot-store.ts';
import type { ChatStore } from '../store/chat-store.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { Telegram } from '../telegram/client.ts';

/** What the operator has set. */
export interface BotSettings {
  /** IANA name of the zone in which admins type dates. */
  readonly timeZone: string;
  /** The chats that are served; `undefined` for all. */
  readonly chats: ReadonlySet<ChatId> | undefined;
  createDefaults(now: UnixSeconds): Result<TypedOptions, BadSetting>;
}

/** What the bot has for as long as it runs. */
export interface Equipment {
  /** The bot's own id, the first part of its token. */
  readonly botId: UserId;
  readonly linkStore: LinkStore;
  readonly chatStore: ChatStore;
  readonly botStore: BotStore;
  readonly commands: readonly Command[];
}

/** What there is for one update. */
export interface Services extends Equipment {
  readonly settings: BotSettings;
  /** Set where a setting cannot be read: commands and buttons then only say so. */
  readonly badSetting: BadSetting | undefined;
  readonly telegram: Telegram;
  /** When the handling of the update began. */
  readonly now: UnixSeconds;
  readonly clock: () => Milliseconds;
  /** A failure in words. */
  word(failure: Failure): Html;
  /** Logs a mistake of ours, and answers it as a failure. */
  failWithBug(error: unknown): Failed<Failure>;
}
