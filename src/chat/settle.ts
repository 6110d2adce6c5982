// The second half of an act: Telegram's answer becomes the link's record. Safe to repeat. An answer that comes late is recorded,
// and changes the link only if no later act on it has begun.

import type { Failure, TelegramFailure } from '../failures.ts';
import { fail, ok } from '../lib/result.ts';
import type { Milliseconds } from '../lib/units.ts';
import type { LinkRecord } from '../links/link-record.ts';
import { type LinkSettings, ownSettings } from '../links/link-settings.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import type { Act } from './act-table.ts';
import { OWN } from './begin.ts';
import type { ObjectParts } from './chat-parts.ts';
import { linkIdOf } from './link-id.ts';
import type { StoredLink } from './link-table.ts';
import { perhaps } from './perhaps.ts';
import type { Answer, Answered, Begun, LinkId, Outcome } from './protocol.ts';

const REPEAT_MS: Milliseconds = 10_000;

export function createSettle({ db, chat, links, acts, jobs, turns, publishing, doors, now }: ObjectParts) {
  const seconds = (): number => Math.floor(now() / 1000);

  return async function settle(key: string, answer: Answer): Promise<Outcome> {
    const ids = answer.ok ? await idsOf(answer.value) : { link: undefined, other: undefined };
    const act = acts.find(key);
    // A refusal with a move leaves no act, and is perhaps reported twice.
    if (!act) return fail(answer.ok ? { kind: 'bug' } : answer.failure);
    // A revoke may have been sent twice: one answer is enough to know.
    const isKnown = act.state !== 'begun' && !(act.state === 'lost' && answer.ok);
    if (isKnown) return act.outcome ?? fail({ kind: 'bug' });

    const isOpen = chat.read()?.open_act === key;
    const outcome = db.together(() => {
      const came = answer.ok ? apply(act, answer.value, ids) : refuse(act, answer.failure);
      // A door that is to be closed leads nowhere, whether its link is closed or not.
      const { action } = act.intent;
      const closes = action.kind === 'revoke' && action.link.kind === 'door';
      if (closes && (came.ok || came.failure.kind !== 'chat_migrated')) doors.close(act.link ?? '');
      if (isOpen) chat.set({ open_act: null, open_until: 0 });
      // Before the job of the acts is dropped: then the alarm stays as it is.
      if (came.ok) publishing.ask(act.handling !== OWN);
      if (!came.ok && came.failure.kind === 'chat_migrated') acts.forget(key);
      else end(act, came, answer);
      return came;
    });
    turns.leave();
    return outcome;
  };

  /** A revoke without an answer is sent again by a job. */
  function end({ key, intent }: Act, came: Outcome, answer: Answer): void {
    const again = isLost(answer) && intent.action.kind === 'revoke' ? now() + REPEAT_MS : undefined;
    acts.end(key, came.ok ? 'done' : isLost(answer) ? 'lost' : 'refused', came, again);
    if (again !== undefined) jobs.ask('acts', again);
    // The job that was asked for at the beginning has nothing to look after.
    else if (acts.nextDue() === undefined) jobs.drop('acts');
  }

  /** Adds the record, or changes the one that is there. */
  function save(id: LinkId, told: LinkRecord): LinkRecord {
    const record = doors.afterAct(id, told);
    const stored = links.byId(id);
    if (stored) links.change(stored, record, seconds(), now());
    else links.add(id, record, seconds(), now());
    return record;
  }

  function refuse(act: Act, failure: TelegramFailure): Outcome {
    const { begun, lost } = act.intent;
    const stored = act.link === undefined ? undefined : links.byId(act.link);
    if (mayHaveHappened(failure)) return fail(perhaps(begun));
    // If the link is gone, another admin, or an earlier attempt whose answer was lost, has closed it: that cannot be undone,
    // so it is recorded as well.
    if (failure.kind === 'link_gone' && begun.kind === 'revoke' && stored) return close(act, stored.record);
    // Another bot, or an admin in Telegram's app, has closed it.
    if (failure.kind === 'link_gone' && stored) doors.pause(stored.id, 'revoked');
    if (stored?.act === act.key) links.intend(stored, act.key, lost);
    return fail(blameLink(failure, begun, stored));
  }

  function apply(act: Act, answered: Answered, ids: Ids): Outcome {
    if (answered.kind === 'exported') return applyExport(act, answered, ids);
    const { begun } = act.intent;
    if (begun.kind === 'create') return create(act, answered.link, ids);
    if (begun.kind === 'revoke') return close(act, answered.link, answered.successor, ids.other);
    return change(act, answered.link, ids.link);
  }

  function create(act: Act, link: LinkRecord, { link: id = '' }: Ids): Outcome {
    const { act: made, action, begun } = act.intent;
    const aim = begun.kind === 'create' ? begun.aim : undefined;
    const record = save(id, doors.take({ ...link, ...ownOf(begun), made }, aim, act.begun_at, made));
    // A person whose door was changed meanwhile asked for no link without one.
    if (aim && !record.door) doors.drop(id, record);
    // A button confirms a command at the press; a typed command counts from when it was sent.
    const date = action.kind === 'create' && made.message === undefined ? action.asked : made.date;
    const last = chat.last();
    // A late answer does not outrank a link that was made after it, nor does what no one has asked for.
    if (!made.auto && (!last || last.date <= date))
      chat.setLast({ link: link.invite_link, update_id: made.update_id, date }, id, now());
    return ok({ link: { id, record } });
  }

  function change(act: Act, link: LinkRecord, id: LinkId = ''): Outcome {
    const stored = links.byId(id);
    const { act: changed, begun } = act.intent;
    const record = {
      ...link,
      ...ownOf(begun),
      made: stored?.record.made,
      changed,
      door: stored?.record.door,
      past_door: stored?.record.past_door,
    };
    // No act has begun on a link that was loaded, or came along with a move, while Telegram was called.
    const isLatest = stored?.act === undefined || stored.act === act.key;
    const saved = isLatest ? save(id, record) : record;
    const isSetAgain = act.intent.lost !== undefined || undefined;
    return ok({ link: { id, record: saved }, before: stored?.record, isSetAgain });
  }

  function close(act: Act, link: LinkRecord, successor?: string, successorId?: LinkId): Outcome {
    const id = act.link ?? '';
    const stored = links.byId(id);
    const { act: closed } = act.intent;
    // A link that Telegram has just closed was alive after a move.
    const own = ownSettings(stored?.record ?? {});
    const record = save(id, {
      ...stored?.record,
      ...link,
      ...own,
      is_revoked: true,
      closed,
      moved: link.moved,
    });
    if (!record.is_primary) return ok({ link: { id, record } });
    chat.set({ primary_link: successorId ?? null });
    if (successor === undefined || successorId === undefined)
      return ok({ link: { id, record }, successor: 'unknown' });
    // Recorded like every other, so that it can be revoked in its turn.
    save(successorId, { invite_link: successor, is_primary: true, is_revoked: false, made: closed });
    return ok({ link: { id, record }, successor: { url: successor } });
  }

  function applyExport(act: Act, { url, died }: Exported, { link: id = '', other }: Ids): Outcome {
    const { act: made } = act.intent;
    const known = chat.read()?.primary_link ?? undefined;
    // The one that Telegram named was asked for before the turn, so that an export of another admin may have replaced it. No
    // primary link of the bot's works after an export, also one that Telegram had made by itself and that is recorded now.
    let oldUrl: string | undefined;
    for (const oldId of new Set([other, known])) {
      const old = oldId === undefined ? undefined : links.byId(oldId);
      const link = old?.record.invite_link ?? died;
      if (oldId === undefined || oldId === id || link === undefined || old?.record.is_revoked) continue;
      save(oldId, { invite_link: link, is_primary: true, ...old?.record, is_revoked: true, closed: made });
      oldUrl ??= link;
    }
    const record = { invite_link: url, is_primary: true, is_revoked: false, made };
    save(id, record);
    chat.set({ primary_link: id });
    return ok({ link: { id, record }, died: oldUrl, last: chat.last()?.link });
  }
}

const ownOf = (begun: Begun): LinkSettings => ('settings' in begun ? ownSettings(begun.settings) : {});

type Exported = Extract<Answered, { kind: 'exported' }>;

interface Ids {
  readonly link?: LinkId | undefined;
  /** Of the primary link that died, or that came after. */
  readonly other?: LinkId | undefined;
}

async function idsOf(answered: Answered): Promise<Ids> {
  const [url, other] =
    answered.kind === 'link'
      ? [answered.link.invite_link, answered.successor]
      : [answered.url, answered.died === answered.url ? undefined : answered.died];
  return { link: await linkIdOf(url), other: other === undefined ? undefined : await linkIdOf(other) };
}

const isLost = (answer: Answer): boolean => !answer.ok && mayHaveHappened(answer.failure);

/** If a link is not recorded, a lack of rights means most likely that another admin made it. */
function blameLink(failure: TelegramFailure, begun: Begun, stored: StoredLink | undefined): Failure {
  if (!('url' in begun)) return failure;
  if (failure.kind === 'bot_not_allowed' && !stored) return { kind: 'link_unknown', link: begun.url };
  return failure.kind === 'link_gone' && stored?.record.moved
    ? { kind: 'link_before_move', link: begun.url }
    : failure;
}
