import type { News } from '../chat/notice.ts';
import { type Html, html } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import { dateTime } from '../links/describe-settings.ts';
import type { Answer } from './answer.ts';
import { ASK_REVOKE, SHOW } from './card.ts';

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
