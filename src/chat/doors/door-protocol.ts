// What the Worker and a chat's object say to each other about doors: plain data.

import type { Failure, LinkTrouble } from '../../failures.ts';
import type { Door, DoorReference } from '../../links/door.ts';
import type { PeopleCounts } from '../ledger/ledger-protocol.ts';
import type { KnownLink } from '../protocol.ts';

/** A door as the object knows it: the record of its link holds it. */
export interface KnownDoor {
  readonly door: Door;
  readonly link: KnownLink;
  /** Who came by all links that it has led to. */
  readonly people: PeopleCounts;
}

/** What a create is for: a new door, or a new link behind one. */
export type DoorAsk =
  | { readonly kind: 'make'; readonly door: Pick<Door, 'id' | 'slug' | 'name' | 'title' | 'origin'> }
  | { readonly kind: 'renew'; readonly door: DoorReference };

/** Where a create puts its link; kept with the act, so that a late answer finds its door. */
export interface DoorAim {
  readonly door: Door;
  /** The link that it replaces; absent for a new door. */
  readonly from?: string | undefined;
}

/** Changes that Telegram need not know of. */
export type DoorChange = 'pause' | 'resume' | 'renew' | 'keep';

/** How a chat and its Worker are called now. */
export type DoorSight = Pick<Door, 'title' | 'origin'>;

/** What is said to who made a door. */
export type DoorEvent = LinkTrouble | 'renewed';

export interface DoorNews {
  readonly kind: 'door';
  readonly event: DoorEvent;
  readonly door: Door;
  /** Why it could not renew itself. */
  readonly failure?: Failure | undefined;
}
