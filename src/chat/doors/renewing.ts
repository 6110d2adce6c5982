// When the link behind a door expires: the door pauses, or gets a new link by itself. The act is known by the link that it
// replaces, so that none is replaced twice.

import type { Milliseconds } from '../../lib/units.ts';
import type { Telegram } from '../../telegram/client.ts';
import type { ObjectParts } from '../chat-parts.ts';
import type { Job } from '../jobs.ts';
import { mayFareBetter } from '../own-acts.ts';

/** The create, which is never repeated, after a flood wait. */
const CALLS = 2;

export const createRenewing =
  ({ db, doors, ownActs, handOver, now }: ObjectParts) =>
  (telegram: Telegram): Job =>
  async (run) => {
    let next: Milliseconds | undefined;
    for (const link of doors.all()) {
      const { door, expire_date: expiry, made } = link.record;
      if (expiry === undefined || door.state !== 'open') continue;
      if (expiry * 1000 > now()) {
        next = Math.min(next ?? Number.POSITIVE_INFINITY, expiry * 1000);
        continue;
      }
      if (!door.renews) {
        db.together(() => doors.pause(link.id, 'expired'));
        continue;
      }
      if (!run.has(CALLS)) return now();
      const asked = Math.floor(now() / 1000);
      const renew = { kind: 'renew', door: { kind: 'id', id: door.id } } as const;
      const action = { kind: 'create', settings: {}, asked, door: renew } as const;
      const act = { date: asked, update_id: made?.update_id ?? 0, auto: true } as const;
      const outcome = await ownActs.perform({ key: `renew:${link.id}`, action, act }, telegram);
      if (outcome.ok) return now();
      const { failure } = outcome;
      if (failure.kind === 'chat_migrated') {
        await handOver(failure.to);
        return undefined;
      }
      // Its page says meanwhile that the link has expired.
      if (mayFareBetter(failure)) return 'later';
      if (failure.kind !== 'door') db.together(() => doors.pause(link.id, 'expired', failure));
      // What was read of the others may have changed meanwhile.
      return now();
    }
    return next;
  };
