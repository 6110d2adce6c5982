// What the makers of links and doors are told of them.

import type { DoorNews } from '../chat/doors/door-protocol.ts';
import type { News } from '../chat/notice.ts';
import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import { dateTime } from '../links/describe-settings.ts';
import { addressOf } from '../links/door.ts';
import type { Answer } from './answer.ts';
import { ASK_REVOKE, SHOW } from './card.ts';
import { NEW, SHOW_DOOR } from './door-card.ts';

type LinkNews = Extract<News, { readonly kind: 'found' | 'full' | 'expires' | 'busy' }>;

/** What a link's maker, or who asked for it, is told of it. */
export function sayLinkNews(news: LinkNews, chat: ChatId, timeZone: string, hidesLinks: boolean): Answer {
  const { id, record } = news.link;
  const button = (text: string, value: string) => ({ text, press: { kind: 'card', chat, link: id, value } });
  const close = news.kind === 'busy' ? [{ ...button('Close it', ASK_REVOKE), style: 'danger' } as const] : [];
  return {
    text: word(news, timeZone, record.name ?? record.invite_link, hidesLinks),
    buttons: [[button('Show it', SHOW), ...close]],
  };
}

function word(news: LinkNews, timeZone: string, title: string, hidesLinks: boolean): Html {
  const { expire_date: expiry = 0, member_limit: limit = 0, invite_link: url } = news.link.record;
  switch (news.kind) {
    case 'found':
      return html`Telegram had made the link of your command after all: someone has used it. It is in my records now.${hidesLinks ? '' : html`\n${url}`}`;
    case 'full':
      return html`<b>${title}</b> is full: ${limit} of ${limit}.`;
    case 'expires':
      return html`<b>${title}</b> expires ${dateTime(expiry, timeZone)}.`;
    case 'busy':
      return html`Many people are joining by <b>${title}</b>: at least ${news.joined} in ten minutes. If you do not expect them, close the link.`;
  }
}

/** What the maker of a door is told of it. */
export function sayDoorNews(
  { event, door, failure }: DoorNews,
  chat: ChatId,
  word: (failure: Failure) => Html,
): Answer {
  const button = (text: string, value: string) => ({
    text,
    press: { kind: 'door', chat, link: door.id, value },
  });
  const which = html`${door.name === undefined ? 'The door' : html`<b>${door.name}</b>:`} ${addressOf(door)}`;
  const show = button('Show it', SHOW_DOOR);
  return event === 'renewed'
    ? {
        text: html`${which} has a new link with the same settings, since the one before it has expired.`,
        buttons: [[show]],
      }
    : {
        text: lines(
          html`${which} is paused: ${EVENTS[event]}.`,
          failure && html`I could not put a new one behind it. ${word(failure)}`,
        ),
        buttons: [[button('New link behind it', NEW), show]],
      };
}

const EVENTS = {
  full: 'its link is full',
  expired: 'its link has expired',
  revoked: 'its link is closed',
} as const;
