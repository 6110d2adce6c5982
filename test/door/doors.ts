// What stories of doors look at: the address in an answer, its page, and its card's buttons.

import type { Message, User } from '@grammyjs/types';
import { passTime } from '../chat/records.ts';
import { type Stage, textOf } from '../support/story.ts';
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

/** Where an open door does not lead to a link by which people can come, or another one leads anywhere. */
export async function wrongDoors(stage: Stage, chat: Place): Promise<readonly string[]> {
  const rows = await stage.worker.chats.sql(chat.id, 'SELECT record, is_door FROM link');
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const { record, is_door } of rows) {
    const { door, invite_link } = JSON.parse(String(record));
    const say = (what: string) => wrong.push(`${chat.id}: ${what}: ${record}`);
    if (is_door !== (door && door.state !== 'closed' ? 1 : 0)) say('wrongly found as a door');
    if (!door) continue;
    if (seen.has(door.slug)) say('its door leads elsewhere, too');
    seen.add(door.slug);
    const { status, link } = await visit(stage, door.slug);
    if (status !== (door.state === 'closed' ? 404 : 200)) say(`the page answers ${status}`);
    const there = stage.telegram.links(chat.id).find((one) => one.invite_link === invite_link);
    const isDead = there?.is_revoked || there?.members.length === there?.member_limit;
    if (door.state !== 'open' && link) say(`the page leads to ${link}`);
    if (door.state === 'open' && (link !== invite_link || isDead))
      say(`the page leads to ${link}, dead: ${isDead}`);
  }
  return wrong;
}

/** What a door's key holds. */
export const published = ({ worker }: Stage, address: string): Promise<unknown> =>
  worker.kv.get(`door:${slugOf(address)}`, 'json');

/** What the bot wrote to a person in private. */
export const toldIn = ({ telegram }: Stage, person: User): readonly Message[] =>
  telegram.read(person, { as: person }).filter(({ from }) => from?.is_bot);
