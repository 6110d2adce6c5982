// Who is to be told of which call: what happens while an update is handled, noted for the one who caused it.

import type { Message } from '@grammyjs/types';
import type { BotApiCall } from './bot-api.ts';

/** What happened while an update was handled. Calls that the bot makes after its answer are still added. */
export interface Handling {
  readonly statuses: (number | 'lost')[];
  readonly calls: BotApiCall[];
  readonly answers: Message[];
  refusedReply?: string;
}

export interface Handlings {
  of(updateId: number): Handling;
  forget(updateId: number): void;
  clear(): void;
  /** A call without an update may belong to any of those in the works, so it is noted with each. */
  note(call: BotApiCall, answer: Message | undefined, inTheWorks: readonly number[]): void;
}

const MAX_KEPT = 1000;

export function createHandlings(): Handlings {
  const known = new Map<number, Handling>();

  function of(updateId: number): Handling {
    const handling = known.get(updateId) ?? { statuses: [], calls: [], answers: [] };
    known.set(updateId, handling);
    const [oldest] = known.keys();
    if (known.size > MAX_KEPT && oldest !== undefined) known.delete(oldest);
    return handling;
  }

  return {
    of,
    forget: (updateId) => {
      known.delete(updateId);
    },
    clear: () => known.clear(),
    note(call, answer, inTheWorks) {
      for (const id of call.update_id === undefined ? inTheWorks : [call.update_id]) {
        of(id).calls.push(call);
        if (answer) of(id).answers.push(answer);
      }
    },
  };
}
