// When what the page shows is read again. What is read, and how trouble is shown, is handed in.

import type { KvPassed } from '../../support/kv-door.ts';
import type { Item } from '../../telegram/news.ts';

type Reading = () => Promise<void>;

export interface Readings {
  readonly chats: Reading;
  readonly faults: Reading;
  readonly kv: Reading;
}

/** News come in swarms: an update, its calls, the keys that it writes. */
const SWARM_MS = 40;
const afterTheSwarm = (act: () => void): void => void setTimeout(act, SWARM_MS);

export function keepFresh(readings: Readings, fail: (error: unknown) => void, soon = afterTheSwarm) {
  const chats = oneAtATime(readings.chats, fail);
  const faults = oneAtATime(readings.faults, fail);
  const kv = oneAtATime(readings.kv, fail);
  let isExpected = false;
  let isKvStale = false;
  return {
    chats,
    faults,

    /** At the start, and when a connection that was lost is there again: no one told what changed meanwhile. */
    everything: (): Promise<unknown> => Promise.all([chats(), faults(), kv()]),

    hear(item: Pick<Item, 'kind' | 'about'>): void {
      isKvStale ||= mayHaveWritten(item);
      if (isExpected) return;
      isExpected = true;
      soon(() => {
        isExpected = false;
        void chats();
        void faults();
        if (isKvStale) void kv();
        isKvStale = false;
      });
    },
  };
}

/** The Worker's own news tell of what is done past its door, too. */
function mayHaveWritten({ kind, about }: Pick<Item, 'kind' | 'about'>): boolean {
  if (kind === 'worker') return true;
  return kind === 'kv' && ['put', 'delete'].includes((about as KvPassed).operation);
}

/** Anyone who asks while it is read gets the next reading, whatever becomes of this one. */
function oneAtATime(read: Reading, fail: (error: unknown) => void): Reading {
  let reading: Promise<void> | undefined;
  let isStale = false;
  async function readOn(): Promise<void> {
    try {
      while (isStale) {
        isStale = false;
        await read().catch(fail);
      }
    } finally {
      reading = undefined;
    }
  }
  return () => {
    isStale = true;
    reading ??= readOn();
    return reading;
  };
}
