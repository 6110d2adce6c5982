// The card of a link: what it is, who did what to it, and buttons for what is done most.

import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types';
import { type Html, html, lines } from '../lib/html.ts';
import { dateTime, describeSettings } from '../links/describe-settings.ts';
import type { Expiry } from '../links/expiry.ts';
import { tokenOf } from '../links/invite-link.ts';
import type { LinkAct, LinkRecord } from '../links/link-record.ts';
import { ASK_REVOKE, REVOKE, SHOW, writeCardData, writeListData } from './button-data.ts';
import type { ActContext, Answer } from './command.ts';

type CardContext = Pick<ActContext, 'chatId' | 'now' | 'timeZone'>;

export interface CardParts {
  /** Instead of the link alone. */
  readonly headline?: Html;
  /** The expiry as it was typed just now. */
  readonly typed?: Expiry | undefined;
  /** What could not be remembered: then the card must arrive. */
  readonly warning?: Html | undefined;
  /** Asks for a second tap before the link is closed. */
  readonly asksToRevoke?: boolean;
}

export function showCard(record: LinkRecord, context: CardContext, parts: CardParts = {}): Answer {
  const { invite_link: link, made, changed, closed } = record;
  const { now, timeZone } = context;
  const text = lines(
    parts.headline ?? html`${link}`,
    record.is_revoked ? html`<b>Revoked</b>` : undefined,
    record.is_primary ? html`My primary link here` : describeSettings(record, now, timeZone, parts.typed),
    // A headline says what was done just now; else the card says who did what.
    ...(parts.headline
      ? []
      : [
          describeAct('Made', made, timeZone),
          describeAct('Changed', changed, timeZone),
          describeAct('Closed', closed, timeZone),
        ]),
    parts.asksToRevoke ? html`Close it for good? Nobody can open it again.` : undefined,
    parts.warning,
  );
  const markup = parts.asksToRevoke ? confirmation(record, context) : deeds(record, context);
  return { text, markup, mustArrive: parts.warning !== undefined };
}

function describeAct(what: string, act: LinkAct | undefined, timeZone: string): Html | undefined {
  return act && html`${what} by ${act.by?.name ?? 'an anonymous admin'}, ${dateTime(act.date, timeZone)}`;
}

/** The card's buttons, for an answer that says something else. */
export function deeds(record: LinkRecord, { chatId }: Pick<CardContext, 'chatId'>): InlineKeyboardMarkup {
  const { invite_link: link, creates_join_request: approval } = record;
  const token = tokenOf(link);
  const back = { text: '« Links', callback_data: writeListData(chatId, 0, '') };
  if (record.is_revoked) return { inline_keyboard: [[back]] };

  const deed = (text: string, does: string): InlineKeyboardButton => ({
    text,
    callback_data: writeCardData(chatId, token, does),
  });
  const isFixed = record.is_primary || record.subscription_price !== undefined;
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
    [approval ? deed('✋ Approval off', 'approval=off') : deed('✋ Approval on', 'approval')],
  ];
  const rows: InlineKeyboardButton[][] = [
    [
      { text: 'Copy', copy_text: { text: link } },
      { text: 'Share', url: `https://t.me/share/url?url=${encodeURIComponent(link)}` },
    ],
    ...(isFixed ? [] : presets),
    [back, { ...deed('Revoke', ASK_REVOKE), style: 'danger' }],
  ];
  return { inline_keyboard: rows };
}

function confirmation({ invite_link: link }: LinkRecord, { chatId }: CardContext): InlineKeyboardMarkup {
  const data = (deed: string) => writeCardData(chatId, tokenOf(link), deed);
  return {
    inline_keyboard: [
      [
        { text: 'Keep it', callback_data: data(SHOW) },
        { text: 'Revoke', callback_data: data(REVOKE), style: 'danger' },
      ],
    ],
  };
}
