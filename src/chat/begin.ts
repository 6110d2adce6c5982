// The first half of an act: what was asked for is looked up, what is meant is decided, and the intent is stored before Telegram
// is called. An act that was done before is answered again; one without an answer is not repeated, but for a revoke.

import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Milliseconds } from '../lib/units.ts';
import { settingsAfterEdit, settingsMadeAgain } from '../links/choose-settings.ts';
import type { LinkAct, LinkRecord } from '../links/link-record.ts';
import { type LinkSettings, ownSettings } from '../links/link-settings.ts';
import { ACTS_KEPT_MS, type Act } from './act-table.ts';
import type { ObjectParts } from './chat-parts.ts';
import type { DoorAsk } from './doors/door-protocol.ts';
import { DOORS_MAX } from './doors/doors.ts';
import { choiceOf, type Found } from './find-link.ts';
import { knownOf, type StoredLink } from './link-table.ts';
import { perhaps } from './perhaps.ts';
import type { Action, Ask, Begun, KnownLink, LinkId } from './protocol.ts';

/** The handling of what the object does by itself. */
export const OWN = 'own';

/** The acts are looked at some time after one has begun, which need not be the moment at which one is overdue. */
const LOOK_MS: Milliseconds = 30_000;

/** What has to be known before a door is looked for. */
const DOORS = { kind: 'door', door: { kind: 'only' } } as const;

interface Plan {
  readonly begun: Begun;
  readonly found?: Found | undefined;
}

export function createBegin({ db, chat, links, acts, jobs, turns, now, finder, doors }: ObjectParts) {
  return async function begin(ask: Ask): Promise<Result<Begun, Failure>> {
    const moved = chat.read()?.moved_to;
    if (moved) return fail({ kind: 'chat_migrated', to: moved });
    const known = acts.find(ask.key);
    const again = answerAgain(known, ask);
    if (again) return again;
    const { action } = ask;
    // An act that is repeated means the link that it meant the first time.
    const isNew = !known || known.state === 'refused';
    const meant = 'link' in action ? action.link : 'door' in action && action.door ? DOORS : undefined;
    const id = meant && isNew ? await finder.prepare(meant, action.kind === 'revoke') : ok(undefined);
    if (!id.ok) return id;

    const before = linkBehind(action);
    const begun = await turns.enter(() => decide(ask, id.value, before));
    if (begun) return begun;
    // Another delivery of the same update may be under way: then it is not true that nothing began.
    const other = acts.find(ask.key);
    return fail(other ? perhaps(other.intent.begun) : { kind: 'busy' });
  };

  /** What the act came to before; `undefined` if it has to be done, or waited for. */
  function answerAgain(act: Act | undefined, ask: Ask): Result<Begun, Failure> | undefined {
    if (!act) return undefined;
    switch (act.state) {
      case 'done':
        return act.outcome && ok({ kind: 'settled', outcome: act.outcome });
      case 'refused':
        // A job tries again, and a confirming button may be pressed again; the same update hears the same again.
        return act.outcome && act.update_id === ask.act.update_id && ask.handling !== OWN
          ? ok({ kind: 'settled', outcome: act.outcome })
          : undefined;
      case 'lost':
        return isRevoke(act) ? undefined : fail(perhaps(act.intent.begun));
      case 'begun': {
        // The same handling asks again if the object's answer got lost on the way. A job asks again only after the object has
        // ended in the middle of the call.
        if (act.handling === ask.handling && ask.handling !== OWN) return ok(act.intent.begun);
        if (act.until > now() || isRevoke(act)) return undefined;
        const outcome = fail(perhaps(act.intent.begun));
        // This redelivery answers, so that no notice has to.
        acts.end(act.key, 'lost', outcome);
        return outcome;
      }
    }
  }

  /** Which link a door that is to get a new one leads to, before the turn is waited for. */
  function linkBehind(action: Action): StoredLink | undefined {
    const door = action.kind === 'create' && action.door?.kind === 'renew' ? action.door.door : undefined;
    const found = door && doors.resolve(door);
    return found?.ok ? found.value : undefined;
  }

  function decide(ask: Ask, id: LinkId | undefined, before: StoredLink | undefined): Result<Begun, Failure> {
    const moved = chat.read()?.moved_to;
    if (moved) return fail({ kind: 'chat_migrated', to: moved });
    const known = acts.find(ask.key);
    const again = answerAgain(known, ask);
    if (again) return again;

    const planned =
      known?.state === 'lost' || known?.state === 'begun' ? planAgain(known) : plan(ask, id, before);
    if (!planned.ok) return planned;
    const { begun, found } = planned.value;
    const stored = found?.stored;
    const closes = ask.action.kind === 'revoke' && ask.action.link.kind === 'door';
    // That door is there already.
    if (begun.kind === 'settled' && !closes && !before) return ok(begun);
    db.prepare();
    db.together(() => {
      const { action, act, place } = ask;
      if (closes && stored && begun.kind === 'settled') doors.close(stored.id);
      else if (closes && stored) doors.hold(stored.id);
      acts.begin(ask, { action, act, place, begun, lost: stored?.intended }, found?.id, now());
      if (begun.kind === 'settled') return acts.end(ask.key, 'done', begun.outcome);
      jobs.ask('acts', now() + LOOK_MS);
      chat.set({ open_act: ask.key, open_until: ask.deadline });
      if (!jobs.isAsked('forget_acts')) jobs.ask('forget_acts', now() + ACTS_KEPT_MS);
      if (stored) links.intend(stored, ask.key, begun.kind === 'edit' ? begun.settings : stored.intended);
    });
    return ok(begun);
  }

  function planAgain({ intent: { begun }, link: id }: Act): Result<Plan, Failure> {
    if (id === undefined || begun.kind !== 'revoke') return fail(perhaps(begun));
    return ok({ begun, found: { url: begun.url, id, stored: links.byId(id) } });
  }

  function plan(
    { action, act, handling }: Ask,
    id: LinkId | undefined,
    before: StoredLink | undefined,
  ): Result<Plan, Failure> {
    const isMaking = action.kind === 'create' || action.kind === 'export';
    if (isMaking && handling !== OWN && chat.lockdown()?.isOver === false)
      return fail({ kind: 'lockdown_running' });
    if (action.kind === 'create' && action.door) return planDoor(action, action.door, act, before);
    if (action.kind === 'create') return planLink(action);
    if (action.kind === 'export') return ok({ begun: { kind: 'export' } });
    const found = finder.resolve(action.link, id);
    if (!found.ok) return found;
    const taken =
      action.kind === 'edit' &&
      action.named &&
      finder.taken(action.typed.name ?? '', found.value.id, action.named === 'by words');
    return taken ? fail(taken) : planFor(action, found.value, act);
  }

  function planLink({ settings, like }: Create): Result<Plan, Failure> {
    if (like === undefined) return ok({ begun: { kind: 'create', settings } });
    const closed = links.byId(like);
    return closed
      ? ok({ begun: { kind: 'create', settings: likeThat(closed) } })
      : fail({ kind: 'link_unknown' });
  }

  /** Also what an edit without an answer meant to set. */
  function likeThat(stored: StoredLink): LinkSettings {
    return settingsMadeAgain(asMeant(stored), Math.floor(now() / 1000));
  }

  function planDoor(
    { settings, asked }: Create,
    ask: DoorAsk,
    act: LinkAct,
    before: StoredLink | undefined,
  ): Result<Plan, Failure> {
    if (ask.kind === 'renew') {
      const found = doors.resolve(ask.door);
      if (!found.ok) return found;
      const { record, id: from } = found.value;
      const isOver = (record.expire_date ?? Number.POSITIVE_INFINITY) * 1000 <= now();
      // An admin has acted while the bot waited for its turn: a lockdown, a new link, a later expiry.
      if (act.auto && (record.door.state !== 'open' || !isOver))
        return fail({ kind: 'door', trouble: 'changed' });
      // Another admin has put a new one behind it, which is known to them by now.
      if (before?.record.door?.id === record.door.id && before.id !== from)
        return ok({ begun: { kind: 'settled', outcome: ok({ link: knownOf(found.value) }) } });
      return ok({
        begun: { kind: 'create', settings: likeThat(found.value), aim: { door: record.door, from } },
      });
    }
    const [there] = doors.named(ask.door.name);
    if (there) return ok({ begun: { kind: 'settled', outcome: ok({ link: knownOf(there) }) } });
    // A redelivered update must not open again what an admin has closed since.
    if (doors.isClosedSince(ask.door, asked)) return fail({ kind: 'door', trouble: 'closed' });
    if (doors.all().length >= DOORS_MAX) return fail({ kind: 'door', trouble: 'too_many' });
    const door = { ...ask.door, state: 'open', since: now(), by: act.by } as const;
    return ok({ begun: { kind: 'create', settings, aim: { door } } });
  }
}

