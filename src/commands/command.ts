// What a command is. One declaration feeds parsing, /help, the menus and the README.

import type { Answer } from '../actions/answer.ts';
import type { ActionContext } from '../actions/context.ts';
import type { LinkId } from '../chat/protocol.ts';
import type { BadSetting, Failure } from '../failures.ts';
import type { Result } from '../lib/result.ts';
import type { ChatId } from '../lib/units.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { OptionName } from '../links/options.ts';
import type { BotUser } from '../telegram/chats.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';

/** A command and, if an anonymous admin's was confirmed, the link that it replied to. */
export interface AskedCommand extends CommandMessage {
  readonly repliedLink?: LinkId | undefined;
}

export interface CommandContext extends ActionContext {
  readonly asked: AskedCommand;
  /** What the command asked for beside the question of access. */
  readonly meanwhile: Meanwhile;
  createDefaults(): Result<TypedOptions, BadSetting>;
  /** Who the bot is; `undefined` if Telegram does not answer. */
  bot(): Promise<BotUser | undefined>;
  /** Makes the chat the one in which the caller's commands in private act, if the caller may there. */
  chooseChat(chat: ChatId): Promise<Result<Answer, Failure>>;
  readonly commands: readonly Command[];
}

/** What is read while Telegram is asked about the caller, and used only once access is shown. */
export interface Meanwhile {
  /** The link under `last:` in Workers KV. */
  readonly publishedLast?: string | undefined;
  /** The bot's own primary link. */
  readonly primary?: string | undefined;
}

export interface Command {
  /** The name of the contract first; the others mean the same. */
  readonly names: readonly [string, ...string[]];
  /** One line for menus and /help. */
  readonly summary: string;
  /** What may follow the command, for people; `''` for nothing. */
  readonly usage: string;
  /** Who may run it: those who may manage the chat's invite links, or everyone. */
  readonly access: 'admins' | 'everybody';
  /** Whether everyone may run it here, although it is for admins. */
  isFree?(asked: CommandMessage): boolean;
  /** The options it takes; absent if a text follows it, before or after `chat=`. */
  readonly accepts?: readonly OptionName[];
  /** What it needs to know beside who the caller is; see `Meanwhile`. */
  reads?(typed: TypedOptions, asked: AskedCommand): keyof Meanwhile | undefined;
  /** Does the work. Called only if the caller may. */
  run(typed: TypedOptions, context: CommandContext): Promise<Result<Answer, Failure>>;
}

export const defineCommand = (command: Command): Command => command;
