// A page of a chat's links, with a button for each and buttons that turn the pages.

import type { Counts, KnownLink, LinkPage, PagePlace } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { type Html, html, lines, quote } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { dateTime, sayOnly } from '../links/describe-settings.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { Answer } from './answer.ts';
import { valueBytesMax } from './button-data.ts';
import { SHOW } from './card.ts';
import type { ActionContext } from './context.ts';
import { sayCounts, sayWaitingBy } from './people-words.ts';
import { turnButtons, writePlace } from './turn-pages.ts';

const ROW_BUTTONS = 4;
/** A place is a sign and a number in base 36. */
const PLACE_CHARACTERS = 12;
const FILTER_BYTES_MAX = valueBytesMax('list') - PLACE_CHARACTERS - 1;

/** Shows the links that a filter finds, from a place on: `active`, `expired`, `revoked`, or a text to be searched for. */
export async function showLinks(
  filter: string,
  context: ActionContext,
  place?: PagePlace,
): Promise<Result<Answer, Failure>> {
  // The filter has to fit into the buttons that turn the pages.
  if (new TextEncoder().encode(filter).byteLength > FILTER_BYTES_MAX)
    return fail({ kind: 'bad_option', got: filter, expects: 'A shorter part of the name finds it too' });
  const page = await context.records.list(filter, place);
  return page.ok ? ok(showPage(page.value, filter, context)) : page;
}

function showPage(
  { links, counts, ...around }: LinkPage,
  filter: string,
  { chat, now, timeZone }: ActionContext,
): Answer {
  const open = links.map(({ id }, index) => ({
    text: String(index + 1),
    press: { kind: 'card', chat: chat.id, link: id, value: SHOW },
  }));
  const turn = (place: PagePlace) => ({ kind: 'list', chat: chat.id, value: writePlace(place, filter) });
  const rows = [open.slice(0, ROW_BUTTONS), open.slice(ROW_BUTTONS), turnButtons(around, turn)];
  const text = lines(
    describeCounts(filter, counts, links.length > 0),
    ...links.map((link, index) => describeLine(index + 1, link, now, timeZone)),
  );
  return { text, buttons: rows.filter((row) => row.length > 0) };
}

const STATES: Readonly<Record<string, { readonly head: string; readonly is: string }>> = {
  active: { head: 'Active links', is: 'is active' },
  expired: { head: 'Expired links', is: 'has expired' },
  revoked: { head: 'Revoked links', is: 'was revoked' },
};

function describeCounts(filter: string, { active, expired, revoked }: Counts, isAnyFound: boolean): Html {
  const state = STATES[filter.toLowerCase()];
  if (state) return isAnyFound ? html`${state.head}:` : html`No link here ${state.is}.`;
  if (filter !== '' && !isAnyFound)
    return html`No link here has ${quote(filter)} in its name, maker or address.`;
  if (filter !== '') return html`Links with ${quote(filter)}:`;
  if (active + expired + revoked === 0) return html`I have made no link here yet. Send /create to make one.`;
  return html`Links: ${active} active, ${expired} expired, ${revoked} revoked`;
}

function describeLine(
  number: number,
  { record, people, waiting }: KnownLink,
  now: UnixSeconds,
  timeZone: string,
): Html {
  const facts = [
    describeRest(record, now, timeZone),
    sayCounts(people, record.member_limit),
    sayWaitingBy(waiting),
    describeMaking(record, timeZone),
  ].filter((fact) => fact !== undefined);
  return facts.reduce((line, fact) => html`${line} – ${fact}`, html`${number}. ${titleOf(record)}`);
}

/** The primary link's address stays out: /lockdown replaces it to keep the new one to itself. */
function titleOf({ name, invite_link: url, is_primary }: LinkRecord): Html {
  if (is_primary) return html`My primary link`;
  return name === undefined ? html`${url}` : html`<b>${name}</b>`;
}

/** What is left of the link. */
function describeRest(record: LinkRecord, now: UnixSeconds, timeZone: string): Html | undefined {
  const { expire_date: expiry, member_limit: limit, subscription_price: price } = record;
  if (record.is_revoked) return html`revoked`;
  if (expiry !== undefined && expiry <= now) return html`expired`;
  const facts = [
    expiry !== undefined && html`until ${dateTime(expiry, timeZone, 'dt')}`,
    limit !== undefined && html`at most ${limit}`,
    describeApproval(record),
    price !== undefined && html`${price} Stars a month`,
  ].filter((fact) => typeof fact === 'object');
  return facts.length === 0 ? undefined : facts.reduce((all, fact) => html`${all}, ${fact}`);
}

function describeApproval({ creates_join_request: asks, approval, only }: LinkRecord): Html | undefined {
  if (only !== undefined) return html`for ${sayOnly(only)}`;
  if (approval) return approval === 'auto' ? html`approved at once` : html`approved by rules`;
  return asks && html`with approval`;
}

function describeMaking({ made }: LinkRecord, timeZone: string): Html | undefined {
  if (!made) return undefined;
  const date = dateTime(made.date, timeZone, 'd');
  return made.by ? html`${made.by.name}, ${date}` : html`made ${date}`;
}
