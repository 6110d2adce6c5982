// What a test can make go wrong: with a call of the bot, or with a delivery to it. Each fault is used up as it strikes.

import type { ResponseParameters } from '@grammyjs/types';

export type CallFaultKind =
  | {
      readonly refuse: {
        readonly error_code: number;
        readonly description: string;
        readonly parameters?: ResponseParameters;
      };
    }
  /** 429 with this many seconds to wait. */
  | { readonly flood: number }
  /** A proxy's page of HTML with this status. */
  | { readonly html: number }
  /** The connection is cut before or after the call took effect. */
  | { readonly drop: 'before' | 'after' }
  /** No answer comes, before or after the call took effect: a Worker in a hurry is told so by a header. */
  | { readonly silent: 'before' | 'after' }
  | { readonly delayMs: number }
  /** The call waits for this promise before it takes effect. */
  | { readonly hold: Promise<void> };

export interface CallFault {
  /** Any method when it is left out. */
  readonly method?: string | undefined;
  /** How many calls pass first. */
  readonly skip?: number | undefined;
  /** How many calls it strikes; one by default. */
  readonly times?: number | undefined;
  readonly how: CallFaultKind;
}

export type DeliveryFault =
  /** Delivered again after a successful delivery, or beside it, at once. */
  | { readonly deliverTwice: true | 'at once' }
  /** The webhook's answer never arrives, so the update is delivered again. */
  | { readonly loseAnswer: true }
  /** The connection is cut as soon as the bot has called any method, or this one; then it is delivered again. */
  | { readonly hangUp: true | string };

/** What waits to strike. */
export interface PendingFaults {
  readonly calls: readonly CallFault[];
  readonly deliveries: readonly DeliveryFault[];
}

export interface Faults {
  addCallFault(fault: CallFault): void;
  addDeliveryFault(fault: DeliveryFault): void;
  pending(): PendingFaults;
  /** Nothing strikes any more, or nothing of this kind, which is the name of the field that says how. */
  clear(kind?: string): void;
  /** `replying`: a webhook reply, which no connection carries that could be cut. */
  takeForCall(method: string, replying: boolean): CallFaultKind | undefined;
  takeForDelivery(): DeliveryFault | undefined;
}

export function createFaults(): Faults {
  let calls: { method: string | undefined; skip: number; left: number; how: CallFaultKind }[] = [];
  let deliveries: DeliveryFault[] = [];
  return {
    addCallFault({ method, skip = 0, times = 1, how }) {
      calls.push({ method, skip, left: times, how });
    },
    addDeliveryFault(fault) {
      deliveries.push(fault);
    },
    pending: () => ({
      calls: calls
        .filter(({ left }) => left > 0)
        .map(({ method, left: times, how }) => ({ method, times, how })),
      deliveries: [...deliveries],
    }),
    clear(kind) {
      const stays = (how: object): boolean => kind !== undefined && !(kind in how);
      calls = calls.filter(({ how }) => stays(how));
      deliveries = deliveries.filter(stays);
    },
    takeForCall(method, replying) {
      const found = calls.find(
        (one) =>
          one.left > 0 &&
          (one.method === undefined || one.method.toLowerCase() === method.toLowerCase()) &&
          !(replying && ('html' in one.how || 'drop' in one.how || 'silent' in one.how)),
      );
      if (!found || found.skip-- > 0) return undefined;
      found.left--;
      return found.how;
    },
    takeForDelivery: () => deliveries.shift(),
  };
}
