// Updates between Telegram and the Worker: in order within a queue, queues side by side, each update until it is taken.

import type { Milliseconds } from '../lib/units.ts';
import type { Update } from '../telegram/command-messages.ts';
import type { DeliverUpdate } from './deliver-update.ts';
import { queueKey } from './queue-key.ts';

export interface UpdateQueues {
  /** Takes updates in Telegram's order, and passes over those that it has taken before. */
  add(updates: readonly Update[]): void;
  /** The first update that is not delivered yet; `undefined` before there has been any. */
  offset(): number | undefined;
  isEmpty(): boolean;
  /** Resolves when the next update is delivered. */
  nextDelivery(): Promise<void>;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
}

export interface QueuesDeps {
  readonly deliver: DeliverUpdate;
  readonly wait: (time: Milliseconds) => Promise<void>;
  /** From then on nothing is sent on its way. */
  readonly ending: AbortSignal;
}

interface Queue {
  readonly updates: Update[];
  failures: number;
  /** Its first update is on its way, or was not taken a moment ago. */
  isBusy: boolean;
}

const QUEUES_AT_ONCE = 8;
/** A Worker is back a moment after a change, so the pauses are shorter than Telegram's. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

export function createUpdateQueues({ deliver, wait, ending }: QueuesDeps): UpdateQueues {
  const queues = new Map<string, Queue>();
  const running = new Set<Promise<void>>();
  const undelivered = new Set<number>();
  /** Delivered while an earlier one is not, so that Telegram goes on showing them. */
  const deliveredEarly = new Set<number>();
  let next: number | undefined;
  let delivery = Promise.withResolvers<void>();

  const offset = (): number | undefined => (undelivered.size > 0 ? Math.min(...undelivered) : next);

  function pump(): void {
    for (const [key, queue] of queues) {
      if (ending.aborted || running.size >= QUEUES_AT_ONCE) return;
      const [first] = queue.updates;
      if (queue.isBusy || !first) continue;
      queue.isBusy = true;
      const attempt = deliverFirst(key, queue, first).finally(() => {
        running.delete(attempt);
        pump();
      });
      running.add(attempt);
    }
  }

  async function deliverFirst(key: string, queue: Queue, update: Update): Promise<void> {
    if (!(await deliver(update, queue.failures))) {
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** queue.failures++, LONGEST_PAUSE_MS);
      // Not awaited: a queue that waits holds up no other.
      void wait(pause).then(() => {
        queue.isBusy = false;
        pump();
      });
      return;
    }
    queue.updates.shift();
    queue.failures = 0;
    queue.isBusy = false;
    queues.delete(key);
    // Behind the others, so that a long queue does not keep them from their turn.
    if (queue.updates.length > 0) queues.set(key, queue);
    noteDelivered(update.update_id);
  }

  function noteDelivered(id: number): void {
    undelivered.delete(id);
    deliveredEarly.add(id);
    const first = offset() ?? 0;
    for (const early of deliveredEarly) if (early < first) deliveredEarly.delete(early);
    delivery.resolve();
    delivery = Promise.withResolvers();
  }

  return {
    add(updates) {
      for (const update of updates) {
        const id = update.update_id;
        // An answer that was asked for before the last delivery still holds what is delivered now.
        const isKnown = undelivered.has(id) || deliveredEarly.has(id) || id < (offset() ?? id);
        if (isKnown) continue;
        undelivered.add(id);
        next = id + 1;
        const key = queueKey(update);
        const queue = queues.get(key) ?? { updates: [], failures: 0, isBusy: false };
        queue.updates.push(update);
        queues.set(key, queue);
      }
      pump();
    },
    offset,
    isEmpty: () => undelivered.size === 0,
    nextDelivery: () => delivery.promise,
    async settled() {
      await Promise.all(running);
    },
  };
}
