// What the bot did, in words: the news of one update together, in the order in which they came.

import type { Message, Update } from '@grammyjs/types';
import type { KvPassed } from '../../support/kv-door.ts';
import type { BotApiCall } from '../../telegram/bot-api.ts';
import type { DeliveryAttempt } from '../../telegram/delivery.ts';
import type { Item } from '../../telegram/news.ts';
import { describeMember, nameOf, type PageState } from './page-state.ts';
import { wordService } from './service-messages.ts';

export interface Trace {
  /** Of its first item. */
  readonly id: number;
  readonly at: number;
  /** What happened in the chat, or that the bot did this by itself. */
  readonly cause: string;
  /** What the bot did then. */
  readonly steps: readonly string[];
  readonly isTrouble: boolean;
  readonly items: readonly Item[];
}

/** What comes after an update belongs to it, until the next one: what a job publishes later, too. */
export function tracesOf(state: PageState): readonly Trace[] {
  const groups: Item[][] = [];
  for (const item of state.news) {
    const last = groups.at(-1);
    if (last && !beginsTrace(item)) last.push(item);
    else groups.push([item]);
  }
  return groups.flatMap((items) => toTrace(state, items));
}

function beginsTrace({ kind, about }: Item): boolean {
  return kind === 'update' || (kind === 'worker' && !('log' in (about as object)));
}

function toTrace(state: PageState, items: readonly Item[]): Trace[] {
  const [first, ...others] = items;
  if (!first) return [];
  const isCaused = beginsTrace(first);
  const rest = isCaused ? others : items;
  const steps = rest.flatMap((item) => wordStep(state, item) ?? []);
  const repeats = (step: string): number => steps.filter((one) => one === step).length;
  return [
    {
      id: first.id,
      at: first.at,
      cause: isCaused ? wordCause(state, first) : 'By itself',
      steps: [
        ...[...new Set(steps)].map((step) => (repeats(step) > 1 ? `${step} × ${repeats(step)}` : step)),
        ...wordDuration(rest),
      ],
      isTrouble: items.some(isTrouble),
      items,
    },
  ];
}

export function isTrouble({ kind, about }: Item): boolean {
  switch (kind) {
    case 'call':
      return !(about as BotApiCall).ok || (about as BotApiCall).fault !== undefined;
    case 'kv':
      return (about as KvPassed).failed;
    case 'delivery':
      return (about as DeliveryAttempt).status !== 200;
    default:
      return 'trouble' in ((about ?? {}) as object);
  }
}

function wordCause(state: PageState, { kind, about }: Item): string {
  if (kind === 'worker') {
    const { says, trouble } = about as { says?: string; trouble?: string };
    return (says ?? trouble ?? '').split('\n')[0] ?? '';
  }
  const update = about as Update;
  const message = update.message ?? update.edited_message ?? update.channel_post;
  if (message) return `${update.edited_message ? 'Edited: ' : ''}${wordMessage(message)}`;
  const press = update.callback_query;
  if (press) return `${press.from.first_name} pressed ${labelOf(press.message, press.data)}`;
  const change = update.chat_member ?? update.my_chat_member;
  if (change)
    return `${nameOf(state, change.new_chat_member.user.id)} is now: ${describeMember(change.new_chat_member)}`;
  const asking = update.chat_join_request;
  if (asking) return `${asking.from.first_name} asks to join`;
  return Object.keys(update)
    .filter((key) => key !== 'update_id')
    .join();
}

export const wordMessage = (message: Message): string =>
  wordService(message) ??
  `${message.sender_chat?.title ?? message.from?.first_name ?? 'Someone'}: ${message.text}`;

/** What its label says, if the message is shown still. */
function labelOf(message: object | undefined, data: string | undefined): string {
  const rows = (message as Message | undefined)?.reply_markup?.inline_keyboard ?? [];
  const pressed = rows.flat().find((one) => 'callback_data' in one && one.callback_data === data);
  return pressed ? `“${pressed.text}”` : 'a button';
}

function wordStep(state: PageState, { kind, about }: Item): string | undefined {
  switch (kind) {
    case 'call': {
      const { method, params, ok, error, fault } = about as BotApiCall;
      const words = STEPS[method]?.(nameOf(state, Number(params.user_id))) ?? method;
      if (ok) return fault && 'drop' in fault ? `${words}, but the answer was lost` : words;
      return `${words}: ${error?.description ?? 'no answer came'}`;
    }
    case 'kv': {
      const { operation, failed } = about as KvPassed;
      return failed ? `Workers KV refused a ${operation}` : KV_STEPS[operation];
    }
    case 'delivery': {
      const { status } = about as DeliveryAttempt;
      return status === 200 ? undefined : `its answer was ${status}`;
    }
    default:
      return undefined;
  }
}

/** How long Telegram waited for the webhook, all deliveries together. */
function wordDuration(items: readonly Item[]): readonly string[] {
  const took = items
    .filter(({ kind }) => kind === 'delivery')
    .map(({ about }) => (about as DeliveryAttempt).ms);
  return took.length === 0 ? [] : [`${Math.max(1, Math.round(took.reduce((sum, ms) => sum + ms, 0)))} ms`];
}

const KV_STEPS = {
  get: 'read from KV',
  put: 'published to KV',
  delete: 'deleted from KV',
  list: 'loaded from KV',
} as const;

const STEPS: Readonly<Record<string, (name: string) => string>> = {
  setWebhook: () => 'gave its address to Telegram',
  setMyCommands: () => 'registered its commands',
  getMe: () => 'asked who it is itself',
  getChat: () => 'asked about the chat',
  getChatMember: (name) => `asked Telegram who ${name} is`,
  createChatInviteLink: () => 'made the link',
  createChatSubscriptionInviteLink: () => 'made the link',
  editChatInviteLink: () => 'changed the link',
  editChatSubscriptionInviteLink: () => 'changed the link',
  revokeChatInviteLink: () => 'closed the link',
  exportChatInviteLink: () => 'replaced the primary link',
  approveChatJoinRequest: (name) => `let ${name} in`,
  declineChatJoinRequest: (name) => `declined ${name}`,
  sendMessage: () => 'answered',
  editMessageText: () => 'changed its message',
  editEphemeralMessageText: () => 'changed its message',
  answerCallbackQuery: () => 'answered the press',
};
