// One act at a time changes a chat's links. The turn itself is the open act's row with its lease, so that an object that is
// replaced in the middle keeps it; only the waiting line is in memory.

import type { Milliseconds } from '../lib/units.ts';
import type { ObjectParts } from './chat-parts.ts';

const WAITING_MAX = 16;
const WAIT_MS: Milliseconds = 10_000;

export function createTurns({ now, chat }: ObjectParts) {
  /** Until when the open act holds the turn; 0 if none does. */
  const takenUntil = (): Milliseconds => chat.read()?.open_until ?? 0;
  const waiting: (() => void)[] = [];

  /** Resolves when it is called from the line, or when the time is over. */
  const waitInLine = (time: Milliseconds): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, time);
      waiting.push(done);
      function done() {
        clearTimeout(timer);
        const place = waiting.indexOf(done);
        if (place >= 0) waiting.splice(place, 1);
        resolve();
      }
    });

  /** Calls the next in line, after an act has ended. */
  const leave = (): void => waiting[0]?.();

  return {
    leave,

    /**
     * Waits for the turn and calls `act`, which writes the open act or leaves the turn free; `undefined` after ten seconds, or
     * if too many wait. Nothing comes between the look whether the turn is free and the call: two who have waited for the
     * same thing would both see it free.
     */
    async enter<Value>(act: () => Value): Promise<Value | undefined> {
      if (waiting.length >= WAITING_MAX) return undefined;
      const end = now() + WAIT_MS;
      for (let isFirstLook = true; ; isFirstLook = false) {
        const until = takenUntil();
        const isFree = until <= now();
        // A newcomer does not overtake those who wait.
        if (isFree && (!isFirstLook || waiting.length === 0)) {
          try {
            return act();
          } finally {
            // Refused, settled before, or failed.
            if (waiting.length > 0 && takenUntil() <= now()) leave();
          }
        }
        if (now() >= end) return undefined;
        await waitInLine(Math.max(0, Math.min(isFree ? end : until, end) - now()));
      }
    },
  };
}
