// Merges what was typed with the defaults or the link's record into the settings that a link gets.

import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Seconds, UnixSeconds } from '../lib/units.ts';
import type { LinkRecord } from './link-record.ts';
import { EXPIRY_MAX, type LinkSettings, readLinkSettings } from './link-settings.ts';
import { besidePrice, isLimited, type TypedOptions } from './option-values.ts';

/** The settings of a new link. If a typed option and a default exclude each other, the typed one counts. */
export function settingsOfNewLink(
  typed: TypedOptions,
  defaults: TypedOptions,
  now: UnixSeconds,
): Result<LinkSettings, Failure> {
  const name = typed.name ?? defaults.name;
  if (typed.price !== undefined) return ok(readLinkSettings({ name, subscription_price: typed.price }));
  if (defaults.price !== undefined && !besidePrice(typed))
    return ok(readLinkSettings({ name, subscription_price: defaults.price }));

  const expiry = expiryOf(typed.expires ?? defaults.expires, undefined, now);
  if (!expiry.ok) return expiry;
  return ok(readLinkSettings({ name, expire_date: expiry.value, ...admission(typed, defaults) }));
}

/** The settings of a link after an edit. Telegram's own edit takes away whatever is not named, so everything is named. */
export function settingsAfterEdit(
  record: LinkRecord,
  typed: TypedOptions,
  now: UnixSeconds,
): Result<LinkSettings, Failure> {
  const { invite_link: link, subscription_price: price } = record;
  const name = typed.name ?? record.name;
  if (price !== undefined) {
    return besidePrice(typed)
      ? fail({ kind: 'subscription_fixed', link })
      : ok(readLinkSettings({ name, subscription_price: price }));
  }

  const expiry = expiryOf(typed.expires, record.expire_date, now);
  if (!expiry.ok) return expiry;
  // Telegram would refuse the whole edit for an expiry that is over, even if only the name was to change.
  if (expiry.value !== undefined && expiry.value <= now)
    return fail({ kind: 'link_expired', link, at: expiry.value });
  const recorded: TypedOptions = {
    ...(record.member_limit !== undefined && { limit: record.once ? 'once' : record.member_limit }),
    ...(record.creates_join_request && { approval: record.approval ?? true }),
    ...(record.only !== undefined && { for: { only: record.only } }),
  };
  return ok(readLinkSettings({ name, expire_date: expiry.value, ...admission(typed, recorded) }));
}

const DAY: Seconds = 24 * 60 * 60;

/** The settings of a closed link for a new one. If its expiry is over, the new link lives as long as the old one could. */
export function settingsMadeAgain(record: LinkRecord, now: UnixSeconds): LinkSettings {
  const { made, expire_date: expiry } = record;
  if (expiry === undefined || expiry > now) return readLinkSettings({ ...record });
  const length = made && made.date < expiry ? expiry - made.date : DAY;
  return readLinkSettings({ ...record, expire_date: Math.min(now + length, EXPIRY_MAX) });
}

/** Telegram refuses a member limit together with approval; the typed one of the two displaces the other. */
function admission(typed: TypedOptions, under: TypedOptions) {
  const approval = typed.for ? true : (typed.approval ?? (isLimited(typed) ? false : under.approval));
  const limit = approval ? undefined : (typed.limit ?? under.limit);
  const once = limit === 'once';
  const person = typed.for ?? under.for;
  const only = approval && typeof person === 'object' ? person.only : undefined;
  return {
    creates_join_request: Boolean(approval),
    approval: only === undefined ? approval : undefined,
    only,
    member_limit: once ? 1 : limit,
    once,
  };
}

function expiryOf(
  typed: TypedOptions['expires'],
  present: UnixSeconds | undefined,
  now: UnixSeconds,
): Result<UnixSeconds | undefined, Failure> {
  switch (typed?.kind) {
    case undefined:
      return ok(present);
    case 'never':
      return ok(undefined);
    case 'at':
      return ok(typed.at);
    case 'later': {
      if (present === undefined) return fail({ kind: 'no_expiry_to_extend' });
      const at = Math.max(now, present) + typed.by;
      return at > EXPIRY_MAX ? fail({ kind: 'expiry_too_late' }) : ok(at);
    }
  }
}
