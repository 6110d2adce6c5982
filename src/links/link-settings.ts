// What can be chosen of a link, and within which bounds.

import { type Fields, readInteger, readIntegerUpTo, readText } from '../lib/shapes.ts';
import type { UnixSeconds, UserId } from '../lib/units.ts';

/**
 * What can be chosen of an additional link, in the Bot API's field names; an absent field is "none". At most one of
 * `member_limit`, `creates_join_request` and `subscription_price` is there: Telegram takes no two of them together.
 * https://core.telegram.org/bots/api#createchatinvitelink
 */
export interface LinkSettings {
  /** 1 to 32 characters; only the admins see it. */
  readonly name?: string | undefined;
  readonly expire_date?: UnixSeconds | undefined;
  /** 1 to 99,999 people who are members at the same time by this link. */
  readonly member_limit?: number | undefined;
  /** Set beside a limit of 1: the bot closes the link when someone has joined by it. Telegram knows nothing of it. */
  readonly once?: true | undefined;
  /** Whether an admin approves everyone who asks to join by the link. */
  readonly creates_join_request?: true | undefined;
  /** Beside it: the bot approves at once, or who agrees to the chat's rules; absent, an admin decides. Telegram knows nothing of it. */
  readonly approval?: 'auto' | 'rules' | undefined;
  /** Beside it: the one person whom the bot lets in, by id or by username in small letters. */
  readonly only?: UserId | string | undefined;
  /** Telegram Stars that a member pays every 30 days, 1 to 10,000. Channels only. */
  readonly subscription_price?: number | undefined;
}

/** The settings of which Telegram knows nothing. */
export const ownSettings = ({ once, approval, only }: LinkSettings): LinkSettings => ({
  once,
  approval,
  only,
});

export const NAME_CHARACTERS = 32;
export const MEMBER_LIMIT_MAX = 99_999;
export const PRICE_MAX_STARS = 10_000;

/** 2038-01-19 03:14:07 UTC: Telegram clamps later moments to this one without a word (a signed 32-bit number). */
export const EXPIRY_MAX: UnixSeconds = 2 ** 31 - 1;

/** Picks the settings among the fields of a record or a ChatInviteLink; what is none, or no sensible value, is left out. */
export const readLinkSettings = (fields: Fields): LinkSettings => ({
  name: readText(fields.name) || undefined,
  expire_date: readIntegerUpTo(EXPIRY_MAX, fields.expire_date),
  member_limit: readIntegerUpTo(MEMBER_LIMIT_MAX, fields.member_limit),
  once: fields.once === true || undefined,
  creates_join_request: fields.creates_join_request === true || undefined,
  approval: fields.approval === 'auto' || fields.approval === 'rules' ? fields.approval : undefined,
  only: readInteger(fields.only) ?? (readText(fields.only) || undefined),
  subscription_price: readIntegerUpTo(PRICE_MAX_STARS, fields.subscription_price),
});
