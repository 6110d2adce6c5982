// What a command is. One declaration feeds parsing, /help, the menus and the README.

import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from '@grammyjs/types';
import type { BadSetting, Failure } from '../failures.ts';
import type { Html } from '../lib/html.ts';
import type { Result } from '../lib/result.ts';
import type { ChatId, UnixSeconds } from '../lib/units.ts';
import type { LinkAct } from '../links/link-record.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { OptionName } from '../links/options.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { BotUser, Chat } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';

export interface Answer {
  readonly text: Html;
  readonly markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | undefined;
  /**
   * Set where the text must not be lost: it goes out as a message of its own that is tried again, since nobody learns
   * of an error of a webhook reply.
   */
  readonly mustArrive?: boolean;
}

/** What a command can look at while it is still being asked whether its caller may run it. */
export interface ReadContext {
  readonly asked: CommandMessage;
  /** The chat that the command acts on. */
  readonly chatId: ChatId;
  readonly telegram: Telegram;
  readonly store: LinkStore;
}

/** What it takes to act on a chat's links, by command or by button. */
export interface ActContext {
  readonly chatId: ChatId;
  readonly telegram: Telegram;
  readonly store: LinkStore;
  /** What goes into a link's record: the caller, now, the update. */
  readonly act: LinkAct;
  readonly now: UnixSeconds;
  readonly timeZone: string;
  /** A failure in words. */
  word(failure: Failure): Html;
}

export interface RunContext extends ReadContext, ActContext {
  readonly chat: Chat;
  createDefaults(): Result<TypedOptions, BadSetting>;
  /** Who the bot is; `undefined` where that cannot be learnt. */
  bot(): Promise<BotUser | undefined>;
  /** Makes the chat the one in which the caller's commands in private act, if the caller may there. */
  chooseChat(chat: ChatId): Promise<Result<Answer, Failure>>;
  /** All commands, for /help. */
  readonly commands: readonly Command[];
}

interface Described {
  /** The name of the contract first; the others mean the same. */
  readonly names: readonly [string, ...string[]];
  /** One line for menus and /help. */
  readonly summary: string;
  /** What may stand behind the command, for people; `''` for nothing. */
  readonly usage: string;
  /** Who may run it: those who may manage the chat's invite links, or everybody. */
  readonly access: 'admins' | 'everybody';
  /** Where a command for admins is free for everybody nevertheless. */
  isFree?(asked: CommandMessage): boolean;
  /** The options it takes; absent where what is typed behind it is not read as options. */
  readonly accepts?: readonly OptionName[];
}

interface Declaration<Seen> extends Described {
  /** Reads what `run` needs. It runs beside the question whether the caller may, so it changes nothing. */
  read(typed: TypedOptions, context: ReadContext): Promise<Seen>;
  /** Does the work. Called only when the caller may. */
  run(typed: TypedOptions, context: RunContext, seen: Seen): Promise<Result<Answer, Failure>>;
}

export interface Command extends Described {
  /** Starts reading at once; what it answers does the work. */
  begin(typed: TypedOptions, context: ReadContext): (context: RunContext) => Promise<Result<Answer, Failure>>;
}

export const defineCommand = <Seen>(declaration: Declaration<Seen>): Command => ({
  ...declaration,
  begin(typed, readContext) {
    const seen = declaration.read(typed, readContext);
    return async (context) => declaration.run(typed, context, await seen);
  },
});
