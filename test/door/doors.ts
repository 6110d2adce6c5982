// What stories of doors look at: the address in an answer, its page, and its card's buttons.

import type { Message, User } from '@grammyjs/types';
import { passTime } from '../chat/records.ts';
import { answerTo, type Stage, textOf } from '../support/story.ts';
import type { Outcome } from '../telegram/local-telegram.ts';

const ADDRESS = /https?:\/\/[^\s/]+\/j\/([0-9a-z]{12})/;

/** The address in what the bot said. */
export function addressIn(said: Outcome | string): string {
  const text = typeof said === 'string' ? said : textOf(said);
  const [address] = ADDRESS.exec(text) ?? [];
  if (!address) throw new Error(`No address in ${text}`);
  return address;
}

export const slugOf = (address: string): string => ADDRESS.exec(address)?.[1] ?? '';

/** What a visitor sees: the status, the heading, what is said, and where the button leads. */
export async function visit({ worker }: Stage, address: string, init: RequestInit = {}) {
  await worker.chats.published();
  const answer = await worker.dispatch(`${worker.url}/j/${slugOf(address) || address}`, init);
  const page = await answer.text();
  return {
    status: answer.status,
    heading: /<h1>(.*?)<\/h1>/.exec(page)?.[1],
    says: /<p>(.*?)<\/p>/.exec(page)?.[1],
    link: /<a class="button" href="(.*?)">/.exec(page)?.[1],
    page,
    headers: answer.headers,
  };
}

export interface Place {
  readonly id: number;
}

/** Runs what is due now: closing links, notices, and what Workers KV does not have yet. */
export const settled = (stage: Stage, chat: Place): Promise<void> => passTime(stage, chat, 0);

/** The links of this bot in the chat that people can still come by. */
export const openLinks = ({ telegram }: Stage, chat: Place) =>
  telegram
    .links(chat.id)
    .filter((link) => !link.is_revoked && !link.is_primary && link.creator.is_bot)
    .map(({ invite_link }) => invite_link);

/** What a door's key holds. */
export const published = ({ worker }: Stage, address: string): Promise<unknown> =>
  worker.kv.get(`door:${slugOf(address)}`, 'json');

/** What the bot wrote to a person in private. */
export const toldIn = ({ telegram }: Stage, person: User): readonly Message[] =>
  telegram.read(person, { as: person }).filter(({ from }) => from?.is_bot);

export const buttonOn = (
  stage: Stage,
  chat: never,
  came: Outcome,
  as: User,
  label: string,
): Promise<Outcome> => stage.telegram.press(chat, answerTo(came).message_id, as, label);
