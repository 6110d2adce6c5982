// The card of a door: its address, where it leads, who came by it, and buttons for what is done with it.

import type { KnownDoor } from '../chat/doors/door-protocol.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { describeSettings } from '../links/describe-settings.ts';
import { addressOf, type Door, type WhyPaused } from '../links/door.ts';
import type { Answer, AnswerButton } from './answer.ts';
import { SHOW } from './card.ts';
import type { ActionContext } from './context.ts';
import { sayCounts } from './people-words.ts';

/** Values of a door's buttons; the others are what the object can change of it. */
export const SHOW_DOOR = 'show';
export const NEW = 'new';
export const ASK_OFF = 'off?';
export const OFF = 'off';

type CardContext = Pick<ActionContext, 'chat' | 'now' | 'timeZone'>;

export interface DoorCardParts {
  readonly headline?: Html | undefined;
  /** A last line: what to send instead. */
  readonly note?: Html | undefined;
  /** Asks for a second tap before the door is closed. */
  readonly asks?: boolean;
}

export function showDoor(
  { door, link, people }: KnownDoor,
  { chat, now, timeZone }: CardContext,
  { headline, note, asks = false }: DoorCardParts = {},
): Answer {
  const { record } = link;
  const button = (text: string, value: string): AnswerButton => ({
    text,
    press: { kind: 'door', chat: chat.id, link: door.id, value },
  });
  const isOpen = door.state === 'open';
  // Only a new link opens it.
  const isOver =
    record.is_revoked || door.why === 'revoked' || (record.expire_date ?? Number.POSITIVE_INFINITY) <= now;
  const all = people.joined > (link.people?.joined ?? 0) ? sayCounts(people) : undefined;
  const text = lines(
    headline,
    html`${addressOf(door)}`,
    door.name === undefined ? undefined : html`Name: <b>${door.name}</b>`,
    isOpen ? html`Leads to ${record.invite_link}` : html`<b>Paused</b>: ${PAUSES[door.why ?? 'asked']}`,
    describeSettings({ ...record, name: undefined }, now, timeZone),
    door.renews &&
      (isOpen
        ? html`When this link expires, I put a new one behind the door`
        : html`When a link expires while the door is open, I put a new one behind it`),
    sayCounts(link.people, record.member_limit),
    all && html`By all of its links: ${all}`,
    note,
    asks && html`Close it for good? The address then leads nowhere, and the link behind it is closed.`,
  );
  if (asks)
    return {
      text,
      buttons: [[button('Keep it', SHOW_DOOR), { ...button('Close the door', OFF), style: 'danger' }]],
    };
  const renewing = door.renews ? button('Don’t renew by itself', 'keep') : button('Renew by itself', 'renew');
  return {
    text,
    buttons: [
      [
        { text: 'Copy', copy: addressOf(door) },
        { text: 'Its link', press: { kind: 'card', chat: chat.id, link: link.id, value: SHOW } },
      ],
      [
        button('New link behind it', NEW),
        ...(isOver ? [] : [isOpen ? button('Pause', 'pause') : button('Resume', 'resume')]),
      ],
      // Without an expiry nothing is to be renewed.
      ...(record.expire_date === undefined && !door.renews ? [] : [[renewing]]),
      [{ ...button('Close the door', ASK_OFF), style: 'danger' }],
    ],
  };
}

const PAUSES: Readonly<Record<WhyPaused, string>> = {
  asked: 'an admin paused it',
  full: 'its link is full. If a place is free again, press Resume',
  expired: 'its link has expired',
  revoked: 'its link is closed',
  lockdown: 'a lockdown closed the links of this chat',
};

const titleOf = ({ name }: Door): Html => (name === undefined ? html`Without a name` : html`<b>${name}</b>`);

/** All doors of a chat, with a button for each. */
export function showDoors(doors: readonly KnownDoor[], { chat }: CardContext): Answer {
  return {
    text: lines(
      html`Doors here: ${doors.length}`,
      ...doors.map(({ door, people }, index) => {
        const facts = [door.state === 'open' ? undefined : html`paused`, sayCounts(people)];
        const line = html`${index + 1}. ${titleOf(door)} – ${addressOf(door)}`;
        return facts.reduce<Html>((said, fact) => (fact ? html`${said} – ${fact}` : said), line);
      }),
    ),
    buttons: doors.map(({ door }, index) => [
      {
        text: `${index + 1}. ${door.name ?? 'Without a name'}`,
        press: { kind: 'door', chat: chat.id, link: door.id, value: SHOW_DOOR },
      },
    ]),
  };
}
