// The card of a link: what it is, who did what to it, and buttons for what is done most.

import type { KnownLink } from '../chat/protocol.ts';
import { code, type Html, html, lines } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import { dateTime, describeSettings } from '../links/describe-settings.ts';
import type { Expiry } from '../links/expiry.ts';
import type { LinkAct } from '../links/link-record.ts';
import type { Answer, AnswerButton } from './answer.ts';
import type { ActionContext } from './context.ts';
import { sayCounts } from './people-words.ts';

type CardContext = Pick<ActionContext, 'chat' | 'now' | 'timeZone'>;

/** Values of a card's buttons that are no options. */
export const SHOW = 'show';
export const ASK_REVOKE = 'revoke?';
export const REVOKE = 'revoke';

export interface CardParts {
  /** Instead of the link alone. */
  readonly headline?: Html;
  /** The expiry as it was typed just now. */
  readonly expires?: Expiry | undefined;
  /** What to send if words of the name were meant as a setting. */
  readonly hint?: string | undefined;
  /** Asks for a second tap before the link is closed. */
  readonly asksToRevoke?: boolean;
}

export function showCard(link: KnownLink, context: CardContext, parts: CardParts = {}): Answer {
  const { record } = link;
  const { made, changed, closed } = record;
  const { chat, now, timeZone } = context;
  const text = lines(
    parts.headline ?? html`${record.invite_link}`,
    record.is_revoked ? html`<b>Revoked</b>` : undefined,
    record.is_primary ? html`My primary link here` : describeSettings(record, now, timeZone, parts.expires),
    sayCounts(link.people, record.member_limit),
    link.usedBy === undefined ? undefined : html`Used by <b>${link.usedBy}</b>`,
    // A headline says what was done just now; otherwise the card says who did what.
    ...(parts.headline
      ? []
      : [
          describeAct('Made', made, timeZone),
          describeAct('Changed', changed, timeZone),
          describeAct('Closed', closed, timeZone),
        ]),
    parts.hint === undefined ? undefined : html`If you meant a setting, send ${code(`/edit ${parts.hint}`)}`,
    parts.asksToRevoke ? html`Close it for good? Nobody can open it again.` : undefined,
  );
  return { text, buttons: parts.asksToRevoke ? confirmation(link, chat.id) : cardButtons(link, chat.id) };
}

function describeAct(what: string, act: LinkAct | undefined, timeZone: string): Html | undefined {
  return (
    act &&
    html`${what} by ${act.by?.name ?? (act.auto ? 'me' : 'an anonymous admin')}, ${dateTime(act.date, timeZone)}`
  );
}

export const listButton = (chat: ChatId, text: string): AnswerButton => ({
  text,
  press: { kind: 'list', chat },
});

/** The card's buttons, for an answer that says something else. */
export function cardButtons(
  { id, record, people }: KnownLink,
  chat: ChatId,
): readonly (readonly AnswerButton[])[] {
  const { invite_link: url, creates_join_request: approval } = record;
  const who = people?.joined ? [{ text: 'People', press: { kind: 'joins', chat, link: id } }] : [];
  const back = [listButton(chat, '« Links'), ...who];
  if (record.is_revoked) return [back];

  const button = (text: string, value: string) => ({ text, press: { kind: 'card', chat, link: id, value } });
  const isFixed = record.is_primary || record.subscription_price !== undefined;
  const presets = [
    [
      button('⏳ 1 hour', 'expires=1h'),
      button('1 day', 'expires=1d'),
      button('1 week', 'expires=1w'),
      button('never', 'expires=none'),
    ],
    [
      button('👥 1', 'limit=1'),
      button('10', 'limit=10'),
      button('100', 'limit=100'),
      button('no limit', 'limit=none'),
    ],
    [approval ? button('✋ Approval off', 'approval=off') : button('✋ Approval on', 'approval')],
  ];
  return [
    [
      { text: 'Copy', copy: url },
      { text: 'Share', url: `https://t.me/share/url?url=${encodeURIComponent(url)}` },
    ],
    ...(isFixed ? [] : presets),
    [...back, { ...button('Revoke', ASK_REVOKE), style: 'danger' }],
  ];
}

const confirmation = ({ id: link }: KnownLink, chat: ChatId): readonly (readonly AnswerButton[])[] => [
  [
    { text: 'Keep it', press: { kind: 'card', chat, link, value: SHOW } },
    { text: 'Revoke', press: { kind: 'card', chat, link, value: REVOKE }, style: 'danger' },
  ],
];
