// What a list shows of a link: what stands in the metadata of its key, so that a list reads no record.

import { cut } from '../lib/html.ts';
import { readFields, readIntegerUpTo, readText } from '../lib/shapes.ts';
import type { UnixSeconds } from '../lib/units.ts';
import type { LinkRecord } from './link-record.ts';
import { EXPIRY_MAX, type LinkSettings, readLinkSettings } from './link-settings.ts';

export interface LinkSummary extends LinkSettings {
  /** What stands behind `t.me/+`. */
  readonly token: string;
  readonly is_primary: boolean;
  readonly is_revoked: boolean;
  readonly madeBy?: string | undefined;
  readonly madeAt?: UnixSeconds | undefined;
}

/** Keeps the metadata far below KV's 1,024 bytes. https://developers.cloudflare.com/kv/platform/limits/ */
const MAKER_CHARACTERS = 32;

export const toMetadata = (record: LinkRecord) => ({
  ...readLinkSettings({ ...record }),
  is_primary: record.is_primary || undefined,
  is_revoked: record.is_revoked || undefined,
  made: record.made && {
    by: record.made.by && cut(record.made.by.name, MAKER_CHARACTERS),
    date: record.made.date,
  },
});

export function readLinkSummary(token: string, metadata: unknown): LinkSummary {
  const fields = readFields(metadata) ?? {};
  const made = readFields(fields.made);
  return {
    ...readLinkSettings(fields),
    token,
    is_primary: fields.is_primary === true,
    is_revoked: fields.is_revoked === true,
    madeBy: readText(made?.by),
    madeAt: readIntegerUpTo(EXPIRY_MAX, made?.date),
  };
}

/** Whether somebody can still come by the link. */
export const isActive = (link: LinkSummary, now: UnixSeconds): boolean =>
  !link.is_revoked && !hasExpired(link, now);

const hasExpired = ({ expire_date: expiry }: LinkSummary, now: UnixSeconds): boolean =>
  expiry !== undefined && expiry <= now;

/** Active before closed, and newest first. */
export const inOrder = (links: readonly LinkSummary[], now: UnixSeconds): readonly LinkSummary[] =>
  [...links].sort(
    (one, other) =>
      Number(isActive(other, now)) - Number(isActive(one, now)) || (other.madeAt ?? 0) - (one.madeAt ?? 0),
  );

/** `revoked`, `expired` and `active` mean what they say; any other word is looked for in names, makers and links. */
export function matching(
  links: readonly LinkSummary[],
  filter: string,
  now: UnixSeconds,
): readonly LinkSummary[] {
  const word = filter.toLowerCase();
  if (word === '') return links;
  if (word === 'revoked') return links.filter((link) => link.is_revoked);
  if (word === 'expired') return links.filter((link) => !link.is_revoked && hasExpired(link, now));
  if (word === 'active') return links.filter((link) => isActive(link, now));
  return links.filter((link) =>
    [link.name, link.madeBy, link.token].some((text) => text?.toLowerCase().includes(word)),
  );
}
