// Reads the value of each option. Telegram turns a bad number into "unlimited" without a word, so that none may pass.

import type { OptionFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, UnixSeconds } from '../lib/units.ts';
import { type Expiry, parseExpiry } from './expiry.ts';
import { type InviteLink, parseInviteLink } from './invite-link.ts';
import { MEMBER_LIMIT_MAX, NAME_CHARACTERS, PRICE_MAX_STARS } from './link-settings.ts';
import { asItLooks, type OptionWord } from './option-words.ts';
import type { OptionName } from './options.ts';

/** A chat as it is named in `chat=`; a username stands without its `@`. */
export type ChatReference =
  | { readonly kind: 'id'; readonly id: ChatId }
  | { readonly kind: 'username'; readonly username: string };

/** What was typed; an absent option was not typed. `''` as a name and `'none'` as a limit take the old one away. */
export interface TypedOptions {
  readonly name?: string;
  readonly expires?: Expiry;
  readonly limit?: number | 'none';
  readonly approval?: boolean;
  readonly price?: number;
  readonly chat?: ChatReference;
  readonly link?: InviteLink;
}

/** What was typed that a link with a price cannot have. */
export const besidePrice = (typed: TypedOptions) =>
  (['expires', 'limit', 'approval'] as const).find((option) => typed[option] !== undefined);

export interface OptionContext {
  readonly accepts: readonly OptionName[];
  /** What relative expiries count from. */
  readonly now: UnixSeconds;
  /** IANA name of the zone in which dates are typed. */
  readonly timeZone: string;
}

/** The option alone, as it was typed in `word`. */
export function parseOption(
  option: OptionName,
  word: OptionWord,
  context: OptionContext,
): Result<TypedOptions, OptionFailure> {
  const value = asItLooks(word.value).trim();
  const bad = (expects: string) => fail({ kind: 'bad_option', got: word.raw, expects } as const);
  switch (option) {
    case 'name':
      return parseName(word.value);
    case 'expires': {
      const expires = parseExpiry(value, word.raw, context.now, context.timeZone);
      return expires.ok ? ok({ expires: expires.value }) : expires;
    }
    case 'limit': {
      const limit = /^none$/i.test(value) ? 'none' : parseNumber(value, MEMBER_LIMIT_MAX);
      return limit === undefined
        ? bad(`limit is a whole number from 1 to ${MEMBER_LIMIT_MAX}, or none`)
        : ok({ limit });
    }
    case 'approval': {
      const on = word.key === undefined || /^on$/i.test(value);
      return on || /^off$/i.test(value) ? ok({ approval: on }) : bad('write approval, or approval=off');
    }
    case 'price': {
      const price = parseNumber(value, PRICE_MAX_STARS);
      return price === undefined
        ? bad(`price is a whole number of Stars from 1 to ${PRICE_MAX_STARS}`)
        : ok({ price });
    }
    case 'chat': {
      const chat = parseChatReference(value);
      return chat ? ok({ chat }) : bad('chat is a group or channel, as chat=@name or chat=-1001234567890');
    }
    case 'link': {
      const link = parseInviteLink(asItLooks(word.raw));
      return link ? ok({ link }) : bad('it is no invite link');
    }
  }
}

/** Telegram would cut a longer name without a word, and folds white space as is done here. */
function parseName(text: string): Result<TypedOptions, OptionFailure> {
  const name = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const characters = [...name].length;
  return characters > NAME_CHARACTERS ? fail({ kind: 'name_too_long', got: name, characters }) : ok({ name });
}

function parseNumber(text: string, max: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= max ? number : undefined;
}

function parseChatReference(text: string): ChatReference | undefined {
  const username = /^@([a-z]\w{3,31})$/i.exec(text)?.[1];
  if (username !== undefined) return { kind: 'username', username };
  // Groups and channels have negative numbers; a positive one is a person.
  return /^-\d{1,15}$/.test(text) && Number(text) < 0 ? { kind: 'id', id: Number(text) } : undefined;
}
