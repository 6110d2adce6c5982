// What can be done under /local/ beside what Telegram can: looking at Workers KV, letting it fail, and beginning again.

import type { KvDoor } from '../support/kv-door.ts';
import { Misuse } from '../telegram/refusal.ts';
import { action, type Fields, look, may, need, type Verbs } from '../telegram/verb.ts';
import type { ChatTable } from './chat-tables.ts';
import type { KvEntry } from './kv-entries.ts';

export interface Playground {
  readonly door: KvDoor;
  /** Everything in Workers KV. */
  listKv(): Promise<readonly KvEntry[]>;
  /** What the object of a chat holds. */
  readTables(chat: number): Promise<readonly ChatTable[]>;
  /** Forgets every chat and every link, and begins with the standard world. */
  startOver(): Promise<void>;
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
  kv: look('Everything in Workers KV.', {}, () => playground().listKv()),
  tables: look('The tables of a chat’s object, with their rows.', { chat: need('its id') }, (_, { text }) =>
    playground().readTables(Number(text('chat'))),
  ),
  fail_kv: action(
    'Makes the next operation on Workers KV fail.',
    {
      operation: need(OPERATIONS.join(', ')),
      key: may('only keys that begin so'),
      times: may('how many operations; one, if not said'),
    },
    (_, fields) => {
      const [key = '', times] = [fields.optional('key'), fields.number('times')];
      playground().door.fail({ operation: operationIn(fields), key, times });
      return { ok: true };
    },
  ),
  kv_faults: look('Which operations on Workers KV are to fail, and have not yet.', {}, () =>
    playground().door.pending(),
  ),
  clear_kv_faults: action(
    'Lets no operation on Workers KV fail any more.',
    { operation: may(`only ${OPERATIONS.join(', ')}`) },
    (_, fields) => {
      const isOne = fields.optional('operation') !== undefined;
      playground().door.clearFaults(isOne ? operationIn(fields) : undefined);
      return { ok: true };
    },
  ),
  start_over: action('Forgets every chat and link, here and in Workers KV.', {}, async () => {
    await playground().startOver();
    return { ok: true };
  }),
});
