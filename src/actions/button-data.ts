// How a button's data is written and read. Telegram hands it back as an app sent it, so that anyone can send any: it is
// read like every other input, and rights are checked at each press.
//
//   <kind>:<chat id>:<link id, or nothing>:<value>
//
//   card      on a link's card; the value is an option as /edit takes it, or a word of its own
//   list      a page of the chat's links; the value is where it begins, and the filter
//   joins     who came, by the link if there is one; the value is a place, and a person's id
//   lockdown  /lockdown; the value is the number of the last link that was closed
//   request   one request to join; the value is a sign for approve or decline, and its number
//   asked     a page of requests, of the link if there is one; the value is a place, and what to do with which
//   door      on a door's card; the door's id is where a link's id is elsewhere, and the value is a word
//   agree     “I agree” under a chat's rules; the value is the number of the request
//   confirm   an anonymous admin's command; the link is the one that it replies to

import type { ButtonData } from './answer.ts';

/** https://core.telegram.org/bots/api#inlinekeyboardbutton */
const DATA_BYTES_MAX = 64;
const CHAT_CHARACTERS = 17;

/** What a value may take, beside a kind of this length, a chat, and no link. */
export const valueBytesMax = (kind: string): number => DATA_BYTES_MAX - kind.length - CHAT_CHARACTERS - 3;

export const writeButtonData = ({ kind, chat, link = '', value = '' }: ButtonData): string =>
  `${kind}:${chat}:${link}:${value}`;

const DATA = /^([a-z]{2,12}):(-?\d{1,16}):([\w-]{12})?:(.*)$/s;

/** `undefined` if no button of ours carries it. */
export function readButtonData(data: string): ButtonData | undefined {
  const [, kind, chat, link, value = ''] = DATA.exec(data) ?? [];
  return kind === undefined ? undefined : { kind, chat: Number(chat), link, value };
}

/** Whether it is from a message of version 1, whose buttons carried the link's token. */
export const isOldButton = (data: string): boolean => /^[clka]:/.test(data);
