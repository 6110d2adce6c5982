import type { DoorNews } from '../chat/doors/door-protocol.ts';
import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import { addressOf } from '../links/door.ts';
import type { Answer } from './answer.ts';
import { NEW, SHOW_DOOR } from './door-card.ts';

/** What the maker of a door is told of it. */
export function sayDoorNews(
  { event, door, failure }: DoorNews,
  chat: ChatId,
  word: (failure: Failure) => Html,
): Answer {
  const button = (text: string, value: string) => ({
    text,
    press: { kind: 'door', chat, link: door.id, value },
  });
  const which = html`${door.name === undefined ? 'The door' : html`<b>${door.name}</b>:`} ${addressOf(door)}`;
  const show = button('Show it', SHOW_DOOR);
  return event === 'renewed'
    ? {
        text: html`${which} has a new link with the same settings, since the one before it has expired.`,
        buttons: [[show]],
      }
    : {
        text: lines(
          html`${which} is paused: ${EVENTS[event]}.`,
          failure && html`I could not put a new one behind it. ${word(failure)}`,
        ),
        buttons: [[button('New link behind it', NEW), show]],
      };
}

const EVENTS = {
  full: 'its link is full',
  expired: 'its link has expired',
  revoked: 'its link is closed',
} as const;
