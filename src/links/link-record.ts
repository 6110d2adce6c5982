// What the bot remembers of a link that it made: Telegram's last word on the link, and who did what to it.

import { readFields, readInteger, readText } from '../lib/shapes.ts';
import type { UnixSeconds, UserId } from '../lib/units.ts';
import { type LinkSettings, readLinkSettings } from './link-settings.ts';

/** One thing done to a link. */
export interface LinkAct {
  /** Who did it; absent for an admin who stays anonymous. */
  readonly by?: { readonly id: UserId; readonly name: string };
  readonly date: UnixSeconds;
  /** The update that asked for it, by which a second delivery is known. */
  readonly update_id: number;
}

/** A link's record. Fields that the Bot API has keep its names. https://core.telegram.org/bots/api#chatinvitelink */
export interface LinkRecord extends LinkSettings {
  readonly invite_link: string;
  readonly is_primary: boolean;
  readonly is_revoked: boolean;
  /** Absent where the bot first met the link later, or Telegram made it by itself. */
  readonly made?: LinkAct;
  readonly changed?: LinkAct;
  readonly closed?: LinkAct;
}

/** Reads a ChatInviteLink as Telegram answers it: a record without its acts. `undefined` where it is none. */
export function readInviteLink(value: unknown): LinkRecord | undefined {
  const fields = readFields(value);
  const link = fields && readText(fields.invite_link);
  if (!link) return undefined;
  return {
    invite_link: link,
    ...readLinkSettings(fields),
    is_primary: fields.is_primary === true,
    is_revoked: fields.is_revoked === true,
  };
}

/** Reads a stored record. `undefined` where the value is none. */
export function readLinkRecord(value: unknown): LinkRecord | undefined {
  const fields = readFields(value);
  const link = readInviteLink(fields);
  if (!fields || !link) return undefined;
  const made = readAct(fields.made);
  const changed = readAct(fields.changed);
  const closed = readAct(fields.closed);
  return { ...link, ...(made && { made }), ...(changed && { changed }), ...(closed && { closed }) };
}

function readAct(value: unknown): LinkAct | undefined {
  const fields = readFields(value);
  const date = readInteger(fields?.date);
  const updateId = readInteger(fields?.update_id);
  if (date === undefined || updateId === undefined) return undefined;
  const by = readFields(fields?.by);
  const id = readInteger(by?.id);
  return {
    ...(id !== undefined && { by: { id, name: readText(by?.name) ?? '' } }),
    date,
    update_id: updateId,
  };
}
