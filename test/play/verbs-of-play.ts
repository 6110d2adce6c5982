// What can be done under /local/ beside what Telegram can: looking at Workers KV, letting it fail, and beginning anew.

import type { RunningWorker } from '../support/worker.ts';
import { Misuse } from '../telegram/refusal.ts';
import { may, need, type Verbs } from '../telegram/verb.ts';
import { listKv } from './kv-entries.ts';

export interface Playground {
  readonly worker: Pick<RunningWorker, 'kv' | 'door'>;
  /** Forgets every chat and every link, and begins with the standard world. */
  beginAnew(): Promise<void>;
}

const OPERATIONS = ['get', 'put', 'delete', 'list'] as const;

/** `playground` is asked only when a verb is run. */
export const verbsOfPlay = (playground: () => Playground): Verbs => ({
  kv: {
    method: 'GET',
    summary: 'Everything in Workers KV.',
    fields: {},
    run: () =>
      listKv(playground().worker.kv).catch((cause) => {
        throw new Misuse(`Workers KV cannot be read while the Worker is exchanged: ${cause}`);
      }),
  },
  fail_kv: {
    method: 'POST',
    summary: 'Makes the next operation on Workers KV fail.',
    fields: { operation: need(OPERATIONS.join(', ')), key: may('only keys that begin so') },
    run(_, fields) {
      const typed = fields.text('operation');
      const operation = OPERATIONS.find((one) => one === typed);
      if (!operation)
        throw new Misuse(`An operation is ${OPERATIONS.join(', ')}, not ${JSON.stringify(typed)}.`);
      playground().worker.door.fail({ operation, key: fields.optional('key') ?? '' });
      return { ok: true };
    },
  },
  kv_faults: {
    method: 'GET',
    summary: 'Which operations on Workers KV are to fail, and have not yet.',
    fields: {},
    run: () => playground().worker.door.pending(),
  },
  clear_kv_faults: {
    method: 'POST',
    summary: 'Lets no operation on Workers KV fail any more.',
    fields: {},
    run() {
      playground().worker.door.clearFaults();
      return { ok: true };
    },
  },
  begin_anew: {
    method: 'POST',
    summary: 'Forgets every chat and link, here and in Workers KV.',
    fields: {},
    async run() {
      await playground().beginAnew();
      return { ok: true };
    },
  },
});
