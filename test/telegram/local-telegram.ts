// What a Telegram on this machine can do, for tests and for the verbs of the HTTP interface.
// A chat or person is meant by its object, its id, or its name, title or @username in any case.

import type { BotCommand, Chat, ChatInviteLink, Message, User } from '@grammyjs/types';
import type { BotApiCall } from './bot-api.ts';
import type { Building } from './building.ts';
import type { DeliveryAttempt } from './delivery.ts';
import type { CallFault, DeliveryFault, PendingFaults } from './faults.ts';
import type { Happenings } from './happenings.ts';
import type { News } from './news.ts';
import type { ChatRef, PersonRef } from './people-and-chats.ts';
import type { Bot, GroupOrChannel, RequestButton, State, UnixSeconds } from './state.ts';
import type { StaticFile } from './static-file.ts';
import type { Verbs } from './verb.ts';

/** What came of something that a person did, once the bot has handled it. */
export interface Outcome {
  /** `undefined`: the bot does not listen to such updates, or does not get to see this one. */
  readonly update_id: number | undefined;
  /** The message that was said, posted, edited or pressed. */
  readonly message?: Message;
  /** The status of every delivery, in order. Empty without a webhook: the update waits for getUpdates. */
  readonly statuses: readonly (number | 'lost')[];
  /** Messages that the bot sent or edited meanwhile, by calls and by the webhook reply, in order. */
  readonly answers: readonly Message[];
  readonly calls: readonly BotApiCall[];
  /** Why the Bot API refused the webhook reply, which the bot itself never learns. */
  readonly refusedReply?: string;
}

export interface PressOutcome extends Outcome {
  /** The parameters of answerCallbackQuery; absent when the button is left spinning. */
  readonly notice?: Readonly<Record<string, string>>;
}

export interface JoinOutcome {
  readonly outcome: 'joined' | 'requested' | 'refused';
  readonly reason?: string;
  /** One for every update that it caused. */
  readonly updates: readonly Outcome[];
}

export interface LinkAtTelegram extends ChatInviteLink {
  /** Who came by this link and is in the chat. */
  readonly members: readonly User[];
}

export interface Options {
  readonly token: string;
  /** 0: any free port. */
  readonly port?: number;
  readonly username?: string;
  readonly firstName?: string;
  readonly now?: () => UnixSeconds;
  /** By default as Telegram waits. Tests that do not want to wait pass `() => 0`. */
  readonly retryDelayMs?: (failures: number, retryAfterSeconds?: number) => number;
  /** What `state()` of an earlier one answered. */
  readonly state?: State;
  /** More under /local/ than what Telegram itself can do. */
  readonly verbs?: Verbs;
  /** What else is served: whole files, by their path. */
  readonly files?: (path: string) => Promise<StaticFile | undefined>;
}

export interface LocalTelegram extends Building, Happenings {
  /** The Bot API's root: methods are at `<url>/bot<token>/<method>`, verbs for people at `<url>/local/<verb>`. */
  readonly url: string;
  readonly bot: Bot;
  readonly calls: readonly BotApiCall[];
  readonly deliveries: readonly DeliveryAttempt[];
  state(): State;

  /** The chat that an invite link leads to, whichever user made the link. */
  chatOf(inviteLink: string): GroupOrChannel;
  /** The buttons below the message field in this person's private chat with the bot. */
  keyboard(person: PersonRef): readonly RequestButton[];
  /** What this person sees; without `as`, everything. */
  read(chat: ChatRef, viewer?: { readonly as?: PersonRef | undefined }): Message[];
  links(chat: ChatRef): LinkAtTelegram[];
  /** The commands offered to this person in this chat, the closest scope first. */
  menu(chat: ChatRef, person: PersonRef): BotCommand[];
  findChat(chat: ChatRef): Chat;
  findPerson(person: PersonRef): User;

  fail(fault: CallFault): void;
  failDelivery(fault: DeliveryFault): void;
  pendingFaults(): PendingFaults;
  /** All of them, or those of one kind: by the name of the field that says how. */
  clearFaults(kind?: string): void;
  /** What happens, as it happens. */
  readonly news: News;
  /** Forgets everything but who the bot is: no people, no chats, no webhook. Ids begin anew, or as said. */
  reset(next?: State['next']): Promise<void>;
  /** Resolves when no update is in flight. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
