// Closes every active link of the chat, link after link, and replaces the primary one. What is closed is known from the records,
// so that it goes on after any end of the object; links that get no answer are tried again in a next pass.

import type { Failure } from '../failures.ts';
import type { ChatId } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import { callTelegram, findPrimary } from './call-telegram.ts';
import type { ObjectParts } from './chat-parts.ts';
import { createRun, type Job, RUN_CALLS, RUN_MS, type Run } from './jobs.ts';
import { countOpenLinks, nextOpenLink } from './link-pages.ts';
import type { StoredLink } from './link-table.ts';
import type { Lockdown, LockdownProgress, Notice, Trouble } from './notice.ts';
import type { Announce } from './outbox.ts';
import { mayFareBetter } from './own-acts.ts';

/** Passes over links that got no answer, with growing pauses. After them the revokes themselves are repeated. */
const PASSES = 5;
/** A revoke with a second attempt. */
const LINK_CALLS = 2;
/** The question for the primary link, and the export. */
const PRIMARY_CALLS = 3;

/** So many refusals one after the other end it: the bot has lost its rights. */
const REFUSED_IN_A_ROW = 5;

/** How far it is, and when it goes on. */
type Paused = [Lockdown, Awaited<ReturnType<Job>>];

export function createLockdown(parts: ObjectParts) {
  const { chatId, db, chat, acts, jobs, outbox, ownActs, doors, handOver, now } = parts;
  /** How far it is, if the database takes no more writes. */
  let unsaved: Lockdown | undefined;

  const read = (): Lockdown | undefined => unsaved ?? chat.lockdown();

  function progressOf(lockdown: Lockdown): LockdownProgress {
    const unrecorded = Object.values(lockdown.troubles).filter(isUnrecorded).length;
    return {
      lockdown,
      closed: lockdown.closed ?? (chat.read()?.revoked ?? 0) - lockdown.revokedBefore + unrecorded,
      open: countOpenLinks(db) - unrecorded,
      // These read more rows, and only the end says them.
      doors: lockdown.isOver ? doors.all().length : 0,
      perhapsMade: lockdown.isOver ? acts.perhapsMade().length : 0,
    };
  }

  const noticeOf = (lockdown: Lockdown): Notice => ({
    key: 'lockdown',
    place: lockdown.place,
    chat: chatId,
    news: { kind: 'lockdown', progress: progressOf(lockdown) },
  });

  /** Keeps how far it is, and has it said; `undefined`, or what has to be said at once if that can't be kept. */
  function save(lockdown: Lockdown): Notice | undefined {
    try {
      db.together(() => {
        chat.set({ lockdown: JSON.stringify(lockdown) });
        outbox.put(noticeOf(lockdown));
      });
      unsaved = undefined;
      return undefined;
    } catch {
      unsaved = { ...lockdown, isUnsaved: true };
      return noticeOf(unsaved);
    }
  }

  /** `undefined` if the link is closed. */
  async function close(
    link: StoredLink,
    { key, act }: Lockdown,
    telegram: Telegram,
  ): Promise<Failure | undefined> {
    const action = { kind: 'revoke', link: { kind: 'id', id: link.id } } as const;
    const url = link.record.invite_link;
    try {
      const outcome = await ownActs.perform({ key: `${key}/${link.id}`, action, act }, telegram);
      // Another admin may have closed it meanwhile.
      return outcome.ok || outcome.failure.kind === 'link_revoked' ? undefined : outcome.failure;
    } catch {
      // No more writes are taken: a link that can be closed is closed all the same.
      const answer = await callTelegram({ kind: 'revoke', url, isPrimary: false }, chatId, telegram);
      if (answer.ok || answer.failure.kind === 'link_gone')
        return { kind: 'unrecorded', act: 'closed', link: url };
      return mayHaveHappened(answer.failure) ? { kind: 'perhaps_closed', link: url } : answer.failure;
    }
  }

  async function replacePrimary({ key, act }: Lockdown, telegram: Telegram): Promise<'replaced' | Failure> {
    const primary = await findPrimary(chatId, telegram);
    try {
      const action = { kind: 'export' } as const;
      const outcome = await ownActs.perform({ key: `${key}/primary`, action, act }, telegram, primary);
      return outcome.ok ? 'replaced' : outcome.failure;
    } catch {
      return { kind: 'records_full' };
    }
  }

  /** As far as time and calls allow; the second value says when to go on. */
  async function work(begun: Lockdown, telegram: Telegram, run: Run): Promise<Paused> {
    let lockdown = begun;
    let refusedInARow = 0;
    const set = (changes: Partial<Lockdown>): Lockdown => {
      lockdown = { ...lockdown, waitsFor: undefined, ...changes };
      return lockdown;
    };
    const pause = (why: Failure): Paused => [
      set({ waitsFor: why }),
      why.kind === 'flood_control' ? now() + why.retryAfter * 1000 : 'later',
    ];
    const move = async (to: ChatId): Promise<Paused> => {
      await handOver(to);
      return [lockdown, undefined];
    };

    while (lockdown.closed === undefined) {
      if (!run.has(LINK_CALLS)) return [set({}), now()];
      const link = nextOpenLink(db, lockdown.reached);
      if (!link) {
        const isLeft = countOpenLinks(db) > Object.keys(lockdown.troubles).length;
        if (isLeft && lockdown.pass < PASSES) return [set({ reached: 0, pass: lockdown.pass + 1 }), 'later'];
        // Kept before the primary link is counted among the closed ones.
        return [set({ closed: progressOf(lockdown).closed }), now()];
      }
      const failure = link.id in lockdown.troubles ? undefined : await close(link, lockdown, telegram);
      if (failure?.kind === 'chat_migrated') return move(failure.to);
      if (failure && mayFareBetter(failure)) return pause(failure);
      set({ reached: link.n });
      if (failure?.kind === 'perhaps_closed') return pause(failure);
      if (!failure || failure.kind === 'unrecorded') refusedInARow = 0;
      if (!failure) continue;
      const trouble = { link: link.record.invite_link, failure };
      set({ troubles: { ...lockdown.troubles, [link.id]: trouble } });
      // The next ones would fare no better.
      if (failure.kind !== 'unrecorded' && ++refusedInARow >= REFUSED_IN_A_ROW)
        return [set({ closed: progressOf(lockdown).closed, stoppedBy: failure }), now()];
    }
    if (!run.has(PRIMARY_CALLS)) return [lockdown, now()];
    const primary = await replacePrimary(lockdown, telegram);
    if (primary !== 'replaced' && primary.kind === 'chat_migrated') return move(primary.to);
    if (primary !== 'replaced' && mayFareBetter(primary)) return pause(primary);
    return [set({ primary, isOver: true }), undefined];
  }

  return {
    /** Begins one, or goes on with the one that is under way. */
    async start(
      { key, act, place }: Pick<Lockdown, 'key' | 'act' | 'place'>,
      telegram: () => Telegram,
    ): Promise<LockdownProgress> {
      const known = read();
      if (known && !known.isUnsaved && (!known.isOver || known.key === key)) return progressOf(known);
      const revokedBefore = chat.read()?.revoked ?? 0;
      const lockdown: Lockdown =
        known?.isUnsaved && !known.isOver
          ? known
          : { key, act, place, reached: 0, pass: 0, revokedBefore, troubles: {}, isOver: false };
      try {
        db.prepare();
        db.together(() => {
          chat.set({ lockdown: JSON.stringify({ ...lockdown, isUnsaved: undefined }) });
          doors.pauseAll();
          jobs.ask('lockdown', now());
        });
        unsaved = undefined;
        return progressOf(lockdown);
      } catch {
        await doors.pauseAllUnrecorded();
        // No job can be kept: the press itself closes what it can, and another one goes on.
        const [reached] = await work(lockdown, telegram(), createRun(now, RUN_MS, RUN_CALLS));
        unsaved = { ...reached, isUnsaved: true };
        return progressOf(unsaved);
      }
    },

    job:
      (announce: Announce, telegram: Telegram): Job =>
      async (run) => {
        const known = read();
        if (!known || known.isOver || chat.read()?.moved_to) return undefined;
        const [reached, next] = await work(known, telegram, run);
        if (chat.read()?.moved_to) return undefined;
        const unkept = save(reached);
        if (unkept) await announce(unkept, telegram);
        return next;
      },
  };
}

const isUnrecorded = ({ failure }: Trouble): boolean => failure.kind === 'unrecorded';
