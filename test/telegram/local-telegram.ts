// What a Telegram on this machine can do, for tests and for the verbs of the HTTP interface.
// A chat or person is meant by its object, its id, or its name, title or @username in any case.

import type { BotCommand, Chat, ChatInviteLink, Message, User } from '@grammyjs/types';
import type { BotApiCall } from './bot-api.ts';
import type { Place } from './buttons.ts';
import type { SayOptions } from './conversation.ts';
import type { DeliveryAttempt } from './delivery.ts';
import type { CallFault, DeliveryFault, PendingFaults } from './faults.ts';
import type { LinkSettings } from './links.ts';
import type { Rights, restricted } from './members.ts';
import type { News } from './news.ts';
import type { ChatRef, NewChat, NewPerson, PersonRef } from './people-and-chats.ts';
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

export interface Saying extends Omit<SayOptions, 'asChannel'> {
  /** In the name of another chat. */
  readonly asChannel?: ChatRef | undefined;
}

export interface MakingPublic {
  readonly byRequest?: boolean;
  readonly by?: PersonRef | undefined;
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

/** What people do. It happens, and the bot hears of it as it would. */
export interface Happenings {
  say(chat: ChatRef, person: PersonRef, text: string, options?: Saying): Promise<Outcome>;
  post(channel: ChatRef, text: string, options?: Pick<Saying, 'replyTo' | 'date'>): Promise<Outcome>;
  edit(chat: ChatRef, messageId: number, text: string, by?: PersonRef): Promise<Outcome>;
  /** In the private chat, after the bot's buttons for it: shares a chat with the bot by Telegram's own chooser. */
  choose(chat: ChatRef, person: PersonRef): Promise<Outcome>;
  press(chat: ChatRef, message: Place, person: PersonRef, button: string): Promise<PressOutcome>;
  join(chat: ChatRef, person: PersonRef, via?: string): Promise<JoinOutcome>;
  /** Without a link, where a public supergroup asks for it. */
  askToJoin(chat: ChatRef, person: PersonRef): Promise<JoinOutcome>;

  // These are done by the owner, if nobody else is named.
  /** Adds somebody, or the bot. */
  bringIn(chat: ChatRef, person: PersonRef, by?: PersonRef): Promise<Outcome[]>;
  /** Bans somebody; in a basic group, which knows no bans, removes them. */
  kick(chat: ChatRef, person: PersonRef, by?: PersonRef): Promise<Outcome[]>;
  unban(chat: ChatRef, person: PersonRef, by?: PersonRef): Promise<Outcome[]>;
  restrict(
    chat: ChatRef,
    person: PersonRef,
    allowed?: Parameters<typeof restricted>[1],
    by?: PersonRef,
  ): Promise<Outcome[]>;
  promote(chat: ChatRef, person: PersonRef, rights: Rights, by?: PersonRef): Promise<Outcome[]>;
  demote(chat: ChatRef, person: PersonRef, by?: PersonRef): Promise<Outcome[]>;
  /** An admin approves or declines a request to join. */
  answerRequest(chat: ChatRef, person: PersonRef, approve: boolean, by?: PersonRef): Promise<Outcome[]>;
  /** A basic group becomes a supergroup, which is answered. */
  migrate(
    chat: ChatRef,
    by?: PersonRef,
  ): Promise<{ readonly chat: GroupOrChannel; readonly updates: Outcome[] }>;
  /** Gives a supergroup or channel a name; `byRequest`: whoever comes without a link asks first. */
  makePublic(chat: ChatRef, username: string, how?: MakingPublic): void;

  leave(chat: ChatRef, person: PersonRef): Promise<Outcome[]>;
  /** Ends now what would end by itself after thirty days. */
  endSubscription(chat: ChatRef, person: PersonRef): Promise<Outcome[]>;
  /** Blocks the bot, or unblocks it, as writing to it does. */
  setBlocked(person: PersonRef, isBlocked: boolean): Promise<Outcome>;
  /** Shown to the bot with a request to join. */
  setBio(person: PersonRef, bio: string): void;
  /** Any update at all, without update_id: even of a kind that the bot does not listen to, even malformed inside. */
  send(update: object): Promise<Outcome>;
  redeliver(updateId: number | undefined): Promise<Outcome>;
}

export interface LocalTelegram extends Happenings {
  /** The Bot API's root: methods are at `<url>/bot<token>/<method>`, verbs for people at `<url>/local/<verb>`. */
  readonly url: string;
  readonly bot: Bot;
  readonly calls: readonly BotApiCall[];
  readonly deliveries: readonly DeliveryAttempt[];
  state(): State;

  // These build the world. The bot hears nothing of it.
  addPerson(person: NewPerson): User;
  addChat(chat: NewChat): GroupOrChannel;
  /** As a member, or with these rights as an administrator. */
  addMember(chat: ChatRef, person: PersonRef, rights?: Rights): void;
  /** Under restrictions, though the group's permissions let members invite others. */
  addRestrictedMember(chat: ChatRef, person: PersonRef): void;
  /** Answers the message_thread_id: the id of the topic's head. */
  addTopic(chat: ChatRef, name: string): number;
  /** A link of somebody else than the bot; `is_primary` makes it theirs. */
  makeLink(chat: ChatRef, person: PersonRef, settings?: LinkSettings): LinkAtTelegram;

  /** The chat that an invite link leads to, whoever made the link. */
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
  /** Forgets everything but who the bot is: no people, no chats, no webhook. */
  reset(): Promise<void>;
  /** Resolves when no update is in flight. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
