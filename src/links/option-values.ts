// Reads the value of each option. Telegram turns a bad number into "unlimited" without a word, so that none may pass.

import type { OptionFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, UnixSeconds, UserId } from '../lib/units.ts';
import { type Expiry, readExpiry } from './expiry.ts';
import { type InviteLink, parseInviteLink } from './invite-link.ts';
import { MEMBER_LIMIT_MAX, NAME_CHARACTERS, PRICE_MAX_STARS } from './link-settings.ts';
import { asItLooks, type OptionWord } from './option-words.ts';
import { OPTIONS, type OptionName } from './options.ts';

/** A chat as it is named in `chat=`; a username is without its `@`. */
type ChatReference =
  | { readonly kind: 'id'; readonly id: ChatId }
  | { readonly kind: 'username'; readonly username: string };

/** What was typed; an absent option was not typed. `''` as a name and `'none'` as a limit take the old one away. */
export interface TypedOptions {
  /** What is neither an option nor quoted, with single spaces; what it names, each command decides. */
  readonly words?: string;
  /** A name that is quoted, or written with `name=`. */
  readonly name?: string;
  readonly expires?: Expiry;
  /** `once`: for one person, then it is closed. */
  readonly limit?: number | 'none' | 'once';
  /** Who decides: an admin (`true`), the bot at once, or who agrees to the chat's rules. */
  readonly approval?: boolean | 'auto' | 'rules';
  /** For one person; `author` is who wrote the message replied to. */
  readonly for?: { readonly only: UserId | string } | 'author';
  readonly price?: number;
  readonly chat?: ChatReference;
  readonly link?: InviteLink;
}

/** What was typed that a link with a price cannot have. */
export const besidePrice = (typed: TypedOptions) =>
  (['expires', 'limit', 'approval', 'for'] as const).find((option) => typed[option] !== undefined);

export const isLimited = ({ limit }: TypedOptions): boolean => limit !== undefined && limit !== 'none';

/** For commands whose plain words are the link's name: moves them there. */
export function wordsAsName({ words, ...typed }: TypedOptions): Result<TypedOptions, OptionFailure> {
  if (words === undefined) return ok(typed);
  if (typed.name !== undefined) {
    return fail({ kind: 'option_twice', option: 'name', got: words, already: typed.name });
  }
  const name = parseName(words);
  return name.ok ? ok({ ...typed, ...name.value }) : name;
}

export interface OptionContext {
  readonly accepts: readonly OptionName[];
  /** What relative expiries count from. */
  readonly now: UnixSeconds;
  /** IANA name of the zone in which dates are typed. */
  readonly timeZone: string;
}

/** Whether a value takes a setting away. */
export const isNone = (value: string): boolean =>
  ['none', 'never', 'no', 'off', 'unlimited'].includes(value.toLowerCase());

/** The option alone, with this value; `undefined` for a value that does not look like one of this option. */
export function readValue(
  option: OptionName,
  { raw: got, value: typed, quoted }: OptionWord,
  context: OptionContext,
): Result<TypedOptions, OptionFailure> | undefined {
  const value = asItLooks(typed).trim();
  switch (option) {
    case 'name':
      return isNone(value) && !quoted ? ok({ name: '' }) : parseName(typed);
    case 'expires':
      return isNone(value)
        ? ok({ expires: { kind: 'never' } })
        : parseExpiry(value.toLowerCase(), got, context);
    case 'limit':
      if (value.toLowerCase() === 'once') return ok({ limit: 'once' });
      return isNone(value) ? ok({ limit: 'none' }) : parseNumber(option, value, got, context);
    case 'approval':
      if (isNone(value)) return ok({ approval: false });
      // Said in words it would be a name: `Approval rules`.
      if (/^(?:auto|rules)$/i.test(value) && /[=:＝：]/.test(got))
        return ok({ approval: value.toLowerCase() as 'auto' | 'rules' });
      return ['', 'on', 'yes'].includes(value.toLowerCase()) ? ok({ approval: true }) : undefined;
    case 'for': {
      const only = /^\d{5,16}$/.test(value) ? Number(value) : readUsername(value)?.toLowerCase();
      if (value.toLowerCase() === 'author') return ok({ for: 'author' });
      return only === undefined ? undefined : ok({ for: { only } });
    }
    case 'price':
      return parseNumber(option, value, got, context);
    case 'chat': {
      const chat = readChatReference(value);
      return chat && ok({ chat });
    }
    case 'link': {
      const link = parseInviteLink(value);
      return link && ok({ link });
    }
  }
}

/** Telegram would cut a longer name without a word, and folds white space as is done here. */
function parseName(text: string): Result<TypedOptions, OptionFailure> {
  const name = text.trim();
  const characters = [...name].length;
  return characters > NAME_CHARACTERS ? fail({ kind: 'name_too_long', got: name, characters }) : ok({ name });
}

const EXPIRY_EXPECTS = {
  no_such_time: OPTIONS.expires.expects,
  over: `That is not in the future. ${OPTIONS.expires.expects}`,
  too_late: 'Telegram takes no expiry after 2038-01-19. For a link without one, write `expires=none`',
};

function parseExpiry(
  value: string,
  got: string,
  context: OptionContext,
): Result<TypedOptions, OptionFailure> | undefined {
  const expires = readExpiry(value, context);
  if (!expires) return undefined;
  switch (expires.kind) {
    case 'never':
    case 'at':
    case 'later':
      return ok({ expires });
    case 'unclear': {
      const choices = expires.choices.map((choice) => `expires=${choice}`);
      return fail({ kind: 'unclear_option', got, choices, accepts: context.accepts });
    }
    default:
      return fail({ kind: 'bad_option', got, expects: EXPIRY_EXPECTS[expires.kind] });
  }
}

const NUMBER_MAX = { limit: MEMBER_LIMIT_MAX, price: PRICE_MAX_STARS };

/** `1 000` and `1,000` are asked about: other people write fractions so. */
function parseNumber(
  option: 'limit' | 'price',
  text: string,
  got: string,
  { accepts }: OptionContext,
): Result<TypedOptions, OptionFailure> | undefined {
  const digits = text.replace(/[ ,.'’](?=\d{3}(?!\d))/g, '');
  if (!/^\d+$/.test(digits)) return undefined;
  const number = Number(digits);
  // A zero in front may be the end of a number that was cut in two.
  if (digits.startsWith('0') || number > NUMBER_MAX[option]) {
    return fail({ kind: 'bad_option', got, expects: OPTIONS[option].expects });
  }
  if (digits === text) return ok({ [option]: number });
  return fail({ kind: 'unclear_option', got, choices: [`${option}=${number}`], accepts });
}

const readUsername = (text: string): string | undefined => /^@([a-z]\w{3,31})$/i.exec(text)?.[1];

function readChatReference(text: string): ChatReference | undefined {
  const username = readUsername(text);
  if (username !== undefined) return { kind: 'username', username };
  // Groups and channels have negative numbers; a positive one is a person.
  return /^-\d{1,15}$/.test(text) && Number(text) < 0 ? { kind: 'id', id: Number(text) } : undefined;
}
