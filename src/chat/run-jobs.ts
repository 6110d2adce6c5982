import type { Telegram } from '../telegram/client.ts';
import { ACTS_KEPT_MS } from './act-table.ts';
import type { ObjectParts } from './chat-parts.ts';
import type { Job, JobKind } from './jobs.ts';
import type { Announce } from './outbox.ts';

/** What each kind of job does in a run. */
export function jobsOf(
  parts: ObjectParts,
  { announce, telegram }: { readonly announce: Announce; readonly telegram: Telegram },
): Readonly<Record<JobKind, Job>> {
  const { chat, acts, db, now } = parts;
  // The rest is left to the object of the chat that this one has become.
  const unlessMoved =
    (job: Job): Job =>
    async (run) =>
      chat.read()?.moved_to ? undefined : job(run);
  return {
    load: parts.loading.job,
    publish: parts.publishing.job,
    hand_over: () => parts.moving.job(),
    acts: unlessMoved((run) => parts.ownActs.look(telegram)(run)),
    lockdown: unlessMoved((run) => parts.lockdown.job(announce, telegram)(run)),
    announce: unlessMoved((run) =>
      parts.outbox.job(announce, telegram, (notice) => parts.requests.refresh(notice))(run),
    ),
    forget_people: unlessMoved(() => parts.forgetting.job()),
    notices: unlessMoved(() => parts.news.job()),
    doors: unlessMoved((run) => parts.renewing(telegram)(run)),
    requests: unlessMoved((run) => parts.sweep.job(telegram)(run)),
    forget_acts: unlessMoved(async () => {
      acts.forgetBefore(now() - ACTS_KEPT_MS);
      db.run('DELETE FROM door_change WHERE at <= ?', now() - ACTS_KEPT_MS);
      const oldest = acts.oldest();
      return oldest === undefined ? undefined : oldest + ACTS_KEPT_MS;
    }),
  };
}
