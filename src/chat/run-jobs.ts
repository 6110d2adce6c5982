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
    db,
    ledger,
    loading,
    publishing,
    moving,
    acts,
    lockdown,
    ownActs,
    outbox,
    requests,
    sweep,
    renewing,
  }: ReturnType<typeof createParts>,
  { announce, telegram }: { readonly announce: Announce; readonly telegram: Telegram },
  now: () => Milliseconds,
): Readonly<Record<JobKind, Job>> {
  // The rest is left to the object of the chat that this one has become.
  const unlessMoved =
    (job: Job): Job =>
    async (run) =>
      chat.read()?.moved_to ? undefined : job(run);
  return {
    load: loading.job,
    publish: publishing.job,
    hand_over: moving.job,
    acts: unlessMoved(ownActs.look(telegram)),
    lockdown: unlessMoved(lockdown.job(announce, telegram)),
    announce: unlessMoved(outbox.job(announce, telegram, requests.refresh)),
    forget_people: unlessMoved(ledger.forgetting.job),
    notices: unlessMoved(ledger.news.job),
    doors: unlessMoved(renewing(telegram)),
    requests: unlessMoved(sweep.job(telegram)),
    forget_acts: unlessMoved(async () => {
      acts.forgetBefore(now() - ACTS_KEPT_MS);
      db.run('DELETE FROM door_change WHERE at <= ?', now() - ACTS_KEPT_MS);
      const oldest = acts.oldest();
      return oldest === undefined ? undefined : oldest + ACTS_KEPT_MS;
    }),
  };
}
