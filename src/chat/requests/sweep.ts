// Decisions that no one waits for: by a link's rule, and one on all open requests. Each request carries what is to be done with it,
// so that the work goes on after any end of the object, and the end is counted from the records.

import type { Failure } from '../../failures.ts';
import { readJson } from '../../lib/shapes.ts';
import type { Milliseconds } from '../../lib/units.ts';
import type { Telegram } from '../../telegram/client.ts';
import { OWN } from '../begin.ts';
import { answerRequest } from '../call-telegram.ts';
import type { ObjectParts } from '../chat-parts.ts';
import type { Job } from '../jobs.ts';
import type { LinkId } from '../protocol.ts';
import type { RequestState, Sweep, SweepAsked, SweepProgress } from './request-protocol.ts';
import type { RequestRow } from './request-row.ts';
import { verdictOf } from './rule-of-link.ts';

/** A call takes less; until then no one else decides the request. */
const LEASE_MS: Milliseconds = 25_000;
/** With a second attempt. */
const CALLS = 2;
/** Of so many it is known that they are too many to be shown one by one. */
const SHOWN = 6;
/** An odd refusal concerns one person; so many in a row concern all. */
const ODD_IN_A_ROW = 3;

export function createSweep(parts: ObjectParts) {
  const { chatId, db, chat, jobs, links, outbox, requests, handOver, now } = parts;
  /** Until when Telegram asks to wait; a new request asks for the job earlier. */
  let pause: Milliseconds = 0;

  function read(): Sweep | undefined {
    const text = chat.read()?.sweep;
    return text ? (readJson(text) as Sweep) : undefined;
  }

  function progressOf(sweep: Sweep): SweepProgress {
    const query = 'SELECT state, COUNT(*) AS count FROM request WHERE sweep = ? GROUP BY state';
    const rows = db.all<{ state: RequestState; count: number }>(query, sweep.id);
    return { sweep, counts: Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
  }

  function save(sweep: Sweep): void {
    chat.set({ sweep: JSON.stringify(sweep) });
    const news = { kind: 'sweep', progress: progressOf(sweep) } as const;
    outbox.put({ key: `sweep:${sweep.id}`, place: sweep.place, chat: chatId, news });
  }

  /** The request stays open. An admin who decided on all learns that at the end; if a rule did, an admin is shown the request. */
  function leave(row: RequestRow, trouble?: Failure['kind']): undefined {
    db.run('UPDATE request SET auto = NULL WHERE n = ?', row.n);
    if (row.sweep === null) requests.show({ ...row, trouble: trouble ?? null });
  }

  /** Whether the rule that let the person in is gone: the link was closed since or is about to be, or its rule changed. */
  function isOvertaken({ auto, sweep, link, person, username }: RequestRow): boolean {
    if (sweep !== null || auto !== 'approve') return false;
    if (requests.isLockedDown()) return true;
    const record = link === null ? undefined : links.byId(link)?.record;
    return record === undefined || verdictOf(record, person, username ?? undefined) !== 'approve';
  }

  /** `undefined` if the request is over, or left to the admins. */
  async function decideOne(
    row: RequestRow,
    by: Sweep['act']['by'],
    telegram: Telegram,
  ): Promise<Failure | undefined> {
    const { n: id, auto } = row;
    if (auto === null) return undefined;
    if (isOvertaken(row)) return leave(row);
    const decision = { id, verdict: auto, handling: OWN, deadline: now() + LEASE_MS, by };
    const begun = requests.begin(decision);
    if (!begun.ok || begun.value.kind === 'over') return begun.ok ? undefined : begun.failure;
    const answer = await answerRequest(auto, chatId, row.person, telegram);
    const settled = db.together(() => requests.settle(decision, answer));
    if (settled.ok) return undefined;
    return settled.failure.kind === 'too_many_chats' ? leave(row, 'too_many_chats') : settled.failure;
  }

  return {
    /** Begins one, or goes on with the one that is under way. */
    start({ key, verdict, act, place }: SweepAsked, link: LinkId | undefined): SweepProgress {
      const known = read();
      if (known && (!known.isOver || known.key === key)) return progressOf(known);
      const sweep: Sweep = { key, id: now(), verdict, act, place, isOver: false };
      db.together(() => {
        // What an admin says counts, also for those whom a rule was to let in.
        db.run(
          `UPDATE request SET auto = ?, sweep = ?, trouble = NULL WHERE state = 'open' ${link === undefined ? '' : 'AND link = ?'}`,
          ...[verdict, sweep.id, ...(link === undefined ? [] : [link])],
        );
        chat.set({ sweep: JSON.stringify(sweep) });
        jobs.ask('requests', now());
      });
      return progressOf(sweep);
    },

    job:
      (telegram: Telegram): Job =>
      async (run) => {
        const sweep = read();
        const isRunning = sweep?.isOver === false;
        // A decision on all asks once more, and shows for how long it has to wait.
        if (now() < pause && !isRunning) return pause;
        let next: Awaited<ReturnType<Job>>;
        let why: Failure | undefined;
        let odd = 0;
        for (let after = 0; ; ) {
          const query = 'SELECT * FROM request WHERE auto IS NOT NULL AND n > ? ORDER BY n LIMIT 1';
          const row = db.first<RequestRow>(query, after);
          if (!row) break;
          if (!run.has(CALLS)) {
            next = now();
            break;
          }
          after = row.n;
          const by = isRunning && row.sweep === sweep.id ? sweep.act.by : undefined;
          why = await decideOne(row, by, telegram);
          odd = why?.kind === 'telegram_refused' ? odd + 1 : 0;
          if (odd > 0 && odd < ODD_IN_A_ROW) why = leave(row, 'telegram_refused');
          if (!why) continue;
          if (why.kind === 'chat_migrated') {
            await handOver(why.to);
            return undefined;
          }
          if (why.kind === 'flood_control') pause = now() + why.retryAfter * 1000;
          next = why.kind === 'flood_control' ? pause : 'later';
          if (why.kind === 'perhaps_decided' || why.kind === 'request_taken') continue;
          if (why.kind === 'flood_control' || why.kind === 'out_of_time') break;
          // The others would fare no better: they stay with the admins.
          const left = db.all<RequestRow>(
            'SELECT * FROM request WHERE auto IS NOT NULL AND sweep IS NULL ORDER BY n DESC LIMIT ?',
            SHOWN,
          );
          db.run('UPDATE request SET auto = NULL, trouble = ? WHERE auto IS NOT NULL', why.kind);
          for (const one of left) requests.show({ ...one, trouble: why.kind });
          next = undefined;
          break;
        }
        const isOver = next === undefined;
        if (isRunning)
          save({ ...sweep, isOver, waitsFor: isOver ? undefined : why, stoppedBy: isOver ? why : undefined });
        return next;
      },
  };
}
