// Who came, how, and when they left. Updates come twice, late, or not at all: each one is put where it belongs among the person's
// stays, so that their order does not matter, and what contradicts the stays is recorded as a gap. No link is ever guessed.

import type { Failure } from '../../failures.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { Fields } from '../../lib/shapes.ts';
import { readInviteLink } from '../../links/link-record.ts';
import type { JoinRequest } from '../../telegram/join-requests.ts';
import type { MemberChange } from '../../telegram/membership.ts';
import type { ObjectParts } from '../chat-parts.ts';
import { linkIdOf } from '../link-id.ts';
import type { LinkId } from '../protocol.ts';
import type { Noted } from './ledger-protocol.ts';
import { dateOf, type HowLeft, type Moment, momentOf, type StayRow } from './stay-table.ts';

const DAY_SECONDS = 86_400;
/** Far below what a day of the free plan takes, whatever happens in one chat. */
const CHANGES_A_DAY = 5_000;

/** A change with its place in time, and what a new stay of the person would be. */
interface Event {
  readonly at: Moment;
  readonly stay: StayRow;
  readonly how: HowLeft;
  /** The person's stays around it. */
  readonly before: StayRow | undefined;
  readonly after: StayRow | undefined;
}

export function createLedger(parts: ObjectParts) {
  const { db, chat, links, stays, loading, forgetting, news, requests, now } = parts;
  const today = (): number => Math.floor(now() / 1000 / DAY_SECONDS);

  return {
    note,
    noteRequest: (request: JoinRequest): Promise<Result<Noted, Failure>> =>
      commit(request.link, (id) => {
        forgetting.ask();
        return requests.note(request, id);
      }),
  };

  async function note(change: MemberChange): Promise<Result<Noted, Failure>> {
    const { way, wasIn, isIn } = change;
    const alias = await forgetting.aliasOf(change.person.id);
    // Most of these are of people who were here before the bot, and leave no trace.
    if (!db.exists() && wasIn === isIn) return ok({ isNew: false });
    const act = (id: LinkId | undefined): boolean => {
      const isNew = place(change, id, alias);
      if (isNew && !isIn) forgetting.ask();
      if (isNew && isIn) requests.joined(change);
      if (isNew && id !== undefined) news.joined(id, change);
      return isNew;
    };
    // A link for one person is closed, no matter how many came today.
    return commit(way.kind === 'link' ? way.link : undefined, act, (id) => news.use(id, change));
  }

  /**
   * What Telegram reports of a person, with the link of this bot that they used. `act` returns whether it is new; `unrecorded` is
   * called for a link instead of it once the day is full.
   */
  async function commit(
    link: Fields | undefined,
    act: (id: LinkId | undefined) => boolean,
    unrecorded?: (id: LinkId) => void,
  ): Promise<Result<Noted, Failure>> {
    const record = link && readInviteLink(link);
    const id = record && (await linkIdOf(record.invite_link));
    // What Workers KV knows of the link must not be written over.
    if (id !== undefined && !links.byId(id) && !(await loading.isComplete()))
      return fail({ kind: 'loading' });
    db.prepare();
    return ok(
      db.together(() => {
        if (isDayFull()) {
          if (id !== undefined) unrecorded?.(id);
          return { isNew: false };
        }
        const isFound = id !== undefined && record !== undefined && !links.byId(id);
        if (isFound) news.find(id, record);
        const isNew = act(id);
        if (isNew) countChange();
        return { isNew, ...(isFound && { found: id }) };
      }),
    );
  }

  function place(change: MemberChange, link: LinkId | undefined, alias: number | undefined): boolean {
    const { wasIn, isIn } = change;
    const at = momentOf(change.date, change.updateId);
    const forgotten = alias === undefined ? undefined : stays.before(alias, at);
    // The stay of a person who was forgotten meanwhile ends under the other number.
    const isForgotten = forgotten && isInside(forgotten, at);
    const person = isForgotten ? forgotten.person : change.person.id;
    const event: Event = {
      at,
      how: change.isRemoved ? 'removed' : 'left',
      before: isForgotten ? forgotten : stays.before(person, at),
      after: stays.after(person, at),
      stay: newStay(at, person, isForgotten ? undefined : change.person.name, change, link),
    };
    if (wasIn !== isIn) return isIn ? join(event) : leave(event);
    return isIn ? seeInside(event) : seeOutside(event);
  }

  function join({ at, stay, before, after }: Event): boolean {
    if (before?.n === at) return false;
    if (before && isInside(before, at)) {
      stays.close(before, at, 'missed');
      stays.add({ ...stay, until: before.until, how: before.how });
      stays.noteGap('lost', dayOf(at));
    } else if (after?.via === 'missed') {
      // The end, or a sign of life, came first.
      stays.replace(after, { ...stay, until: after.until, how: after.how });
    } else {
      stays.add(after ? { ...stay, until: after.n, how: 'missed' } : stay);
      if (after) stays.noteGap('lost', dayOf(at));
    }
    return true;
  }

  function leave({ at, stay, before, how }: Event): boolean {
    if (before?.until === at) return false;
    if (before && isInside(before, at)) {
      const { until, how: end } = before;
      stays.close(before, at, how);
      if (until === null || end === 'missed') return true;
      // A later end is known: that one was of another stay.
      stays.add({ ...stay, ...UNSEEN, n: until, until, how: end });
    } else {
      stays.add({ ...stay, ...UNSEEN, until: at, how });
    }
    // A person who is unknown was here before the bot.
    if (before) stays.noteGap('lost', dayOf(at));
    return true;
  }

  /** A person was and is in: promoted, restricted. */
  function seeInside({ at, stay, before, after }: Event): boolean {
    if (!before || isInside(before, at)) return false;
    if (after?.via === 'missed')
      stays.replace(after, { ...stay, ...UNSEEN, until: after.until, how: after.how });
    else stays.add({ ...stay, ...UNSEEN, until: after?.n ?? null, how: after ? 'missed' : null });
    stays.noteGap('lost', dayOf(at));
    return true;
  }

  /** A person was and is out: banned later, or let back. */
  function seeOutside({ at, stay, before }: Event): boolean {
    if (!before || !isInside(before, at)) return false;
    const { until, how } = before;
    stays.close(before, at, 'missed');
    if (until !== null && how !== 'missed') stays.add({ ...stay, ...UNSEEN, n: until, until, how });
    stays.noteGap('lost', dayOf(at));
    return true;
  }

  /** The first change that is not recorded any more leaves a gap. */
  function isDayFull(): boolean {
    const row = chat.read();
    if (row?.ledger_day !== today() || row.ledger_changes < CHANGES_A_DAY) return false;
    if (row.ledger_changes === CHANGES_A_DAY) {
      stays.noteGap('too_many', today());
      chat.set({ ledger_changes: CHANGES_A_DAY + 1 });
    }
    return true;
  }

  function countChange(): void {
    db.run(
      'UPDATE chat SET ledger_changes = CASE WHEN ledger_day = ? THEN ledger_changes ELSE 0 END + 1, ledger_day = ?',
      today(),
      today(),
    );
  }
}

const UNSEEN = { via: 'missed', link: null, by_id: null, by_name: null } as const;

const dayOf = (moment: Moment): number => Math.floor(dateOf(moment) / DAY_SECONDS);

const isInside = ({ until }: StayRow, at: Moment): boolean => until === null || until > at;

function newStay(
  n: Moment,
  person: number,
  name: string | undefined,
  { isBot, way }: MemberChange,
  link: LinkId | undefined,
): StayRow {
  const by = 'by' in way ? way.by : undefined;
  return {
    n,
    person,
    name: name ?? null,
    is_bot: isBot ? 1 : 0,
    via: way.kind,
    link: link ?? null,
    by_id: by?.id ?? null,
    by_name: by?.name ?? null,
    until: null,
    how: null,
  };
}
