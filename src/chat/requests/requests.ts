// Requests to join: each is recorded, shown to who made the link, and decided once. A decision takes the request's own lease, not
// the chat's turn. Telegram reports no withdrawal and no decision of others but the joining, so what is open here may be over.

import type { Failure, TelegramFailure } from '../../failures.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { Milliseconds, UserId } from '../../lib/units.ts';
import { makerOf } from '../../links/link-record.ts';
import type { JoinRequest } from '../../telegram/join-requests.ts';
import type { MemberChange } from '../../telegram/membership.ts';
import { mayHaveHappened } from '../../telegram/refusals.ts';
import { OWN } from '../begin.ts';
import type { ObjectParts } from '../chat-parts.ts';
import { TITLE } from '../ledger/people.ts';
import { dateOf, momentOf } from '../ledger/stay-table.ts';
import type { Notice } from '../notice.ts';
import { turnTo } from '../pages.ts';
import type { LinkId, PagePlace } from '../protocol.ts';
import type {
  Decision,
  DecisionBegun,
  KnownRequest,
  RequestId,
  RequestPage,
  RequestSettings,
  RequestState,
} from './request-protocol.ts';
import { knownOf, type RequestRow } from './request-row.ts';
import { verdictOf } from './rule-of-link.ts';
import { addTry, earlierTries, isApproval, type Tried, triesOf } from './tries.ts';

const PAGE_REQUESTS = 5;
/** More in ten minutes are shown as a number, at most once a minute. */
const SHOWN_ONE_BY_ONE = 5;
const SHOWN_SECONDS = 600;
const MANY_WAIT_MS: Milliseconds = 60_000;
/** How long a person who was sent the rules has for it, until an admin is asked; so long Telegram takes messages to them. */
const AGREE_MS: Milliseconds = 5 * 60_000;
/** So soon after Telegram has said that a request is gone, a join was most likely by it. */
const ANSWER_SECONDS = 600;

