// Brings updates to the webhook: one after the other within a queue, queues side by side, again and again until a
// 2xx comes or the update has grown too old. Executes what the webhook replies, and notes all that happened meanwhile.

import type { Message, Update } from '@grammyjs/types';
import type { BotApiCall } from './bot-api.ts';
import type { DeliveryFault, Faults } from './faults.ts';
import { createHandlings, type Handling } from './handlings.ts';
import { Misuse } from './refusal.ts';
import { officialDelayMs } from './retry-schedule.ts';
import type { QueuedUpdate, State, UnixSeconds, UpdateKind, Webhook } from './state.ts';
import { type ReplyCall, readWebhookReply } from './webhook-reply.ts';
import { type Posted, postUpdate, type WebhookAnswer } from './webhook-request.ts';

export interface DeliveryAttempt {
  readonly update_id: number;
  readonly kind: UpdateKind;
  readonly status: number | 'lost';
  /** What the webhook answered; empty when the answer was lost. */
  readonly body: string;
  readonly ms: number;
}

export interface Delivery {
  /** Something was queued. */
  wake(): void;
  /** The webhook is another or gone, or waiting updates were dropped. */
  webhookChanged(): void;
  handled(updateId: number): Promise<Handling>;
  redeliver(updateId: number): Promise<Handling>;
  /** Called as a method of the Bot API is; answers the update it belongs to, where that is certain. */
  callStarted(method: string): number | undefined;
  callEnded(call: BotApiCall, answer: Message | undefined): void;
  settled(): Promise<void>;
  /** Forgets what came of updates, whose numbers are given out again. */
  reset(): void;
  close(): void;
}

const MAX_PAST_UPDATES = 1000;

export interface DeliveryOptions {
  readonly state: State;
  readonly now: () => UnixSeconds;
  readonly faults: Faults;
  readonly retryDelayMs: (failures: number, retryAfterSeconds?: number) => number;
  readonly onStart: (update: Update) => void;
  readonly onAttempt: (attempt: DeliveryAttempt) => void;
  /** Executes a webhook reply; answers the description of a refusal. */
  readonly reply: (call: ReplyCall, updateId: number) => Promise<string | undefined>;
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { state, now, faults } = options;
  const running = new Map<QueuedUpdate, Promise<void>>();
  const handlings = createHandlings();
  const waiters = new Map<number, PromiseWithResolvers<void>>();
  const hangUps = new Set<{ readonly method: string | true; readonly cut: () => void }>();
  const closing = new AbortController();
  let changed = Promise.withResolvers<void>();

  const inTheWorks = (): number[] => [...running.keys()].map((one) => one.update.update_id);

  /** Starts every update that may go now; at most twice as many are looked at as there are connections. */
  function pump(): void {
    if (!state.webhook || closing.signal.aborted) return;
    const busy = new Set([...running.keys()].map((one) => one.queue));
    for (const queued of state.waiting.slice(0, 2 * state.webhook.max_connections)) {
      if (busy.has(queued.queue)) continue;
      busy.add(queued.queue);
      const done = deliver(queued).finally(() => {
        running.delete(queued);
        pump();
      });
      running.set(queued, done);
    }
  }

  async function deliver(queued: QueuedUpdate): Promise<void> {
    // Waiting that a test has skipped still makes an update older: otherwise a webhook that fails for ever would
    // be asked for ever.
    let skippedMs = 0;
    while (state.webhook && state.waiting.includes(queued) && !closing.signal.aborted) {
      const fault = faults.takeForDelivery();
      const retryAfter = await attempt(queued, state.webhook, fault);
      if (retryAfter === 'delivered') {
        if (fault && 'deliverTwice' in fault && fault.deliverTwice === true) {
          await attempt(queued, state.webhook, undefined);
        }
        break;
      }
      queued.failures++;
      const waitMs = options.retryDelayMs(queued.failures, retryAfter);
      skippedMs += Math.max(0, officialDelayMs(queued.failures, retryAfter) - waitMs);
      if (now() + (skippedMs + waitMs) / 1000 > queued.expires_at) break;
      await pause(waitMs);
    }
    if (state.webhook && !closing.signal.aborted) finish(queued);
  }

  function finish(queued: QueuedUpdate): void {
    state.waiting = state.waiting.filter((one) => one !== queued);
    state.past = [...state.past.filter((one) => one !== queued), queued].slice(-MAX_PAST_UPDATES);
    waiters.get(queued.update.update_id)?.resolve();
    waiters.delete(queued.update.update_id);
  }

