// What stories of a chat's object look at: its rows, what Workers KV shows of them, and what reached Telegram.

import { isDeepStrictEqual } from 'node:util';
import { linkIn, methodsOf, type Stage } from '../support/story.ts';
import type { BotApiCall } from '../telegram/bot-api.ts';
import type { Outcome } from '../telegram/local-telegram.ts';

export interface Chat {
  readonly id: number;
}

/** A record as it is stored, in the Bot API's field names. */
export interface StoredRecord {
  readonly invite_link: string;
  readonly is_revoked: boolean;
  readonly is_primary: boolean;
  readonly name?: string | undefined;
  readonly expire_date?: number | undefined;
  readonly member_limit?: number | undefined;
  readonly creates_join_request?: boolean | undefined;
}

const CHANGES = /^(?:create|edit|export|revoke)\w*InviteLink$/;
const MAKES = /^(?:create|export)\w*InviteLink$/;

export const tokenOf = (url: string): string => url.replace('https://t.me/+', '');

export const linkKey = (chat: number, url: string): string => `link:${chat}:${tokenOf(url)}`;

/** The calls that changed something at Telegram, or would have. */
export const changesIn = (came: Outcome): readonly string[] =>
  methodsOf(came).filter((method) => CHANGES.test(method));

/** Everything that people got to see. */
export const saidIn = (came: Outcome): string => came.answers.map(({ text = '' }) => text).join('\n---\n');

export const isChange = ({ method }: BotApiCall): boolean => CHANGES.test(method);

export const isMaking = ({ method }: BotApiCall): boolean => MAKES.test(method);

/** The creates and exports that reached Telegram for a chat. */
export const makesFor = ({ telegram }: Stage, chat: Chat): number =>
  telegram.calls.filter((call) => isMaking(call) && Number(call.params.chat_id) === chat.id).length;

/** The records of a chat's object, by link. */
export async function recordsOf({ worker }: Stage, chat: Chat): Promise<ReadonlyMap<string, StoredRecord>> {
  const rows = await worker.chats.sql(chat.id, 'SELECT record FROM link');
  const records = rows.map(({ record }) => JSON.parse(String(record)) as StoredRecord);
  return new Map(records.map((record) => [record.invite_link, record]));
}

/** Moves the objects' clocks on, and lets a chat's jobs run. */
export async function passTime({ worker }: Stage, chat: Chat, ms: number): Promise<void> {
  await worker.chats.moveClock(ms);
  await worker.chats.runAlarm(chat.id);
}

/** In what Workers KV differs from the rows; nothing if it is as it has to be. */
export async function unpublished({ worker }: Stage, chat: number): Promise<readonly string[]> {
  const rows = await worker.chats.sql(chat, 'SELECT record FROM link');
  const [row] = await worker.chats.sql(chat, 'SELECT last FROM chat');
  const wanted = new Map(
    rows.map(({ record }) => [linkKey(chat, JSON.parse(String(record)).invite_link), String(record)]),
  );
  if (row?.last) wanted.set(`last:${chat}`, String(row.last));
  const [moved] = await worker.chats.sql(chat, 'SELECT moved_to FROM chat');
  const doors = rows
    .map(({ record }) => JSON.parse(String(record)))
    .filter(({ door }) => door && !moved?.moved_to);
  for (const { door, invite_link } of doors) {
    const shown = JSON.parse(String(await worker.kv.get(`door:${door.slug}`, 'text')));
    const isRight =
      shown?.state === door.state && shown?.link === (door.state === 'open' ? invite_link : undefined);
    if (!isRight) return [`door:${door.slug} is ${JSON.stringify(shown)}, not ${JSON.stringify(door)}`];
  }
  const differing = await Promise.all(
    [...wanted].map(async ([key, value]) => {
      const shown = await worker.kv.get(key, 'text');
      return isDeepStrictEqual(JSON.parse(shown ?? 'null'), JSON.parse(value))
        ? []
        : [`${key} is ${shown}, not ${value}`];
    }),
  );
  return differing.flat();
}

/** Puts records into Workers KV past the door, as a bot before the object left them there. */
export async function publish(
  { worker }: Stage,
  chat: Chat,
  records: readonly StoredRecord[],
  last?: string,
): Promise<void> {
  const links = records.map((record) => [linkKey(chat.id, record.invite_link), JSON.stringify(record)]);
  const value = { link: last, update_id: 1, date: Math.floor(Date.now() / 1000) - 3_600 };
  const ofLast = last === undefined ? [] : [[`last:${chat.id}`, JSON.stringify(value)]];
  await worker.chats.fillKv(Object.fromEntries([...links, ...ofLast]));
}

/** Tells the object's rows of its chat to have never been: what is left is what Workers KV shows. */
export async function forget({ worker }: Stage, chat: Chat): Promise<void> {
  const tables = await worker.chats.sql(
    chat.id,
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
  );
  for (const { name } of tables) await worker.chats.sql(chat.id, `DROP TABLE ${name}`);
  await worker.chats.abort(chat.id);
}

/** Makes a link by `/create`, with what is typed behind it. */
export const create = async (
  { telegram }: Stage,
  chat: Chat,
  admin: { readonly id: number },
  options = '',
): Promise<string> => linkIn(await telegram.say(chat as never, admin as never, `/create ${options}`));
