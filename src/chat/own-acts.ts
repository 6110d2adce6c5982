// What the object does at Telegram by itself, in the chat's turn like every act, and what becomes of acts whose caller is gone:
// a revoke is sent again until Telegram answers, of the others the asker is told once that no one knows.

import type { Failure } from '../failures.ts';
import { fail } from '../lib/result.ts';
import type { Milliseconds } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import { isPassing } from '../telegram/refusals.ts';
import type { Act } from './act-table.ts';
import { OWN } from './begin.ts';
import { callTelegram } from './call-telegram.ts';
import type { ObjectParts } from './chat-parts.ts';
import type { Job } from './jobs.ts';
import type { News } from './notice.ts';
import { perhaps } from './perhaps.ts';
import type { Ask, Outcome } from './protocol.ts';

/** A call takes less; until then no one else acts on the chat's links. */
const LEASE_MS: Milliseconds = 25_000;
/** The pauses between tries grow with the age of the act. */
const PAUSE_MIN_MS: Milliseconds = 10_000;
const PAUSE_MAX_MS: Milliseconds = 15 * 60_000;
/** A revoke, with a second attempt, and the question for the primary link after it. */
const CALLS = 4;
const BATCH = 50;

/** Whether the same act may fare better some time later. */
export const mayFareBetter = (failure: Failure): boolean =>
  isPassing(failure) || failure.kind === 'busy' || failure.kind === 'loading';

/** A link that is closed, or of another object by now. */
const ENDING: ReadonlySet<Failure['kind']> = new Set(['link_gone', 'link_revoked', 'chat_migrated']);

const pauseFor = (age: Milliseconds): Milliseconds => Math.min(Math.max(PAUSE_MIN_MS, age), PAUSE_MAX_MS);

export function createOwnActs(parts: ObjectParts) {
  const { chatId, db, acts, outbox, begin, settle, handOver, now } = parts;

  async function perform(
    ask: Omit<Ask, 'handling' | 'deadline'>,
    telegram: Telegram,
    primary?: string,
  ): Promise<Outcome> {
    const begun = await begin({ ...ask, handling: OWN, deadline: now() + LEASE_MS });
    if (!begun.ok) return begun;
    if (begun.value.kind === 'settled') return begun.value.outcome;
    return settle(ask.key, await callTelegram(begun.value, chatId, telegram, primary));
  }

  const say = ({ key, intent: { place } }: Act, news: News): void => {
    if (place) outbox.put({ key: `act:${key}`, place, chat: chatId, news });
  };

  async function repeat(act: Act, telegram: Telegram): Promise<void> {
    const { action, act: linkAct, begun } = act.intent;
    const outcome = await perform({ ...act.intent, key: act.key, action, act: linkAct }, telegram);
    // What no one waits for is tried until it is done.
    const isOwn = linkAct.auto && !outcome.ok && !ENDING.has(outcome.failure.kind);
    const isUnanswered =
      !outcome.ok && (outcome.failure.kind === 'perhaps_closed' || mayFareBetter(outcome.failure));
    if (isOwn || isUnanswered) {
      acts.end(act.key, 'lost', fail(perhaps(begun)), now() + pauseFor(now() - act.begun_at));
    } else if (outcome.ok) say(act, { kind: 'closed', done: outcome.value });
    else if (outcome.failure.kind === 'chat_migrated') await handOver(outcome.failure.to);
    else say(act, { kind: 'interrupted', failure: outcome.failure });
  }

  return {
    perform,

    look:
      (telegram: Telegram): Job =>
      async (run) => {
        for (const act of acts.due(now(), BATCH)) {
          if (act.intent.action.kind === 'revoke') {
            if (!run.has(CALLS)) return now();
            await repeat(act, telegram);
            continue;
          }
          const failure = perhaps(act.intent.begun);
          db.together(() => {
            acts.end(act.key, 'lost', fail(failure));
            say(act, { kind: 'interrupted', failure });
          });
        }
        return acts.nextDue();
      },
  };
}
