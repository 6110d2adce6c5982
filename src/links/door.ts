// A door: a public address of the Worker that leads to whichever link is behind it now. The record of that link holds it, so that
// a chat's object that starts from Workers KV knows its doors.

import { readFields, readInteger, readText } from '../lib/shapes.ts';
import type { Milliseconds, Person } from '../lib/units.ts';

const STATES = ['open', 'paused', 'closed'] as const;
/** `asked` by an admin; the others by what happened to the link, or to all links. */
export const WHYS = ['asked', 'full', 'expired', 'revoked', 'lockdown'] as const;
export type WhyPaused = (typeof WHYS)[number];

export interface Door {
  /** What buttons call it; 12 characters. */
  readonly id: string;
  readonly slug: string;
  readonly name?: string | undefined;
  /** The chat's title, as the page shows it. */
  readonly title: string;
  /** Where Telegram reached the Worker when the address was last given. */
  readonly origin: string;
  readonly state: (typeof STATES)[number];
  readonly why?: WhyPaused | undefined;
  /** When its state or its link last changed. */
  readonly since: Milliseconds;
  /** Set if it gets a new link by itself when the one behind it expires. */
  readonly renews?: true | undefined;
  /** Who made it, and is told what happens to it; absent for an anonymous admin. */
  readonly by?: Person | undefined;
}

export type DoorReference =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'name'; readonly name: string }
  /** The one door of the chat. */
  | { readonly kind: 'only' };

// Crockford's base 32: no letter looks like a digit, so that an address can be typed from a poster.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
/** 60 random bits. */
const SLUG_CHARACTERS = 12;

export const randomSlug = (): string =>
  [...crypto.getRandomValues(new Uint8Array(SLUG_CHARACTERS))].map((byte) => LETTERS[byte % 32]).join('');

/** A slug as a person may have typed it; `undefined` if it can be none. */
export function readSlug(text: string): string | undefined {
  const slug = text.toLowerCase().replace(/o/g, '0').replace(/[il]/g, '1');
  return slug.length === SLUG_CHARACTERS && [...slug].every((one) => LETTERS.includes(one))
    ? slug
    : undefined;
}

export const addressOf = ({ origin, slug }: Pick<Door, 'origin' | 'slug'>): string => `${origin}/j/${slug}`;

const ADDRESS = /\/j\/([0-9a-z]{12})\/?$/i;

/** The slug of a door's address, under whichever origin. */
export const slugIn = (address = ''): string | undefined => ADDRESS.exec(address)?.[1]?.toLowerCase();

/** Reads a stored door; `undefined` if the value is none. */
export function readDoor(value: unknown): Door | undefined {
  const fields = readFields(value);
  const [id, slug, title, origin] = [fields?.id, fields?.slug, fields?.title, fields?.origin].map(readText);
  const state = STATES.find((one) => one === fields?.state);
  const since = readInteger(fields?.since);
  if (!fields || !id || !slug || title === undefined || !origin || !state || since === undefined)
    return undefined;
  return {
    id,
    slug,
    name: readText(fields.name),
    title,
    origin,
    state,
    why: WHYS.find((one) => one === fields.why),
    since,
    renews: fields.renews === true || undefined,
    by: readStoredPerson(fields.by),
  };
}

/** Reads who did something, as it is stored. */
export function readStoredPerson(value: unknown): Person | undefined {
  const fields = readFields(value);
  const id = readInteger(fields?.id);
  return id === undefined ? undefined : { id, name: readText(fields?.name) ?? '' };
}