type Create = Extract<Action, { readonly kind: 'create' }>;
type ActionOnLink = Extract<Action, { readonly link: unknown }>;

function planFor(action: ActionOnLink, found: Found, act: LinkAct): Result<Plan, Failure> {
  const { url, stored } = found;
  // The door is closed all the same.
  if (stored?.record.is_revoked && 'link' in action && action.link.kind === 'door')
    return ok({ found, begun: { kind: 'settled', outcome: ok({ link: withoutDoor(stored) }) } });
  if (stored?.record.is_revoked) return fail({ kind: 'link_revoked', link: url });
  if (action.kind === 'revoke') {
    // Who means the last link may never have seen it.
    const isOwn = act.by !== undefined && act.by.id === stored?.record.made?.by?.id;
    if (action.link.kind === 'last' && stored && !isOwn)
      return fail({ kind: 'which_link', doubt: 'made_by_another', choices: [choiceOf(stored)] });
    return ok({ found, begun: { kind: 'revoke', url, isPrimary: stored?.record.is_primary === true } });
  }
  if (stored?.record.is_primary) return fail({ kind: 'primary_not_editable' });
  // Only its maker can change a link, and this bot records every link that it makes.
  if (!stored) return fail({ kind: 'link_unknown', link: url });
  const settings = settingsAfterEdit(asMeant(stored), action.typed, act.date);
  return settings.ok ? ok({ found, begun: { kind: 'edit', url, settings: settings.value } }) : settings;
}

const withoutDoor = (stored: StoredLink): KnownLink => ({
  ...knownOf(stored),
  record: { ...stored.record, door: undefined },
});

/** With what an edit without an answer meant to set. */
const asMeant = ({ record, intended }: StoredLink): LinkRecord => ({
  ...record,
  ...(intended && complete(intended)),
});

/** All settings, so that what an edit without an answer meant to take away is not put back from the record. */
const complete = (settings: LinkSettings): LinkSettings => ({
  name: settings.name,
  expire_date: settings.expire_date,
  member_limit: settings.member_limit,
  creates_join_request: settings.creates_join_request,
  ...ownSettings(settings),
  subscription_price: settings.subscription_price,
});

const isRevoke = (act: Act): boolean => act.intent.action.kind === 'revoke';
