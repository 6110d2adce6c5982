// What can be done under /local/ beside what Telegram can: looking at Workers KV, letting it fail, and beginning anew.

import type { KvDoor } from '../support/kv-door.ts';
import { Misuse } from '../telegram/refusal.ts';
import { type Fields, may, need, type Verbs } from '../telegram/verb.ts';
import type { KvEntry } from './kv-entries.ts';

export interface Playground {
  readonly door: KvDoor;
  /** Everything in Workers KV. */
  listKv(): Promise<readonly KvEntry[]>;
  /** Forgets every chat and every link, and begins with the standard world. */
  beginAnew(): Promise<void>;
}

const OPERATIONS = ['get', 'put', 'delete', 'list'] as const;

function operationIn(fields: Fields): (typeof OPERATIONS)[number] {
  const typed = fields.text('operation');
  const operation = OPERATIONS.find((one) => one === typed);
  if (operation) return operation;
  throw new Misuse(`An operation is ${OPERATIONS.join(', ')}, not ${JSON.stringify(typed)}.`);
}

/** `playground` is asked only when a verb is run. */
export const verbsOfPlay = (playground: () => Playground): Verbs => ({
  kv: {
    method: 'GET',
    summary: 'Everything in Workers KV.',
    fields: {},
    run: () => playground().listKv(),
  },
  fail_kv: {
    method: 'POST',
    summary: 'Makes the next operation on Workers KV fail.',
    fields: {
      operation: need(OPERATIONS.join(', ')),
      key: may('only keys that begin so'),
      times: may('how many operations; one, if not said'),
    },
    run(_, fields) {
      const [key = '', times] = [fields.optional('key'), fields.number('times')];
      playground().door.fail({ operation: operationIn(fields), key, times });
      return { ok: true };
    },
  },
  kv_faults: {
    method: 'GET',
    summary: 'Which operations on Workers KV are to fail, and have not yet.',
    fields: {},
    run: () => playground().door.pending(),
  },
  clear_kv_faults: {
    method: 'POST',
    summary: 'Lets no operation on Workers KV fail any more.',
    fields: { operation: may(`only ${OPERATIONS.join(', ')}`) },
    run(_, fields) {
      const isOne = fields.optional('operation') !== undefined;
      playground().door.clearFaults(isOne ? operationIn(fields) : undefined);
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
