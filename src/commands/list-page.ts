// A page of a chat's links, with a button for each and buttons that turn the pages.

import type { InlineKeyboardButton } from '@grammyjs/types';
import { type Html, html, lines, quote } from '../lib/html.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { dateTime } from '../links/describe-settings.ts';
import { inOrder, isActive, type LinkSummary, matching } from '../links/link-summary.ts';
import { SHOW, writeCardData, writeListData } from './button-data.ts';
import type { ActContext, Answer } from './command.ts';

/** Eight lines stay far below what a message takes, whatever the names. */
const PAGE_LINKS = 8;
const ROW_BUTTONS = 4;

/** A page counts from 0; one behind the last shows the last. */
export function showListPage(
  all: readonly LinkSummary[],
  filter: string,
  page: number,
  { chatId, now, timeZone }: Pick<ActContext, 'chatId' | 'now' | 'timeZone'>,
): Answer {
  const found = inOrder(matching(all, filter, now), now);
  const lastPage = Math.max(0, Math.ceil(found.length / PAGE_LINKS) - 1);
  const shownPage = Math.min(page, lastPage);
  const first = shownPage * PAGE_LINKS;
  const shown = found.slice(first, first + PAGE_LINKS);

  const active = found.filter((link) => isActive(link, now)).length;
  const what = filter === '' ? html`Links` : html`Links with ${quote(filter)}`;
  const pages = lastPage === 0 ? '' : `, page ${shownPage + 1} of ${lastPage + 1}`;
  const text = lines(
    html`${what}: ${active} active, ${found.length - active} closed${pages}`,
    ...shown.map((link, index) => describeLine(first + index + 1, link, now, timeZone)),
    html`<i>A link made in the last minute may not show yet.</i>`,
  );

  const open = shown.map((link, index) => ({
    text: String(first + index + 1),
    callback_data: writeCardData(chatId, link.token, SHOW),
  }));
  const turn = (label: string, to: number): InlineKeyboardButton[] =>
    to < 0 || to > lastPage ? [] : [{ text: label, callback_data: writeListData(chatId, to, filter) }];
  const rows = [
    open.slice(0, ROW_BUTTONS),
    open.slice(ROW_BUTTONS),
    [...turn('« Newer', shownPage - 1), ...turn('Older »', shownPage + 1)],
  ];
  return { text, markup: { inline_keyboard: rows.filter((row) => row.length > 0) } };
}

function describeLine(number: number, link: LinkSummary, now: UnixSeconds, timeZone: string): Html {
  const title = titleOf(link);
  const facts = [describeRest(link, now, timeZone), describeMaking(link, timeZone)].filter(
    (fact) => fact !== undefined,
  );
  return facts.reduce((line, fact) => html`${line} – ${fact}`, html`${number}. ${title}`);
}

/** The primary link's address stays out: /lockdown replaces it to keep the new one to itself. */
function titleOf({ name, token, is_primary }: LinkSummary): Html {
  if (is_primary) return html`My primary link`;
  return name === undefined ? html`https://t.me/+${token}` : html`<b>${name}</b>`;
}

/** What is left of the link. */
function describeRest(link: LinkSummary, now: UnixSeconds, timeZone: string): Html | undefined {
  if (link.is_revoked) return html`revoked`;
  if (!isActive(link, now)) return html`expired`;
  const { expire_date: expiry, member_limit: limit, subscription_price: price } = link;
  const facts = [
    expiry !== undefined && html`until ${dateTime(expiry, timeZone, 'dt')}`,
    limit !== undefined && html`at most ${limit}`,
    link.creates_join_request && html`with approval`,
    price !== undefined && html`${price} Stars a month`,
  ].filter((fact) => typeof fact === 'object');
  return facts.length === 0 ? undefined : facts.reduce((all, fact) => html`${all}, ${fact}`);
}

function describeMaking({ madeBy, madeAt }: LinkSummary, timeZone: string): Html | undefined {
  if (madeAt === undefined) return undefined;
  const date = dateTime(madeAt, timeZone, 'd');
  return madeBy === undefined ? html`made ${date}` : html`${madeBy}, ${date}`;
}
