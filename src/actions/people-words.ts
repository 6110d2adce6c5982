// How people's stays are said, in a line each.

import type { PeopleCounts, Stay } from '../chat/ledger/ledger-protocol.ts';
import { code, type Html, html } from '../lib/html.ts';
import { dateTime } from '../links/describe-settings.ts';

/** How many people came and are here; `undefined` if none came, since in public chats Telegram does not name the link. */
export function sayCounts(people: PeopleCounts | undefined, limit?: number): Html | undefined {
  if (!people || people.joined === 0) return undefined;
  const { joined, here } = people;
  const places =
    limit === undefined ? '' : `; ${here} of ${limit}${here < limit ? ' places taken' : ': full'}`;
  return html`${joined} joined, ${here} here${places}`;
}

/** How many ask to join; `undefined` for no one. */
export const sayWaitingBy = (waiting = 0): Html | undefined =>
  waiting > 0 ? html`${waiting} waiting` : undefined;

export function sayStay(stay: Stay, timeZone: string): Html {
  const { joinedAt, leftAt, how } = stay;
  const came = joinedAt === undefined ? html`` : html`, ${dateTime(joinedAt, timeZone, 'dt')}`;
  const gone = how === 'removed' ? 'removed' : 'left';
  const left =
    how === undefined
      ? ''
      : leftAt === undefined
        ? ' – gone'
        : html` – ${gone} ${dateTime(leftAt, timeZone, 'dt')}`;
  return html`${sayPerson(stay)} – ${sayWay(stay)}${came}${left}`;
}

/** With the id, which /joins and /forget take. */
const sayPerson = ({ person, name, isBot }: Stay): Html =>
  person === undefined
    ? html`someone forgotten`
    : html`<b>${name ?? ''}</b>${isBot ? ' (a bot)' : ''} ${code(String(person))}`;

export function sayWay({ via, link, by }: Pick<Stay, 'via' | 'link' | 'by'>): Html {
  const whose = by ?? 'an admin';
  switch (via) {
    case 'link':
      return html`by ${link ?? 'a link of mine'}`;
    case 'admin_link':
      return html`by a link of ${whose}`;
    case 'folder':
      return html`by a folder link`;
    case 'request':
      return html`asked to join`;
    case 'added':
      return html`added by ${whose}`;
    case 'unknown':
      return html`Telegram did not say how`;
    case 'missed':
      return html`I did not see how`;
  }
}
