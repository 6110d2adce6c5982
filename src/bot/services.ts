import type { Button } from '../buttons/button.ts';
import type { ChatRecords } from '../chat/chat-client.ts';
import type { Command } from '../commands/command.ts';
import type { Config } from '../config.ts';
import type { BadSetting, Failure } from '../failures.ts';
import type { Html } from '../lib/html.ts';
import type { Failed } from '../lib/result.ts';
import type { ChatId, Milliseconds, UnixSeconds } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import type { createIdentity } from './identity.ts';

/** What the handling of one update works with. */
export interface Services {
  readonly commands: readonly Command[];
  readonly buttons: readonly Button[];
  readonly identity: ReturnType<typeof createIdentity>;
  readonly settings: Pick<Config, 'timeZone' | 'chats' | 'createDefaults'>;
  /** Set if a setting cannot be read: commands and buttons then only say so. */
  readonly badSetting: BadSetting | undefined;
  readonly telegram: Telegram;
  /** What the object of a chat keeps. */
  chatObject(chat: ChatId): ChatRecords;
  /** Which handling this is: one update may be delivered twice at once. */
  readonly handling: string;
  /** When the handling of the update began, and when it ends at the latest. */
  readonly now: UnixSeconds;
  readonly deadline: Milliseconds;
  /** Where Telegram reached the Worker. */
  readonly origin: string;
  readonly clock: () => Milliseconds;
  word(failure: Failure): Html;
  /** Logs a mistake of ours, and answers it as a failure. */
  failWithBug(error: unknown): Failed<Failure>;
}

/** What was done with an update, for the log. */
export interface Handled {
  readonly kind: 'command' | 'press' | 'chat';
  /** The command, the button's kind, or what happened to the chat. */
  readonly name: string;
  readonly chat: ChatId;
  /** `ok`, or the kind of the failure. */
  readonly outcome: string;
}
