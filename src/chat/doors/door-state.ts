// What becomes of a door: pure decisions.

import type { LinkTrouble } from '../../failures.ts';
import type { Milliseconds } from '../../lib/units.ts';
import { type Door, slugIn, type WhyPaused } from '../../links/door.ts';
import type { LinkRecord } from '../../links/link-record.ts';
import type { PeopleCounts } from '../ledger/ledger-protocol.ts';
import { fold } from '../link-table.ts';

/** Whether a door is meant by its address or its name; `undefined` means the one without a name. */
export const isMeant = ({ name, slug }: Pick<Door, 'name' | 'slug'>, by: string | undefined): boolean =>
  slug === slugIn(by) || fold(name ?? '') === fold(by ?? '');

/** Why no one can come by the link; `undefined` if people can. A limit counts members at the same time. */
export function troubleOf(
  { is_revoked, expire_date: expiry, member_limit: limit }: LinkRecord,
  people: PeopleCounts | undefined,
  now: Milliseconds,
): LinkTrouble | undefined {
  if (is_revoked) return 'revoked';
  if (expiry !== undefined && expiry * 1000 <= now) return 'expired';
  return limit !== undefined && (people?.here ?? 0) >= limit ? 'full' : undefined;
}

export const pausedFor = (door: Door, why: WhyPaused, now: Milliseconds): Door => ({
  ...door,
  state: 'paused',
  why,
  since: now,
});

export const opened = (door: Door, now: Milliseconds): Door => ({
  ...door,
  state: 'open',
  why: undefined,
  since: now,
});

/**
 * The door after an act on its link. What stops the link pauses it. It opens again only if it was full or expired, and the act has
 * changed that: what an admin closed stays closed.
 */
export function doorAfterAct(
  door: Door,
  {
    trouble,
    hasOtherBounds,
  }: { readonly trouble: LinkTrouble | undefined; readonly hasOtherBounds: boolean },
  now: Milliseconds,
): Door {
  if (door.state === 'open') return trouble ? pausedFor(door, trouble, now) : door;
  const isOver = hasOtherBounds && !trouble && (door.why === 'full' || door.why === 'expired');
  return door.state === 'paused' && isOver ? opened(door, now) : door;
}

/** The door with a new link, which was asked for at `begunAt`. A pause by hand stays, and a lockdown that began later. */
export function doorWithNewLink(door: Door, begunAt: Milliseconds, now: Milliseconds): Door {
  const isHeld = door.why === 'asked' || (door.why === 'lockdown' && door.since >= begunAt);
  return door.state === 'paused' && isHeld ? { ...door, since: now } : opened(door, now);
}
