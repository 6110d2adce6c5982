// The card of a link: what it is, who did what to it, and buttons for what is done most.

import type { KnownLink } from '../chat/protocol.ts';
import { type Html, html, lines } from '../lib/html.ts';
import type { ChatId, Seconds } from '../lib/units.ts';
import { dateTime, describeSettings } from '../links/describe-settings.ts';
import { addressOf } from '../links/door.ts';
import type { Expiry } from '../links/expiry.ts';
import type { LinkAct, LinkRecord } from '../links/link-record.ts';
import type { Answer, AnswerButton } from './answer.ts';
import type { ActionContext } from './context.ts';
import { sayCounts, sayWaitingBy } from './people-words.ts';

type CardContext = Pick<ActionContext, 'chat' | 'now' | 'timeZone'>;

/** Values of a card's buttons that are no options. */
export const SHOW = 'show';
export const ASK_REVOKE = 'revoke?';
export const REVOKE = 'revoke';
/** Telegram takes no limit together with approval, so a link with a limit loses it only after a second tap. */
export const ASK_APPROVAL = 'approval?';
export const MAKE_AGAIN = 'again';

interface CardParts {
  /** Instead of the link alone. */
  readonly headline?: Html;
  /** The expiry as it was typed just now. */
  readonly expires?: Expiry | undefined;
  /** A last line: what else to know, or to send. */
  readonly note?: Html | undefined;
  /** Asks for a second tap before the link is closed, or loses its limit. */
  readonly asks?: typeof ASK_REVOKE | typeof ASK_APPROVAL;
}

export function showCard(link: KnownLink, context: CardContext, parts: CardParts = {}): Answer {
  const { record } = link;
  const { made, changed, closed } = record;
  const { chat, now, timeZone } = context;
  const question = parts.asks && QUESTIONS[parts.asks];
  const text = lines(
    parts.headline ?? html`${record.invite_link}`,
    record.is_revoked ? html`<b>Revoked</b>` : undefined,
    sayMoved(record),
    record.is_primary ? html`My primary link here` : describeSettings(record, now, timeZone, parts.expires),
    record.door && record.door.state !== 'closed' && html`Behind the door ${addressOf(record.door)}`,
    sayCounts(link.people, record.member_limit),
    sayWaitingBy(link.waiting),
    link.usedBy === undefined ? undefined : html`Used by <b>${link.usedBy}</b>`,
    // A headline says what was done just now; otherwise the card says who did what.
    ...(parts.headline
      ? []
      : [
          describeAct('Made', made, timeZone),
          describeAct('Changed', changed, timeZone),
          describeAct('Closed', closed, timeZone),
        ]),
    parts.note,
    question?.text,
  );
  // Who has come is shown to no one but the asker.
  const isPersonal = link.usedBy !== undefined;
  if (!question) return { text, buttons: cardButtons(link, context), isPersonal };
  const press = { kind: 'card', chat: chat.id, link: link.id };
  const keep = { text: question.no, press: { ...press, value: SHOW } };
  return {
    text,
    isPersonal,
    buttons: [[keep, { ...question.yes, press: { ...press, value: question.value } }]],
  };
}

const QUESTIONS = {
  [ASK_REVOKE]: {
    text: html`Close it for good? It can’t be opened again.`,
    no: 'Keep it',
    yes: { text: 'Revoke', style: 'danger' },
    value: REVOKE,
  },
  [ASK_APPROVAL]: {
    text: html`Turn approval on? The limit then goes, since Telegram allows only one of the two.`,
    no: 'Keep the limit',
    yes: { text: 'Turn approval on' },
    value: 'approval',
  },
} as const;

/** A link that came along from a group and is closed, if Telegram closed it. */
export const sayMoved = ({ is_revoked, moved }: LinkRecord): Html | undefined =>
  is_revoked && moved
    ? html`Made before this group became a supergroup; Telegram no longer accepts it.`
    : undefined;

export function describeAct(what: string, act: LinkAct | undefined, timeZone: string): Html | undefined {
  return (
    act &&
    html`${what} by ${act.by?.name ?? (act.auto ? 'me' : 'an anonymous admin')}, ${dateTime(act.date, timeZone)}`
  );
}

export const listButton = (chat: ChatId, text: string): AnswerButton => ({
  text,
  press: { kind: 'list', chat },
});

const HOUR: Seconds = 3_600;
const EXPIRIES = [
  ['⏳ 1 hour', '1h', HOUR],
  ['1 day', '1d', 24 * HOUR],
  ['1 week', '1w', 7 * 24 * HOUR],
] as const;

/** The card's buttons, for an answer that says something else. The present value is marked. */
export function cardButtons(
  { id, record, people, waiting = 0 }: KnownLink,
  { chat, now }: Pick<CardContext, 'chat' | 'now'>,
): readonly (readonly AnswerButton[])[] {
  const { invite_link: url, creates_join_request: asksFirst, expire_date: expiry, member_limit } = record;
  const button = (text: string, value: string, isNow = false) => ({
    text: isNow ? `• ${text}` : text,
    press: { kind: 'card', chat: chat.id, link: id, value },
  });
  const who = people?.joined ? [{ text: 'People', press: { kind: 'joins', chat: chat.id, link: id } }] : [];
  const asks = { text: `${waiting} waiting`, press: { kind: 'asked', chat: chat.id, link: id } };
  const back = [listButton(chat.id, '« Links'), ...who, ...(waiting > 0 ? [asks] : [])];
  // Only Telegram makes a primary link.
  if (record.is_revoked) return [record.is_primary ? back : [...back, button('Make again', MAKE_AGAIN)]];

  /** Time passes, so that about a week is shown as a week. */
  const isLeft = (time: Seconds): boolean =>
    expiry !== undefined && Math.abs(expiry - now - time) <= time / 10;
  const limit = (text: string, count: number) => button(text, `limit=${count}`, member_limit === count);
  const isFixed = record.is_primary || record.subscription_price !== undefined;
  const presets = [
    [
      ...EXPIRIES.map(([text, length, time]) => button(text, `expires=${length}`, isLeft(time))),
      button('never', 'expires=none', expiry === undefined),
    ],
    [
      limit('👥 1', 1),
      limit('10', 10),
      limit('100', 100),
      button('no limit', 'limit=none', member_limit === undefined && !asksFirst),
    ],
    asksFirst
      ? [
          button('✋ Admin', 'approval', record.approval === undefined),
          button('auto', 'approval=auto', record.approval === 'auto'),
          button('rules', 'approval=rules', record.approval === 'rules'),
          button('Turn approval off', 'approval=off'),
        ]
      : [button('✋ Turn approval on', member_limit === undefined ? 'approval' : ASK_APPROVAL)],
  ];
  return [
    [
      { text: 'Copy', copy: url },
      { text: 'Share', url: `https://t.me/share/url?url=${encodeURIComponent(url)}` },
    ],
    // A limit, or another rule, would open a link for one person to others.
    ...(isFixed ? [] : record.only === undefined ? presets : presets.slice(0, 1)),
    [...back, { ...button('Revoke', ASK_REVOKE), style: 'danger' }],
  ];
}
