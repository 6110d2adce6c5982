// What the local Telegram offers under /local/: verbs, and news as an event stream. `GET /local` describes them.

import type { BotCommand, ChatMember, Message, User } from '@grammyjs/types';
import type { KvFault } from '../../support/kv-door.ts';
import type { PendingFaults } from '../../telegram/faults.ts';
import type { LinkAtTelegram } from '../../telegram/local-telegram.ts';
import type { Item, NewsKind } from '../../telegram/news.ts';
import type { GroupOrChannel, JoinRequest, RequestButton } from '../../telegram/state.ts';
import type { ChatTable } from '../chat-tables.ts';
import type { KvEntry } from '../kv-entries.ts';

/** A group, supergroup or channel, as `GET /local/chats` tells it. */
export type ChatAtTelegram = GroupOrChannel & {
  readonly members: readonly ChatMember[];
  readonly requests: readonly JoinRequest[];
  readonly topics: readonly { readonly id: number; readonly name: string }[];
  readonly migrated_to?: number;
};

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Said by the local Telegram to a caller who asked for something that makes no sense; its message is a sentence to show. */
export class Refused extends Error {}

const toParameters = (fields: Fields): URLSearchParams =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const [isOk, body] = await fetchWhole(`/local/${path}`, init).catch(() => {
    throw new Refused('The connection to npm start was cut: try again.');
  });
  if (!isOk) throw new Refused(body.trim());
  return JSON.parse(body) as Answer;
}

/** A connection can be cut in the middle of an answer, too. */
async function fetchWhole(path: string, init?: RequestInit): Promise<readonly [boolean, string]> {
  const answer = await fetch(path, init);
  return [answer.ok, await answer.text()];
}

/** A reading without an end would be the last one: the next waits for it. What acts takes as long as the bot does. */
const LOOK_MS = 10_000;

const look = <Answer>(verb: string, fields: Fields = {}): Promise<Answer> =>
  ask(`${verb}?${toParameters(fields)}`, { signal: AbortSignal.timeout(LOOK_MS) });

/** Does something. A verb of people answers what came of it once the bot has handled it. */
export const act = <Answer = unknown>(verb: string, fields: Fields = {}): Promise<Answer> =>
  ask(verb, { method: 'POST', body: toParameters(fields) });

export const readBot = () => look<User>('bot');
export const readPeople = () => look<User[]>('people');
export const readChats = () => look<ChatAtTelegram[]>('chats');
export const readMessages = (chat: number, as: number) => look<Message[]>('read', { chat, as });
export const readLatest = (as: number) => look<Message[]>('latest', { as });
export const readMenu = (chat: number, as: number) => look<BotCommand[]>('menu', { chat, as });
export const readKeyboard = (as: number) => look<RequestButton[]>('keyboard', { as });
export const readLinks = (chat: number) => look<LinkAtTelegram[]>('links', { chat });
export const readTables = (chat: number) => look<ChatTable[]>('tables', { chat });
export const readKv = () => look<KvEntry[]>('kv');
export const readFaults = () => look<PendingFaults>('faults');
export const readKvFaults = () => look<KvFault[]>('kv_faults');

const KINDS: readonly NewsKind[] = ['update', 'delivery', 'call', 'kv', 'worker', 'changed'];

/** A browser connects again by itself and tells what it heard last. */
export function listen(hear: (item: Item) => void, isConnected: (yes: boolean) => void): void {
  const source = new EventSource('/local/events');
  source.onopen = () => isConnected(true);
  source.onerror = () => isConnected(false);
  for (const kind of KINDS) {
    source.addEventListener(kind, ({ data, lastEventId }: MessageEvent<string>) =>
      hear({ id: Number(lastEventId), kind, ...(JSON.parse(data) as Pick<Item, 'at' | 'about'>) }),
    );
  }
}
