// What the page shows, and what follows from it. Nothing here acts.

import type { BotCommand, ChatMember, Message, User } from '@grammyjs/types';
import type { KvFault } from '../../support/kv-door.ts';
import type { PendingFaults } from '../../telegram/faults.ts';
import type { LinkAtTelegram } from '../../telegram/local-telegram.ts';
import type { Item } from '../../telegram/news.ts';
import type { RequestButton } from '../../telegram/state.ts';
import type { KvEntry } from '../kv-entries.ts';
import type { KnownChat } from './api.ts';

/** In whose place the viewer is. */
export interface Persona {
  readonly id: number;
  readonly isAnonymous: boolean;
}

export type Dialog =
  | { readonly kind: 'open_link'; readonly link: string }
  | { readonly kind: 'share'; readonly text: string }
  | { readonly kind: 'add_bot'; readonly isChannel: boolean; readonly payload: string | undefined }
  | { readonly kind: 'choose_chat'; readonly button: RequestButton }
  | { readonly kind: 'alert'; readonly text: string }
  | { readonly kind: 'begin_anew' };

export type Pane = 'chats' | 'chat' | 'bot' | 'kv';

export interface PageState {
  people: readonly User[];
  chats: readonly KnownChat[];
  me: Persona;
  /** The id of a group or channel, or of `me` for the private chat with the bot. */
  chat: number;
  /** In a forum: undefined is General. */
  topic: number | undefined;
  messages: readonly Message[];
  /** How many are shown, from the newest. */
  shown: number;
  menu: readonly BotCommand[];
  keyboard: readonly RequestButton[];
  links: readonly LinkAtTelegram[];
  kv: readonly KvEntry[];
  /** The keys of Workers KV that were written when it was last read. */
  kvChanged: ReadonlySet<string>;
  faults: PendingFaults;
  kvFaults: readonly KvFault[];
  news: readonly Item[];
  draft: string;
  replyTo: number | undefined;
  editing: number | undefined;
  /** An ephemeral command is sent in public all the same. */
  inPublic: boolean;
  /** Buttons that were pressed and not yet answered, as `<message>:<label>`. */
  spinning: ReadonlySet<string>;
  toast: string;
  dialog: Dialog | undefined;
  pane: Pane;
  isConnected: boolean;
}

export const MESSAGES_SHOWN = 100;

export const createPageState = (): PageState => ({
  people: [],
  chats: [],
  me: { id: 0, isAnonymous: false },
  chat: 0,
  topic: undefined,
  messages: [],
  shown: MESSAGES_SHOWN,
  menu: [],
  keyboard: [],
  links: [],
  kv: [],
  kvChanged: new Set(),
  faults: { calls: [], deliveries: [] },
  kvFaults: [],
  news: [],
  draft: '',
  replyTo: undefined,
  editing: undefined,
  inPublic: false,
  spinning: new Set(),
  toast: '',
  dialog: undefined,
  pane: 'chat',
  isConnected: true,
});

export const chatById = (state: PageState, id: number): KnownChat | undefined =>
  state.chats.find((one) => one.id === id);

export const openChat = (state: PageState): KnownChat | undefined => chatById(state, state.chat);

export const personById = (state: PageState, id: number): User | undefined =>
  state.people.find((one) => one.id === id);

export const nameOf = (state: PageState, id: number): string =>
  personById(state, id)?.first_name ?? 'Somebody';

/** Everybody knows the bot: it is a member of every chat, or was. */
export const botOf = (state: PageState): User | undefined =>
  state.chats.flatMap(({ members }) => members).find(({ user }) => user.is_bot)?.user;

export const memberIn = (chat: KnownChat, id: number): ChatMember | undefined =>
  chat.members.find(({ user }) => user.id === id);

export const isIn = (chat: KnownChat, id: number): boolean => {
  const member = memberIn(chat, id);
  if (member?.status === 'restricted') return member.is_member;
  return member !== undefined && member.status !== 'left' && member.status !== 'kicked';
};

export const isAdmin = (member: ChatMember | undefined): boolean =>
  member?.status === 'creator' || member?.status === 'administrator';

export const mayInvite = (member: ChatMember | undefined): boolean =>
  member?.status === 'creator' || (member?.status === 'administrator' && member.can_invite_users);

/** Only some may post in a channel; whoever is in a group may write there. */
export function mayWrite(chat: KnownChat, id: number): boolean {
  const member = memberIn(chat, id);
  if (chat.type !== 'channel') return isIn(chat, id);
  return (
    member?.status === 'creator' || (member?.status === 'administrator' && member.can_post_messages === true)
  );
}

/** What somebody is in a chat, in words. */
export function describeMember(member: ChatMember | undefined): string {
  if (member?.status === 'creator') return 'owner';
  if (member?.status === 'administrator')
    return member.can_invite_users ? 'admin who may invite' : 'admin who may not invite';
  if (member?.status === 'kicked') return 'removed';
  if (member?.status === 'restricted') return 'restricted member';
  return member?.status === 'member' ? 'member' : 'not in this chat';
}
