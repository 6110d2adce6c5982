// What this Telegram remembers, as plain JSON: it can be stored and resumed. Nothing here acts.
// Shapes that the Bot API shows (User, Chat, Message, ChatMember) are kept as it shows them.

import type {
  BotCommand,
  Chat,
  ChatAdministratorRights,
  ChatMember,
  Message,
  Update,
  User,
} from '@grammyjs/types';

/** Seconds since 1970, as everywhere in the Bot API. */
export type UnixSeconds = number;
export type UpdateKind = Exclude<keyof Update, 'update_id'>;
export type GroupOrChannel = Exclude<Chat, Chat.PrivateChat>;
export type Bot = User & { readonly username: string };

export interface LinkRecord {
  invite_link: string;
  creator: User;
  is_primary: boolean;
  is_revoked: boolean;
  creates_join_request: boolean;
  name?: string;
  expire_date?: UnixSeconds;
  member_limit?: number;
  subscription_period?: number;
  subscription_price?: number;
  /** Who came by this link and is in the chat now: leaving frees the place. */
  members: number[];
}

export interface JoinRequest {
  user_id: number;
  date: UnixSeconds;
  invite_link?: string;
}

export interface ChatRecord {
  chat: GroupOrChannel;
  members: ChatMember[];
  links: LinkRecord[];
  requests: JoinRequest[];
  /** Who asked to join and was answered, or has withdrawn; a second answer meets HIDE_REQUESTER_MISSING. */
  answered_requests: number[];
  /** Forum topics by the id of their head message. */
  topics: { id: number; name: string }[];
  /** Anyone who comes without a link asks first. */
  join_by_request?: true;
  /** The supergroup that this basic group became. */
  migrated_to?: number;
}

export interface QueuedUpdate {
  readonly update: Update;
  readonly kind: UpdateKind;
  /** Updates of one queue are delivered one after the other. */
  readonly queue: string;
  readonly expires_at: UnixSeconds;
  failures: number;
}

export interface Webhook {
  url: string;
  secret_token?: string;
  max_connections: number;
  ip_address?: string;
  last_error_date?: UnixSeconds;
  last_error_message?: string;
}

export interface PressedButton {
  readonly id: string;
  readonly date: UnixSeconds;
  readonly user_id: number;
  readonly chat_id: number;
  readonly message_id: number;
  readonly ephemeral_message_id?: number;
  answer?: Record<string, string>;
}

export interface Menu {
  /** The scope's type and ids, joined by colons. */
  readonly scope: string;
  readonly language_code: string;
  readonly commands: BotCommand[];
}

/** Asks for a group, or for a channel. */
export interface RequestButton {
  readonly text: string;
  readonly request_id: number;
  readonly chat_is_channel: boolean;
}

export interface Keyboard {
  readonly buttons: readonly RequestButton[];
  /** Goes once it was used. */
  readonly isOneTime: boolean;
}

export interface State {
  bot: Bot;
  people: User[];
  chats: ChatRecord[];
  /** Ids of people who blocked the bot. */
  blocked: number[];
  /** What people say of themselves, by their id. */
  bios: Record<string, string>;
  /** By chat id. Messages of a chat in the order of their sending, ephemeral ones among them. */
  messages: Record<string, Message[]>;
  /** Ids of the posts in channels that are the bot's, by chat id. */
  own_posts: Record<string, number[]>;
  webhook?: Webhook;
  /** Absent: the default set of kinds. */
  allowed_updates?: UpdateKind[];
  /** Not yet delivered, oldest first. */
  waiting: QueuedUpdate[];
  /** Delivered or dropped, kept so that one can be delivered again. */
  past: QueuedUpdate[];
  pressed: PressedButton[];
  menus: Menu[];
  /** Below the message field of private chats, by the person's id. */
  keyboards: Record<string, Keyboard>;
  /** By language; '' is for all others. */
  short_descriptions: Record<string, string>;
  default_rights: { groups?: ChatAdministratorRights; channels?: ChatAdministratorRights };
  next: {
    update: number;
    person: number;
    group: number;
    supergroup: number;
    callback_query: number;
    ephemeral_message: number;
    /** Private chats and basic groups share one sequence per bot, other chats have their own. */
    common_message: number;
    message: Record<string, number>;
  };
}

export const createState = (bot: Bot): State => ({
  bot,
  people: [],
  chats: [],
  blocked: [],
  bios: {},
  messages: {},
  own_posts: {},
  waiting: [],
  past: [],
  pressed: [],
  menus: [],
  keyboards: {},
  short_descriptions: {},
  default_rights: {},
  next: {
    update: 480_000_001,
    // Beyond 32 bits, as new accounts have been for years.
    person: 5_100_000_001,
    group: -4_300_000_001,
    supergroup: -1_002_100_000_001,
    callback_query: 1,
    ephemeral_message: 1,
    common_message: 1,
    message: {},
  },
});

/** What every part of this Telegram works on. */
export interface World {
  readonly state: State;
  readonly now: () => UnixSeconds;
  /** Queues an update for the bot. `undefined`: the bot does not listen to this kind. */
  readonly publish: (kind: UpdateKind, body: object) => number | undefined;
}
