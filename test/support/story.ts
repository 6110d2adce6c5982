// A stage for stories: the Worker as it would be deployed, and a Telegram whose webhook leads to it.

import type { Message, User } from '@grammyjs/types';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { UPDATE_KINDS } from '../../src/telegram/update-kinds.ts';
import type { LocalTelegram, Outcome } from '../telegram/local-telegram.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { populate } from '../telegram/world.ts';
import { derive } from './leaks.ts';
import { type RunningWorker, startWorker, type WorkerOptions } from './worker.ts';

/** Made up; it has the form of a real one. */
export const TOKEN = '7000000001:AAF0-made-up-for-tests-only-0123456789a';

export const secretFor = (purpose: 'webhook' | 'health', token = TOKEN): string => derive(token, purpose);

export interface Stage {
  readonly telegram: LocalTelegram;
  readonly worker: RunningWorker;
  /** A new set of people and chats, so that stories do not meet. */
  world(): ReturnType<typeof populate>;
  close(): Promise<void>;
}

/** Sets the stage; `bindings` replace those of wrangler.toml. Telegram delivers a failed update again after the delay. */
export async function setStage(
  bindings: Readonly<Record<string, string | undefined>> = {},
  retryDelayMs = 0,
  how: Pick<WorkerOptions, 'bundle' | 'hurried'> = {},
): Promise<Stage> {
  const telegram = await createTelegram({ token: TOKEN, retryDelayMs: () => retryDelayMs });
  const worker = await startWorker({
    ...how,
    bindings: { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN, ...bindings },
  });
  await worker.chats.holdAlarms();
  await setWebhook(telegram, worker.url);
  return {
    telegram,
    worker,
    world: () => populate(telegram),
    async close() {
      await telegram.close();
      await worker.close();
    },
  };
}

/** Leads Telegram's updates to a Worker on this machine. */
export async function setWebhook(telegram: Pick<LocalTelegram, 'url'>, origin: string): Promise<void> {
  const webhook = new URLSearchParams({
    url: `${origin}/webhook`,
    secret_token: secretFor('webhook'),
    allowed_updates: JSON.stringify(UPDATE_KINDS),
  });
  const answer = await fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body: webhook });
  if (!answer.ok) throw new Error(await answer.text());
}

export type StandardWorld = ReturnType<Stage['world']>;

/**
 * Sets a stage for the stories of a file, with a new world before each. With `alone` nothing else is there, where a story says
 * something of the whole Telegram, such as the names of chats. What is returned is always the present one.
 */
export function onStage(alone?: 'alone') {
  let stage: Stage;
  let world: StandardWorld;
  beforeAll(async () => {
    stage = await setStage();
  });
  beforeEach(async () => {
    if (alone) await clear(stage);
    await stage.worker.chats.reset();
    stage.telegram.clearFaults();
    world = stage.world();
  });
  afterAll(() => stage.close());
  return {
    stage: present(() => stage),
    world: present(() => world),
    /** What the owner of the Tea Room says in it. */
    say: (text: string, replyTo?: number): Promise<Outcome> =>
      stage.telegram.say(world.teaRoom, world.olivia, text, { replyTo }),
    /** A link of the Tea Room as Telegram has it. */
    atTelegram: (url: string) => stage.telegram.links(world.teaRoom).find((link) => link.invite_link === url),
    /** Its record in Workers KV. */
    recordOf: (url: string): Promise<unknown> =>
      stage.worker.kv.get(`link:${world.teaRoom.id}:${url.replace('https://t.me/+', '')}`, 'json'),
  };
}

/** Nothing is left of the story before: no one's id is used again. */
async function clear({ telegram, worker }: Stage): Promise<void> {
  await worker.chats.published();
  const { keys } = await worker.kv.list();
  await Promise.all(keys.map(({ name }) => worker.kv.delete(name)));
  await telegram.reset(telegram.state().next);
  await setWebhook(telegram, worker.url);
  worker.door.clearFaults();
  for (const list of [worker.door.operations, worker.logged]) list.length = 0;
}

/** Stands for an object that is another one before each story. */
const present = <Value extends object>(find: () => Value): Value =>
  new Proxy({} as Value, { get: (_, name) => Reflect.get(find(), name) });

/** What the bot said to something that a person did, where that is exactly one message. */
export function answerTo(came: Outcome): Message {
  const [answer, ...others] = came.answers;
  if (!answer || others.length > 0)
    throw new Error(`${came.answers.length} answers: ${JSON.stringify(came)}`);
  return answer;
}

export const textOf = (came: Outcome): string => answerTo(came).text ?? '';

/** The first invite link in what the bot said. */
export function linkIn(came: Outcome): string {
  const link = /https:\/\/t\.me\/\+[\w-]+/.exec(textOf(came))?.[0];
  if (!link) throw new Error(`No link in ${textOf(came)}`);
  return link;
}

/** The methods that the bot called by itself; the webhook reply is not among them. */
export const methodsOf = (came: Outcome): readonly string[] =>
  came.calls.filter((call) => call.via !== 'webhook reply').map((call) => call.method);

/** Whom an ephemeral message is shown to; `undefined` for a message that everybody sees. */
export const shownTo = (message: Message): number | undefined => message.receiver_user?.id;

/** The labels of the buttons under a message, row by row. */
export const buttonsOf = (message: Message): readonly (readonly string[])[] =>
  (message.reply_markup?.inline_keyboard ?? []).map((row) => row.map((button) => button.text));

/** What the button with this label carries. */
export function dataOf(message: Message, label: string): string {
  const button = message.reply_markup?.inline_keyboard.flat().find((one) => one.text === label);
  if (!button || !('callback_data' in button)) throw new Error(`No such button: ${label}`);
  return button.callback_data;
}

/** Presses a button that does not stand under the message: an app may send any data. */
export function forgePress(
  { telegram }: Stage,
  message: Message,
  from: User,
  data: string,
): Promise<Outcome> {
  return telegram.send({ callback_query: { id: '1', from, chat_instance: '1', message, data } });
}

/** What the person who pressed was told over the chat. */
export function noticeIn(came: Outcome): unknown {
  const [answer, ...others] = came.calls.filter((call) => call.method === 'answerCallbackQuery');
  if (!answer || others.length > 0) throw new Error(`${others.length + 1} answers to a press`);
  return answer.params.text;
}

/** So many at a time: thousands of connections at once are more than a busy machine takes. */
const BATCH = 50;

/** Does something for every item, some at a time. */
export async function forAll<Item>(
  items: readonly Item[],
  act: (item: Item, index: number) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) {
    const batch = items.slice(start, start + BATCH);
    await Promise.all(batch.map((item, index) => act(item, start + index)));
  }
}