  /** Answers 'delivered', or how long the webhook asks to be left alone. */
  async function attempt(
    queued: QueuedUpdate,
    webhook: Webhook,
    fault: DeliveryFault | undefined,
  ): Promise<'delivered' | number | undefined> {
    if (fault && 'deliverTwice' in fault && fault.deliverTwice === 'at once') {
      const [first] = await Promise.all([
        attempt(queued, webhook, undefined),
        attempt(queued, webhook, undefined),
      ]);
      return first;
    }
    options.onStart(queued.update);
    const startedAt = performance.now();
    const posted = await post(queued, webhook, fault);
    const { update_id } = queued.update;
    const status = posted.kind === 'answered' ? posted.answer.status : 'lost';
    const body = posted.kind === 'answered' ? posted.answer.body : '';
    handlings.of(update_id).statuses.push(status);
    options.onAttempt({ update_id, kind: queued.kind, status, body, ms: performance.now() - startedAt });
    if (posted.kind === 'answered' && status !== 'lost' && status >= 200 && status <= 299) {
      await executeReply(posted.answer, update_id);
      return 'delivered';
    }
    webhook.last_error_date = now();
    webhook.last_error_message = wordError(posted);
    return posted.kind === 'answered' ? posted.answer.retryAfterSeconds : undefined;
  }

  async function post(
    queued: QueuedUpdate,
    webhook: Webhook,
    fault: DeliveryFault | undefined,
  ): Promise<Posted> {
    const cutting = new AbortController();
    const hangUp =
      fault && 'hangUp' in fault ? { method: fault.hangUp, cut: () => cutting.abort() } : undefined;
    if (hangUp) hangUps.add(hangUp);
    const signal = AbortSignal.any([cutting.signal, closing.signal]);
    const posted = await postUpdate(webhook, queued.update, signal);
    if (hangUp) hangUps.delete(hangUp);
    return fault && 'loseAnswer' in fault ? { kind: 'lost', reason: 'Webhook connection closed' } : posted;
  }

  async function executeReply(answer: WebhookAnswer, updateId: number): Promise<void> {
    const call = readWebhookReply(answer);
    if (!call) return;
    const refused = await options.reply(call, updateId);
    if (refused !== undefined) handlings.of(updateId).refusedReply = refused;
  }

  async function pause(ms: number): Promise<void> {
    const timer = Promise.withResolvers<void>();
    const handle = setTimeout(timer.resolve, ms);
    await Promise.race([timer.promise, changed.promise]);
    clearTimeout(handle);
  }

  async function handled(updateId: number): Promise<Handling> {
    const handling = handlings.of(updateId);
    const isWaiting = state.waiting.some((one) => one.update.update_id === updateId);
    if (isWaiting && state.webhook) {
      const waiter = waiters.get(updateId) ?? Promise.withResolvers<void>();
      waiters.set(updateId, waiter);
      pump();
      await waiter.promise;
    }
    return handling;
  }

  function webhookChanged(): void {
    changed.resolve();
    changed = Promise.withResolvers();
    const gone = [...waiters].filter(
      ([id]) => !state.webhook || !state.waiting.some((one) => one.update.update_id === id),
    );
    for (const [id, waiter] of gone) {
      waiters.delete(id);
      waiter.resolve();
    }
    pump();
  }

  return {
    wake: pump,
    webhookChanged,
    handled,
    async redeliver(updateId) {
      const queued = state.past.find((one) => one.update.update_id === updateId);
      if (!queued) throw new Misuse(`There is no delivered update ${updateId} to deliver again.`);
      if (!state.webhook) throw new Misuse('No webhook is set, so nothing can be delivered.');
      handlings.forget(updateId);
      queued.failures = 0;
      state.waiting.push(queued);
      return handled(updateId);
    },
    callStarted(method) {
      for (const one of hangUps) {
        if (one.method === true || one.method.toLowerCase() === method.toLowerCase()) one.cut();
      }
      const [only, ...others] = inTheWorks();
      return others.length === 0 ? only : undefined;
    },
    callEnded: (call, answer) => handlings.note(call, answer, inTheWorks()),
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
    reset: handlings.clear,
    close() {
      closing.abort();
      changed.resolve();
      for (const waiter of waiters.values()) waiter.resolve();
    },
  };
}

const wordError = (posted: Posted): string =>
  posted.kind === 'lost'
    ? posted.reason
    : `Wrong response from the webhook: ${posted.answer.status} ${posted.answer.statusText}`.trim();
