// What the bot remembers of a link that it made: its state at Telegram, and who did what to it.

import { readFields, readInteger, readIntegerUpTo, readText } from '../lib/shapes.ts';
import type { Person, UnixSeconds, UserId } from '../lib/units.ts';
import { type Door, readDoor, readStoredPerson } from './door.ts';
import { EXPIRY_MAX, type LinkSettings, readLinkSettings } from './link-settings.ts';

/** One thing done to a link. */
export interface LinkAct {
  readonly update_id: number;
  /** Set if a button confirmed the command: chat and number of the message that holds it, as `-1001234567890:57`. */
  readonly message?: string | undefined;
  /** Who did it; absent for an admin who stays anonymous. */
  readonly by?: Person | undefined;
  readonly date: UnixSeconds;
  /** Set if the bot did it by itself. */
  readonly auto?: true | undefined;
}

/** A link's record. Fields that the Bot API has keep its names. https://core.telegram.org/bots/api#chatinvitelink */
export interface LinkRecord extends LinkSettings {
  readonly invite_link: string;
  readonly is_primary: boolean;
  readonly is_revoked: boolean;
  /** Absent if the bot met the link later. */
  readonly made?: LinkAct | undefined;
  readonly changed?: LinkAct | undefined;
  readonly closed?: LinkAct | undefined;
  /** Set if it was made in a group, before that became this supergroup. */
  readonly moved?: true | undefined;
  /** The door that leads to it. */
  readonly door?: Door | undefined;
  /** The id of the door that led to it before. */
  readonly past_door?: string | undefined;
}

/** Who is told what happens to a link; if a door has renewed itself, who made the door. */
export const makerOf = ({ made, door }: LinkRecord): UserId | undefined => made?.by?.id ?? door?.by?.id;

/** Reads a ChatInviteLink as Telegram answers it: a record without its acts. `undefined` if it is none. */
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

/** Reads a stored record. `undefined` if the value is none. */
export function readLinkRecord(value: unknown): LinkRecord | undefined {
  const fields = readFields(value);
  const link = readInviteLink(fields);
  if (!fields || !link) return undefined;
  return {
    ...link,
    made: readAct(fields.made),
    changed: readAct(fields.changed),
    closed: readAct(fields.closed),
    moved: fields.moved === true || undefined,
    door: readDoor(fields.door),
    past_door: readText(fields.past_door),
  };
}

function readAct(value: unknown): LinkAct | undefined {
  const fields = readFields(value);
  const date = readIntegerUpTo(EXPIRY_MAX, fields?.date);
  const updateId = readInteger(fields?.update_id);
  if (date === undefined || updateId === undefined) return undefined;
  return {
    by: readStoredPerson(fields?.by),
    date,
    update_id: updateId,
    message: readText(fields?.message),
    auto: fields?.auto === true || undefined,
  };
}
