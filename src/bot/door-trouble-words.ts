import type { DoorTrouble } from '../failures.ts';
import { code, type Html, html, quote } from '../lib/html.ts';

/** Why nothing was done with a door, and what to do. */
export function wordDoorTrouble(trouble: DoorTrouble, got = ''): Html {
  switch (trouble) {
    case 'none':
      return html`There is no door here. Send /door to make one.`;
    case 'none_named':
      return html`No door here is called ${quote(got)}, so I did nothing. Is it one of these? To make one of that name, send ${code(`/door name="${got}"`)}`;
    case 'several':
      return html`Which door? There are several here, so I did nothing. Press one, or send the command with its name.`;
    case 'closed':
      return html`This door is closed for good. Send /door to see the others, or to make one.`;
    case 'too_many':
      return html`There are so many doors here that I make no more. Close one first: /door shows them.`;
    case 'changed':
      return html`Another admin has changed this door meanwhile, so I close the new link again. Send /door to see it.`;
    case 'full':
      return html`The link behind this door is full, so the door stays paused. Raise its limit, or put a new link behind the door.`;
    case 'expired':
      return html`The link behind this door has expired, so the door stays paused. Put a new link behind it.`;
    case 'revoked':
      return html`The link behind this door is closed, so the door stays paused. Put a new link behind it.`;
  }
}
