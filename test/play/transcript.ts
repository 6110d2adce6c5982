// Writes down what happens: who says what where, what the bot answers, and what it remembers of it.

import type { Message } from '@grammyjs/types';
import type { RunningWorker } from '../support/worker.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import type { State } from '../telegram/state.ts';
import { block } from './block.ts';
import { describeKvChanges, readKv } from './kv-changes.ts';
import { linesOfMessage } from './lines-of-message.ts';
import type { Paint } from './paint.ts';

export interface Transcript {
  /** Whether something happened that is not written down yet. */
  isBehind(): boolean;
  catchUp(): Promise<void>;
}

export interface TranscriptDeps {
  readonly telegram: LocalTelegram;
  readonly worker: RunningWorker;
  /** The zone in which moments are shown. */
  readonly timeZone: string;
  readonly paint: Paint;
  readonly print: (line: string) => void;
}

/** Begins behind what has happened so far. */
export async function createTranscript(deps: TranscriptDeps): Promise<Transcript> {
  const { telegram, worker, timeZone, paint, print } = deps;
  const progress = (): string => [telegram.deliveries, telegram.calls].map(({ length }) => length).join();

  let written = progress();
  let kv = await readKv(worker.kv);
  let seen = new Set(messagesIn(telegram.state()).map(keyOf));

  return {
    isBehind: () => progress() !== written,

    async catchUp() {
      written = progress();
      const state = telegram.state();
      const messages = messagesIn(state);
      const unseen = messages.filter((message) => !seen.has(keyOf(message)));
      // Those alone: a story that begins again begins with the same numbers.
      seen = new Set(messages.map(keyOf));

      const before = kv;
      kv = await readKv(worker.kv);
      const changes = describeKvChanges(before, kv);
      // Calls that have nothing to do with a chat.
      if (unseen.length === 0 && changes.length === 0) return;
      const lines = [
        ...unseen.flatMap((message) => linesOfMessage(message, state, timeZone, paint)),
        ...block('KV', changes.length === 0 ? ['no change'] : changes, paint.kept),
      ];
      for (const line of lines) print(line);
    },
  };
}

const messagesIn = (state: State): Message[] => Object.values(state.messages).flat();

/** Another one for every edit. */
const keyOf = ({ chat, message_id, ephemeral_message_id, edit_date }: Message): string =>
  [chat.id, message_id, ephemeral_message_id, edit_date].join();
