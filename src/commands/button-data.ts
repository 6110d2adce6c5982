// What a button carries. Telegram hands the data back as somebody's app sent it, so that anybody can send any: it is read
// like every other input, and who presses is asked afresh.
//
//   c:<chat>:<token>:<deed>   on a link's card; a deed is an option as /edit takes it, or a word of its own
//   l:<chat>:<page>:<filter>  a page of the chat's links
//   k:<chat>:<token>          /lockdown, from behind this link on
//   a:<token>                 an anonymous admin's command; the link is the one that it replies to

import type { ChatId } from '../lib/units.ts';

export type ButtonData =
  | { readonly kind: 'card'; readonly chat: ChatId; readonly token: string; readonly deed: string }
  | { readonly kind: 'list'; readonly chat: ChatId; readonly page: number; readonly filter: string }
  | { readonly kind: 'lockdown'; readonly chat: ChatId; readonly after: string }
  | { readonly kind: 'anonymous'; readonly token: string };

/** Deeds on a card that are no options. */
export const SHOW = 'show';
export const ASK_REVOKE = 'revoke?';
export const REVOKE = 'revoke';

/** https://core.telegram.org/bots/api#inlinekeyboardbutton */
const DATA_BYTES_MAX = 64;
/** What a filter may take of it, beside a chat's number of 17 characters and a page's of 4. */
export const FILTER_BYTES_MAX = DATA_BYTES_MAX - 'l:'.length - 17 - ':'.length - 4 - ':'.length;

export const writeCardData = (chat: ChatId, token: string, deed: string): string =>
  `c:${chat}:${token}:${deed}`;
export const writeListData = (chat: ChatId, page: number, filter: string): string =>
  `l:${chat}:${page}:${filter}`;
export const writeLockdownData = (chat: ChatId, after: string): string => `k:${chat}:${after}`;
export const writeAnonymousData = (token: string): string => `a:${token}`;

const DATA =
  /^(?:(c):(-\d{1,16}):([\w-]{10,64}):([a-z0-9=?]{1,16})|(l):(-\d{1,16}):(\d{1,4}):(.*)|(k):(-\d{1,16}):([\w-]{0,64})|(a):([\w-]{0,64}))$/s;

/** Reads a button's data; `undefined` for what no button of ours carries. */
export function readButtonData(data: string): ButtonData | undefined {
  const parts = DATA.exec(data);
  if (!parts) return undefined;
  const [, card, cardChat, token = '', deed = '', list, listChat, page, filter = ''] = parts;
  if (card) return { kind: 'card', chat: Number(cardChat), token, deed };
  if (list) return { kind: 'list', chat: Number(listChat), page: Number(page), filter };
  const [lockdown, lockdownChat, after = '', , link = ''] = parts.slice(9);
  return lockdown
    ? { kind: 'lockdown', chat: Number(lockdownChat), after }
    : { kind: 'anonymous', token: link };
}