export function createRequests({ chatId, db, chat, jobs, links, outbox, now }: ObjectParts) {
  const find = (id: RequestId): RequestRow | undefined =>
    db.first<RequestRow>('SELECT * FROM request WHERE n = ?', id);
  const lastOf = (person: UserId): RequestRow | undefined =>
    db.first<RequestRow>('SELECT * FROM request WHERE person = ? ORDER BY n DESC LIMIT 1', person);

  /** Shows it to who made the link; else, or if they are no admin any more, to who chose to see such requests. */
  function show(row: RequestRow, due = now()): void {
    const otherwise = chat.read()?.requests_to ?? undefined;
    const record = row.link === null ? undefined : links.byId(row.link)?.record;
    const person = (record && makerOf(record)) ?? otherwise;
    if (person === undefined) return;
    const place = { chat: person, person, about: row.title ?? undefined };
    const since = momentOf(dateOf(row.n) - SHOWN_SECONDS, 0);
    const lately = db.all(
      `SELECT 1 FROM request WHERE state = 'open' AND n > ? LIMIT ${SHOWN_ONE_BY_ONE + 1}`,
      since,
    ).length;
    const base = { place, chat: chatId, otherwise };
    if (lately <= SHOWN_ONE_BY_ONE)
      outbox.put({ ...base, key: `request:${row.n}`, news: { kind: 'request', request: toKnown(row) } }, due);
    else {
      const news = { kind: 'waiting', count: chat.read()?.waiting ?? 0 } as const;
      outbox.put({ ...base, key: `waiting:${person}`, news }, due + MANY_WAIT_MS);
    }
  }

  function close(row: RequestRow, state: RequestState, by: Decision['by'], trouble?: Failure['kind']): void {
    db.run(
      `UPDATE request SET state = ?, by_id = ?, by_name = ?, decided_at = ?, trouble = ?, bio = NULL, auto = NULL, lease = 0
       WHERE n = ?`,
      state,
      by?.id ?? null,
      by?.name ?? null,
      Math.floor(now() / 1000),
      trouble ?? null,
      row.n,
    );
    outbox.drop(`request:${row.n}`);
    outbox.drop(`rules:${row.n}`);
  }

  /** With what its link is called. */
  const toKnown = (row: RequestRow): KnownRequest =>
    knownOf(row, db.value(`SELECT ${TITLE} FROM link WHERE id = ?`, row.link));

  /** The person is in, most likely by that approval, which Telegram has not answered. */
  const closeIn = (row: RequestRow, approval: Tried | undefined, otherwise?: Failure['kind']): void =>
    close(row, 'approved', approval?.by, approval?.by ? 'perhaps_decided' : approval ? undefined : otherwise);

  /** Telegram has no such request; what it may have been of ours are earlier decisions that it left without an answer. */
  function closeGone(row: RequestRow, earlier: readonly Tried[]): void {
    const [only, ...others] = earlier;
    // Had one of them let the person in, Telegram would report that they joined.
    if (only && others.length === 0 && !isApproval(only)) close(row, 'declined', only.by, 'request_gone');
    else close(row, 'gone', undefined, only ? 'perhaps_decided' : 'request_gone');
  }

  /** Until a lockdown has reached their links, no rule lets anyone in. */
  const isLockedDown = (): boolean => chat.lockdown()?.isOver === false;

  /** The rules to agree to. The link's rule counts as it is by now. */
  function rulesFor({ link }: RequestRow): string | undefined {
    if (isLockedDown()) return undefined;
    const record = link === null ? undefined : links.byId(link)?.record;
    return record?.approval === 'rules' && !record.is_revoked ? (chat.read()?.rules ?? undefined) : undefined;
  }

  return {
    show,
    isLockedDown,

    settings(change: Partial<RequestSettings>): RequestSettings {
      if (Object.keys(change).length > 0) {
        db.prepare();
        chat.set(change);
      }
      const { requests_to = null, rules = null } = chat.read() ?? {};
      return { requests_to, rules };
    },

    /** Called in a commit; returns whether it is new. */
    note(request: JoinRequest, link: LinkId | undefined): boolean {
      const { date, updateId, person, username, bio, title, writeTo } = request;
      const n = momentOf(date, updateId);
      const last = lastOf(person.id);
      // An update has one number and one person: this one was seen before.
      if (find(n) || (last && last.n >= n)) return false;
      // Who asks again has withdrawn, or was declined by an admin in the app.
      if (last?.state === 'open') close(last, 'gone', undefined);
      const record = link === undefined ? undefined : links.byId(link)?.record;
      const auto = record && verdictOf(record, person.id, username);
      db.run(
        `INSERT INTO request(n, person, name, username, bio, title, link, state, auto) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
        ...[n, person.id, person.name, username ?? null, bio ?? null, title, link ?? null, auto ?? null],
      );
      const row = find(n);
      const rules = row && rulesFor(row);
      if (auto) jobs.ask('requests', now());
      else if (row && rules !== undefined) {
        const news = { kind: 'rules', id: n, rules } as const;
        const place = { chat: writeTo, person: person.id, about: title };
        outbox.put({ key: `rules:${n}`, place, chat: chatId, news });
        show(row, now() + AGREE_MS);
      } else if (row) show(row);
      return true;
    },

    begin({ id, verdict, handling, deadline, by, agrees }: Decision): Result<DecisionBegun, Failure> {
      const row = find(id);
      if (!row) return fail({ kind: 'request_unknown' });
      if (agrees !== undefined && (agrees !== row.person || (row.state === 'open' && !rulesFor(row))))
        return fail({ kind: 'not_your_request' });
      if (row.state !== 'open') return ok({ kind: 'over', request: toKnown(row) });
      if (row.lease > now() && row.handling !== handling) return fail({ kind: 'request_taken' });
      // It asks again if the answer of the object got lost. The object's own attempts are never the same one.
      const isSame = row.handling === handling && handling !== OWN;
      const tried = JSON.stringify(addTry(isSame ? earlierTries(row) : triesOf(row), { verdict, by }));
      db.run(
        'UPDATE request SET lease = ?, handling = ?, tried = ? WHERE n = ?',
        ...[deadline, handling, tried, id],
      );
      return ok({ kind: 'call', person: row.person });
    },

    /** Commits what Telegram answered; it fails if the request stays open. Safe to repeat. */
    settle(
      { id, verdict, handling, by }: Decision,
      answer: Result<true, TelegramFailure>,
    ): Result<KnownRequest, Failure> {
      const row = find(id);
      if (!row) return fail({ kind: 'request_unknown' });
      const failure = answer.ok ? undefined : answer.failure;
      const isOver = failure?.kind === 'request_gone' || failure?.kind === 'already_member';
      const isLast = row.handling === handling;
      const earlier = isLast ? earlierTries(row) : [];
      const approval = earlier.find(isApproval);
      // Of several decisions Telegram takes one, and tells the others that the request is gone.
      if (!failure) close(row, verdict === 'approve' ? 'approved' : 'declined', by);
      else if (row.state !== 'open') {
        // Another person had let them in.
        if (isOver && isLast && row.state === 'approved') closeIn(row, approval);
      } else if (failure.kind === 'request_gone') closeGone(row, earlier);
      else if (isOver) closeIn(row, approval, failure.kind);
      else {
        const isMaybe = mayHaveHappened(failure);
        // A later decision may be under way by now.
        if (isLast)
          db.run(
            'UPDATE request SET lease = 0, trouble = ?, tried = ? WHERE n = ?',
            ...[failure.kind, isMaybe ? row.tried : JSON.stringify(earlier), id],
          );
        return fail(isMaybe ? { kind: 'perhaps_decided' } : failure);
      }
      return ok(toKnown(find(id) ?? row));
    },

    /** A person is in: their request is over, no matter who approved it. */
    joined({ person, date, updateId }: MemberChange): void {
      const row = lastOf(person.id);
      if (!row || row.n > momentOf(date, updateId)) return;
      const isUnsure = row.state !== 'approved' && row.trouble !== null;
      const isLate = isUnsure && date - (row.decided_at ?? 0) < ANSWER_SECONDS;
      if (row.state === 'open' || isLate) closeIn(row, triesOf(row).find(isApproval));
    },

    /** What is said of requests is true when it is said; `undefined` if there is nothing more to say. */
    refresh(notice: Notice): Notice | undefined {
      const { news } = notice;
      if (news.kind === 'waiting') {
        const count = chat.read()?.waiting ?? 0;
        return count > 0 ? { ...notice, news: { ...news, count } } : undefined;
      }
      if (news.kind !== 'request') return notice;
      const row = find(news.request.id);
      return row?.state === 'open' ? { ...notice, news: { ...news, request: toKnown(row) } } : undefined;
    },

    page(link: LinkId | undefined, place: PagePlace | undefined): RequestPage {
      const ofLink = link === undefined ? 'TRUE' : 'link = ?';
      const read = (end: string, than: number, most: number) =>
        db.all<RequestRow>(
          `SELECT * FROM request WHERE state = 'open' AND ${ofLink} AND ${end}`,
          ...[...(link === undefined ? [] : [link]), than, most],
        );
      const { items, ...around } = turnTo(read, PAGE_REQUESTS, place);
      const waiting = link === undefined ? chat.read()?.waiting : links.byId(link)?.waiting;
      return { requests: items.map(toKnown), waiting: waiting ?? 0, ...around };
    },
  };
}
