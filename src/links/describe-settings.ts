import { code, cut, type Html, html, lines } from '../lib/html.ts';
import { wallTimeText } from '../lib/time-zones.ts';
import type { UnixSeconds, UserId } from '../lib/units.ts';
import type { Expiry } from './expiry.ts';
import { type LinkSettings, NAME_CHARACTERS } from './link-settings.ts';

/**
 * A link's settings in words, a line each. If a date was typed, the line says in which zone it was read, since each
 * reader sees the moment in a zone of their own.
 */
export function describeSettings(
  settings: LinkSettings,
  now: UnixSeconds,
  timeZone: string,
  typed?: Expiry,
): Html {
  const { name, expire_date: expiry, subscription_price: price } = settings;
  const date = typed?.kind === 'at' ? typed.date : undefined;
  return lines(
    name === undefined ? undefined : html`Name: <b>${cut(name, NAME_CHARACTERS)}</b>`,
    expiry === undefined
      ? html`Never expires`
      : html`${expiry > now ? 'Expires' : 'Expired'} ${dateTime(expiry, timeZone)}${date === undefined ? '' : html` (${date.replace('T', ' ')} ${timeZone})`}`,
    price === undefined
      ? admission(settings)
      : html`Members pay ${price} ${price === 1 ? 'Star' : 'Stars'} a month`,
  );
}

/** For whom a link is: a person by username or id. In code, so that no app makes a link to a stranger of it. */
export const sayOnly = (only: UserId | string): Html =>
  code(typeof only === 'string' ? `@${only}` : String(only));

function admission(settings: LinkSettings): Html {
  const { member_limit: limit, creates_join_request: asks, approval, only, once } = settings;
  if (only !== undefined)
    return html`For ${sayOnly(only)} only: I approve them when they ask to join, decline everybody else, and close the link when it is used`;
  if (approval === 'auto') return html`Approval: automatic (I approve everyone who asks to join)`;
  if (approval === 'rules')
    return html`Approval: by rules (I approve who agrees to the rules; an admin approves the others)`;
  if (once) return html`For one person: closed when someone has joined`;
  if (asks) return html`Approval: on (an admin approves everyone who asks to join)`;
  // The limit counts who is a member at the same time: a place is free again when someone leaves.
  return limit === undefined
    ? html`Any number of members\nApproval: off`
    : html`At most ${limit} ${limit === 1 ? 'member' : 'members'} at once\nApproval: off`;
}

/**
 * A moment that each reader sees in their own time zone; the text within is for apps that do not know the tag. Formats:
 * `w` day of the week, `d` and `D` date, `t` time. https://core.telegram.org/bots/api#date-time-entity-formatting
 */
export const dateTime = (moment: UnixSeconds, timeZone: string, format: 'wDt' | 'dt' | 'd' = 'wDt'): Html =>
  html`<tg-time unix="${moment}" format="${format}">${wallTimeText(moment, timeZone)} ${timeZone}</tg-time>`;
