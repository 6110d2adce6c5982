// Updates before they leave: which kinds the bot listens to, which queue each waits in, and how long it lives.
//
//   message, edited_message, channel_post, edited_channel_post   chat    24 h
//   callback_query                                               user    150 s
//   my_chat_member                                               chat    24 h   (a queue beside the chat's messages)
//   chat_member, chat_join_request                               user    24 h

import type { Update } from '@grammyjs/types';
import { Misuse } from './refusal.ts';
import type { QueuedUpdate, State, UnixSeconds, UpdateKind } from './state.ts';

export const DAY_SECONDS = 86_400;
const CALLBACK_QUERY_SECONDS = 150;

export const KINDS = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'stopped_message_generation',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
  'subscription',
] as const satisfies readonly UpdateKind[];

const OPT_IN: readonly UpdateKind[] = ['chat_member', 'message_reaction', 'message_reaction_count'];

export const isKind = (name: unknown): name is UpdateKind => KINDS.some((kind) => kind === name);

export const listensTo = (state: State, kind: UpdateKind): boolean =>
  state.allowed_updates ? state.allowed_updates.includes(kind) : !OPT_IN.includes(kind);

/**
 * What `allowed_updates` changes: unknown names are ignored, a list without a known name means the default set,
 * anything but a JSON array of texts keeps what was set before. tdlib/telegram-bot-api, Client.cpp:16908
 */
export function setAllowedUpdates(state: State, value: unknown): void {
  if (!Array.isArray(value)) return;
  if (!value.every((name) => typeof name === 'string')) return;
  const names = new Set(value.map((name) => name.toLowerCase()));
  const known = KINDS.filter((kind) => names.has(kind));
  if (known.length === 0) delete state.allowed_updates;
  else state.allowed_updates = known;
}

/** Telegram's server would pass over it without a word: tdlib/telegram-bot-api, Client.cpp:17448 */
export function checkAge(expires_at: UnixSeconds, now: UnixSeconds): void {
  if (expires_at > now) return;
  throw new Misuse('It is older than a day, and no bot is told of anything as old.');
}

interface Queued {
  readonly date?: UnixSeconds;
  readonly edit_date?: UnixSeconds;
  readonly chat?: { readonly id: number };
  readonly from?: { readonly id: number };
  readonly new_chat_member?: { readonly user?: { readonly id: number } };
}

function queueOf(kind: UpdateKind, body: Queued): string {
  switch (kind) {
    case 'message':
    case 'edited_message':
    case 'channel_post':
    case 'edited_channel_post':
      return `chat ${body.chat?.id}`;
    case 'my_chat_member':
      return `bot in chat ${body.chat?.id}`;
    case 'chat_member':
      return `member ${body.new_chat_member?.user?.id}`;
    case 'chat_join_request':
      return `member ${body.from?.id}`;
    case 'callback_query':
      return `presses of ${body.from?.id}`;
    default:
      return `${kind} ${body.from?.id ?? body.chat?.id ?? ''}`;
  }
}

export function toQueued(id: number, kind: UpdateKind, body: Queued, now: UnixSeconds): QueuedUpdate {
  const expires_at =
    kind === 'callback_query'
      ? now + CALLBACK_QUERY_SECONDS
      : (body.edit_date ?? body.date ?? now) + DAY_SECONDS;
  return {
    // Cloned: an update tells how things were when it happened.
    update: structuredClone({ update_id: id, [kind]: body }) as Update,
    kind,
    queue: queueOf(kind, body),
    expires_at,
    failures: 0,
  };
}
