import type { Milliseconds } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import { ACTS_KEPT_MS } from './act-table.ts';
import type { createParts } from './chat-parts.ts';
import type { Job, JobKind } from './jobs.ts';
import type { Announce } from './outbox.ts';

/** What each kind of job does in a run. */
export function jobsOf(
  {
    chat,
    ledger,
    loading,
    publishing,
    moving,
    acts,
    lockdown,
    ownActs,
    outbox,
    sweep,
  }: ReturnType<typeof createParts>,
  announce: Announce,
  telegram: Telegram,
  now: () => Milliseconds,
): Readonly<Record<JobKind, Job>> {
  const stay = { load: loading.job, publish: publishing.job, hand_over: moving.job };
  // What is left to do goes along with the chat.
  const gone = async () => undefined;
  if (chat.read()?.moved_to)
    return {
      ...stay,
      acts: gone,
      lockdown: gone,
      announce: gone,
      forget_acts: gone,
      forget_people: gone,
      notices: gone,
      requests: gone,
    };
  return {
    ...stay,
    acts: ownActs.look(telegram),
    lockdown: lockdown.job(announce, telegram),
    announce: outbox.job(announce, telegram),
    forget_people: ledger.forgetting.job,
    notices: ledger.news.job,
    requests: sweep.job(telegram),
    async forget_acts() {
      acts.forgetBefore(now() - ACTS_KEPT_MS);
      const oldest = acts.oldest();
      return oldest === undefined ? undefined : oldest + ACTS_KEPT_MS;
    },
  };
}
