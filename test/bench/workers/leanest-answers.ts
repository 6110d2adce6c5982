// What the leanest Worker says: the bot's own words and buttons.

import type { Options } from './leanest-options.ts';

export interface Act {
  readonly by?: { readonly id: number; readonly name: string };
  readonly date: number;
  readonly update_id: number;
}

/** A link's record, in the Bot API's field names. */
export interface Link {
  readonly invite_link: string;
  readonly is_primary: boolean;
  readonly is_revoked: boolean;
  readonly name?: string | undefined;
  readonly expire_date?: number | undefined;
  readonly member_limit?: number | undefined;
  readonly creates_join_request?: true | undefined;
  readonly made?: Act;
  readonly changed?: Act;
  readonly closed?: Act;
}

export interface Said {
  readonly text: string;
  readonly buttons?: object[][];
}

export const tokenOf = (link: string): string => link.slice(link.lastIndexOf('/') + 2);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string =>
  text.toWellFormed().replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

/** A link's settings below a headline, and its buttons. */
export function showLink(
  link: Link,
  chat: number,
  headline: string,
  typed: Options['expires'],
  now: number,
): Said {
  const { name, expire_date: expiry, member_limit: limit } = link;
  const members = limit === 1 ? 'member' : 'members';
  const text = [
    headline,
    name && `Name: <b>${escaped(name)}</b>`,
    expiry === undefined
      ? 'Never expires'
      : `${expiry > now ? 'Expires' : 'Expired'} ${dateTime(expiry)}${typed?.date ? ` (${typed.date} in UTC)` : ''}`,
    link.creates_join_request
      ? 'An admin approves everyone who asks to join'
      : limit === undefined
        ? 'Any number of members'
        : `At most ${limit} ${members} at once`,
  ];
  return { text: text.filter(Boolean).join('\n'), buttons: buttonsOf(link, chat) };
}

const dateTime = (moment: number): string => {
  const text = new Date(moment * 1000).toISOString();
  return `<tg-time unix="${moment}" format="wDt">${text.slice(0, 10)} ${text.slice(11, 16)} UTC</tg-time>`;
};

export function buttonsOf(link: Link, chat: number): object[][] {
  const back = { text: '« Links', callback_data: `l:${chat}:0:` };
  if (link.is_revoked) return [[back]];
  const prefix = `c:${chat}:${tokenOf(link.invite_link)}:`;
  const deed = (text: string, does: string) => ({ text, callback_data: prefix + does });
  const share = `https://t.me/share/url?url=${encodeURIComponent(link.invite_link)}`;
  const presets = [
    [
      deed('⏳ 1 hour', 'expires=1h'),
      deed('1 day', 'expires=1d'),
      deed('1 week', 'expires=1w'),
      deed('never', 'expires=none'),
    ],
    [
      deed('👥 1', 'limit=1'),
      deed('10', 'limit=10'),
      deed('100', 'limit=100'),
      deed('no limit', 'limit=none'),
    ],
    [
      link.creates_join_request
        ? deed('✋ Approval off', 'approval=off')
        : deed('✋ Approval on', 'approval'),
    ],
  ];
  return [
    [
      { text: 'Copy', copy_text: { text: link.invite_link } },
      { text: 'Share', url: share },
    ],
    ...(link.is_primary ? [] : presets),
    [back, { ...deed('Revoke', 'revoke?'), style: 'danger' }],
  ];
}
