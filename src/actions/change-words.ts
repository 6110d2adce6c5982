// What is said after a link was changed or closed, by command or by button.

import type { Done } from '../chat/protocol.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { addressOf } from '../links/door.ts';
import type { TypedOptions } from '../links/option-values.ts';
import { describeAct, sayMoved } from './card.ts';

/** What the change did beside what was typed: a link must not open wider silently. */
export function sayDisplaced({ link, before, isSetAgain }: Done, typed: TypedOptions): Html | undefined {
  const { record } = link;
  const displaced =
    typed.approval === undefined && before?.creates_join_request && !record.creates_join_request
      ? html`No one has to be approved any more.`
      : typed.limit === undefined && before?.member_limit !== undefined && record.member_limit === undefined
        ? html`There is no member limit any more.`
        : undefined;
  const again = html`Telegram had not answered the /edit before this one, so I sent those changes again, together with yours.`;
  return displaced || isSetAgain ? lines(displaced, isSetAgain && again) : undefined;
}

export const sayRevoked = ({ link: { record, waiting = 0 }, successor }: Done, timeZone: string): Html =>
  lines(
    html`${record.invite_link} link revoked`,
    record.name === undefined ? undefined : html`Name: <b>${record.name}</b>`,
    describeAct('Made', record.made, timeZone),
    sayMoved(record),
    saySuccessor(successor),
    record.door?.why === 'revoked' &&
      html`It was behind the door ${addressOf(record.door)}, which is paused now. Send /door new to put a new link there.`,
    waiting > 0
      ? html`${waiting} still ask to join by it: /requests shows them. Telegram may drop them, as the link is closed.`
      : undefined,
  );

function saySuccessor(successor: Done['successor']): Html | undefined {
  if (successor === undefined) return undefined;
  return successor === 'unknown'
    ? html`Telegram also made a new primary link, but did not say which. Send /export to get one that you can use.`
    : html`Telegram made a new primary link in its place: ${successor.url}`;
}
