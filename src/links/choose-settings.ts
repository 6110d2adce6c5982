// From what was typed, and what it stands over (the defaults, or the link's record), to the settings that a link gets.

import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { UnixSeconds } from '../lib/units.ts';
import type { LinkRecord } from './link-record.ts';
import { EXPIRY_MAX, type LinkSettings, readLinkSettings } from './link-settings.ts';
import { besidePrice, isLimited, type TypedOptions } from './option-values.ts';

/** The settings of a new link. Where a typed option and a default cannot stand together, the typed one stays. */
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

/**
 * The settings of a link after an edit. Telegram's own edit takes away whatever is not named, so everything is. Without
 * a record an edit must therefore name everything.
 */
export function settingsAfterEdit(
  link: string,
  record: LinkRecord | undefined,
  typed: TypedOptions,
  now: UnixSeconds,
): Result<LinkSettings, Failure> {
  if (!record) {
    const missing = missingSettings(typed);
    if (missing.length > 0) return fail({ kind: 'settings_unknown', link, missing });
  }
  const name = typed.name ?? record?.name;
  const { subscription_price: price } = record ?? {};
  if (price !== undefined) {
    return besidePrice(typed)
      ? fail({ kind: 'subscription_fixed', link })
      : ok(readLinkSettings({ name, subscription_price: price }));
  }

  const expiry = expiryOf(typed.expires, record?.expire_date, now);
  if (!expiry.ok) return expiry;
  // Telegram would refuse the whole edit for an expiry that is over, also where only the name was to change.
  if (expiry.value !== undefined && expiry.value <= now)
    return fail({ kind: 'link_expired', link, at: expiry.value });
  const recorded: TypedOptions = {
    ...(record?.member_limit !== undefined && { limit: record.once ? 'once' : record.member_limit }),
    ...(record?.creates_join_request && { approval: true }),
  };
  return ok(readLinkSettings({ name, expire_date: expiry.value, ...admission(typed, recorded) }));
}

/** Telegram refuses a member limit together with approval; the typed one of the two displaces the other. */
function admission(typed: TypedOptions, under: TypedOptions) {
  const approval = typed.approval ?? (isLimited(typed) ? false : under.approval);
  const limit = approval ? undefined : (typed.limit ?? under.limit);
  const once = limit === 'once';
  return { creates_join_request: approval, member_limit: once ? 1 : limit, once };
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

/** What an edit has to name of a link whose settings nobody knows. Approval that is on says that there is no limit. */
function missingSettings(typed: TypedOptions): readonly string[] {
  const limitKnown = typed.limit !== undefined || typed.approval === true;
  const approvalKnown = typed.approval !== undefined || isLimited(typed);
  return [
    ...(typed.name === undefined ? ['name="…"'] : []),
    // Without a present expiry, "+" has nothing to count from.
    ...(typed.expires === undefined || typed.expires.kind === 'later' ? ['expires=…'] : []),
    ...(limitKnown ? [] : ['limit=…']),
    ...(approvalKnown ? [] : ['approval=…']),
  ];
}
