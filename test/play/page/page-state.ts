// What the page shows, and what follows from it. Nothing here acts.

import type { BotCommand, ChatMember, Message, User } from '@grammyjs/types';
import type { KvFault } from '../../support/kv-door.ts';
import type { PendingFaults } from '../../telegram/faults.ts';
import type { LinkAtTelegram } from '../../telegram/local-telegram.ts';
import * as members from '../../telegram/members.ts';
import type { Item } from '../../telegram/news.ts';
import type { RequestButton } from '../../telegram/state.ts';
import type { ChatTable } from '../chat-tables.ts';
import type { KvEntry } from '../kv-entries.ts';
import type { ChatAtTelegram } from './api.ts';
import { METHODS, REFUSALS, type Refusal } from './possible-faults.ts';

/** As whom one acts. */
export interface Persona {
  readonly id: number;
  readonly isAnonymous: boolean;
}

/** What was read of a chat, as a persona sees it. */
export interface View {
  readonly chat: number;
  readonly personaId: number;
  readonly messages: readonly Message[];
  readonly menu: readonly BotCommand[];
  /** Below the message field. */
  readonly keyboard: readonly RequestButton[];
  readonly links: readonly LinkAtTelegram[];
  /** Of the chat's object. */
  readonly tables: readonly ChatTable[];
  /** The newest message of each chat that the persona sees. */
  readonly latest: readonly Message[];
}

export interface Draft {
  readonly text: string;
  /** The id of a message; never together with `editing`. */
  readonly replyTo?: number;
  readonly editing?: number;
  /** An ephemeral command is sent in public all the same. */
  readonly inPublic?: boolean;
}

/** What the next switch arms. */
export interface FaultChoice {
  readonly method: string;
  readonly refusal: Refusal;
}

export type Dialog =
  | { readonly kind: 'open_link'; readonly link: string }
  /** The address of a door, with the link that it leads to while it is open. */
  | { readonly kind: 'open_door'; readonly url: URL; readonly link: string | undefined }
  | { readonly kind: 'share'; readonly text: string }
  | { readonly kind: 'add_bot'; readonly isChannel: boolean; readonly payload: string | undefined }
  | { readonly kind: 'choose_chat'; readonly button: RequestButton }
  | { readonly kind: 'alert'; readonly text: string }
  | { readonly kind: 'start_over' };

export type Pane = 'chats' | 'chat' | 'bot' | 'kv';

export interface PageState {
  bot: User | undefined;
  people: readonly User[];
  chats: readonly ChatAtTelegram[];
  persona: Persona;
  /** The id of a group or channel, or of the persona for the private chat with the bot. */
  chat: number;
  /** In a forum: undefined is General. */
  topic: number | undefined;
  /** What was read last, which may be of another place. */
  lastView: View | undefined;
  /** How many messages are shown, from the newest. */
  shown: number;
  /** The messages that came last, for anyone who cannot see them. */
  heard: string;
  kv: readonly KvEntry[];
  /** Whether the keys of other chats are shown, too. */
  isKvWhole: boolean;
  /** The keys of Workers KV that were written when it was last read. */
  kvChanged: ReadonlySet<string>;
  faults: PendingFaults & { readonly kv: readonly KvFault[] };
  /** What the switches of faults were turned to, by their labels, until it was read what came of it. */
  readonly turned: Map<string, { readonly isOn: boolean }>;
  faultChoice: FaultChoice;
  news: readonly Item[];
  draft: Draft;
  /** Buttons that were pressed and not yet answered, as `<message>:<label>`. */
  spinning: ReadonlySet<string>;
  toast: string;
  dialog: Dialog | undefined;
  pane: Pane;
  isConnected: boolean;
}

export const MESSAGES_SHOWN = 100;

export const createPageState = (): PageState => ({
  bot: undefined,
  people: [],
  chats: [],
  persona: { id: 0, isAnonymous: false },
  chat: 0,
  topic: undefined,
  lastView: undefined,
  shown: MESSAGES_SHOWN,
  heard: '',
  kv: [],
  isKvWhole: false,
  kvChanged: new Set(),
  faults: { calls: [], deliveries: [], kv: [] },
  turned: new Map(),
  faultChoice: { method: METHODS[0], refusal: REFUSALS[0] },
  news: [],
  draft: { text: '' },
  spinning: new Set(),
  toast: '',
  dialog: undefined,
  pane: 'chat',
  isConnected: false,
});

/** `undefined` until what is open was read. */
export const currentView = ({ lastView, chat, persona }: PageState): View | undefined =>
  lastView?.chat === chat && lastView.personaId === persona.id ? lastView : undefined;

/** Another one where one reads or writes somewhere else, or as someone else. */
export const placeOf = ({ chat, topic, persona }: PageState): string => `${chat}/${topic}/${persona.id}`;

export const chatById = (state: PageState, id: number): ChatAtTelegram | undefined =>
  state.chats.find((one) => one.id === id);

/** `undefined` in the private chat with the bot. */
export const currentChat = (state: PageState): ChatAtTelegram | undefined => chatById(state, state.chat);

/** Without the groups that became supergroups. */
export const livingChats = ({ chats }: PageState): readonly ChatAtTelegram[] =>
  chats.filter((chat) => chat.migrated_to === undefined);

export const personById = (state: PageState, id: number): User | undefined =>
  state.people.find((one) => one.id === id);

/** A name among other words, where there is no room for markup: one that is written from the right must not reorder them. */
export const isolated = (name: string): string =>
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069]/.test(name) ? `\u2068${name}\u2069` : name;

export const nameOf = (state: PageState, id: number): string =>
  state.bot?.id === id ? 'the bot' : (personById(state, id)?.first_name ?? 'someone');

export const memberIn = (chat: ChatAtTelegram, id: number): ChatMember | undefined =>
  chat.members.find(({ user }) => user.id === id);

export function isIn(chat: ChatAtTelegram, id: number): boolean {
  const member = memberIn(chat, id);
  return member !== undefined && members.isIn(member);
}

export const isPublic = (chat: ChatAtTelegram): boolean => 'username' in chat && chat.username !== undefined;

/** In a group that one helps to lead; in a channel everybody is anonymous. */
export function mayBeAnonymous(chat: ChatAtTelegram | undefined, id: number): boolean {
  const member = chat && memberIn(chat, id);
  return member !== undefined && chat?.type !== 'channel' && members.isAdmin(member);
}

export const mayInvite = (member: ChatMember | undefined): boolean =>
  member !== undefined && members.mayInvite(member);

/** Only some may post in a channel; anyone who is in a group may write there. */
export function mayWrite(chat: ChatAtTelegram, id: number): boolean {
  const member = memberIn(chat, id);
  if (chat.type !== 'channel') return isIn(chat, id);
  return (
    member?.status === 'creator' || (member?.status === 'administrator' && member.can_post_messages === true)
  );
}

/** One message among those of its chat. */
export const messageKey = ({ message_id, ephemeral_message_id: ephemeral }: Message): string =>
  `${message_id}-${ephemeral ?? ''}`;

/** What someone is in a chat, in words. */
export function describeMember(member: ChatMember | undefined): string {
  if (member?.status === 'creator') return 'owner';
  if (member?.status === 'administrator')
    return member.can_invite_users ? 'admin who may invite' : 'admin who may not invite';
  if (member?.status === 'kicked') return 'removed';
  if (member?.status === 'restricted') return 'restricted member';
  return member?.status === 'member' ? 'member' : 'not in this chat';
}
