// Reads the options of a command. Nothing doubtful passes: Telegram turns a bad number into "unlimited" without a word.

import type { OptionFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, UnixSeconds } from '../lib/units.ts';
import { type Expiry, parseExpiry } from './expiry.ts';
import { type InviteLink, parseInviteLink } from './invite-link.ts';
import { MEMBER_LIMIT_MAX, NAME_CHARACTERS, PRICE_MAX_STARS } from './link-settings.ts';
import { asTyped, type OptionWord, splitWords } from './option-words.ts';
import { isOptionName, type OptionName } from './options.ts';

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

export interface OptionContext {
  readonly accepts: readonly OptionName[];
  /** What relative expiries count from. */
  readonly now: UnixSeconds;
  /** IANA name of the zone in which dates are typed. */
  readonly timeZone: string;
}

type Read<Value> = Result<Value, OptionFailure>;

/** Reads what was typed behind a command: options in any order, and plain words, which are the name. */
export function parseOptions(text: string, context: OptionContext): Read<TypedOptions> {
  const words = splitWords(text);
  if (!words.ok) return words;

  let typed: TypedOptions = {};
  const typedAs = new Map<OptionName, string>();
  const plainWords: string[] = [];
  for (const [index, word] of words.value.entries()) {
    const option = optionOf(word);
    if (option === undefined) {
      if (word.key !== undefined) return unknownOption(word.raw, word.key, context);
      plainWords.push(word.value);
      continue;
    }
    if (word.key === undefined && option !== 'approval' && option !== 'link') {
      const next = words.value.slice(index + 1).find(({ raw }) => raw !== '=');
      return fail({ kind: 'bare_option', got: word.raw, meant: `${option}=${next?.raw ?? '…'}` });
    }
    const read = addOption(typed, option, word, typedAs, context);
    if (!read.ok) return read;
    typed = read.value;
  }

  const name = plainWords.join(' ');
  if (plainWords.length > 0) {
    const read = addOption(typed, 'name', { raw: name, value: name, quoted: true }, typedAs, context);
    if (!read.ok) return read;
    typed = read.value;
  }
  return findClash(typed, typedAs) ?? ok(typed);
}

function optionOf(word: OptionWord): OptionName | undefined {
  if (!word.quoted && parseInviteLink(asTyped(word.raw))) return 'link';
  const written = word.key ?? (word.quoted ? '' : asTyped(word.value).toLowerCase());
  return isOptionName(written) ? written : undefined;
}

function addOption(
  typed: TypedOptions,
  option: OptionName,
  word: OptionWord,
  typedAs: Map<OptionName, string>,
  context: OptionContext,
): Read<TypedOptions> {
  if (!context.accepts.includes(option)) {
    // Where a command wants a link, other words are an attempt to say which.
    return option === 'name' && word.key === undefined && context.accepts.includes('link')
      ? fail({ kind: 'which_link', doubt: 'no_link_typed', got: word.raw })
      : fail({ kind: 'option_not_here', got: word.raw, option, accepts: context.accepts });
  }
  const already = typedAs.get(option);
  if (already !== undefined) {
    return option === 'link'
      ? fail({ kind: 'which_link', doubt: 'several_links_typed' })
      : fail({ kind: 'option_twice', got: word.raw, option, already });
  }
  typedAs.set(option, word.raw);
  const read = readOption(option, word, context);
  return read.ok ? ok({ ...typed, ...read.value }) : read;
}

function readOption(option: OptionName, word: OptionWord, context: OptionContext): Read<TypedOptions> {
  const value = asTyped(word.value).trim();
  const bad = (expects: string): Read<never> => fail({ kind: 'bad_option', got: word.raw, expects });
  switch (option) {
    case 'name':
      return readName(word);
    case 'expires': {
      const expires = parseExpiry(value, word.raw, context.now, context.timeZone);
      return expires.ok ? ok({ expires: expires.value }) : expires;
    }
    case 'limit': {
      const limit = /^none$/i.test(value) ? 'none' : readNumber(value, MEMBER_LIMIT_MAX);
      return limit === undefined
        ? bad(`limit is a whole number from 1 to ${MEMBER_LIMIT_MAX}, or none`)
        : ok({ limit });
    }
    case 'approval': {
      const on = word.key === undefined || /^on$/i.test(value);
      return on || /^off$/i.test(value) ? ok({ approval: on }) : bad('it is approval or approval=off');
    }
    case 'price': {
      const price = readNumber(value, PRICE_MAX_STARS);
      return price === undefined
        ? bad(`price is a whole number of Stars from 1 to ${PRICE_MAX_STARS}`)
        : ok({ price });
    }
    case 'chat': {
      const chat = readChatReference(value);
      return chat ? ok({ chat }) : bad('chat is a group or channel, as chat=@name or chat=-1001234567890');
    }
    case 'link': {
      const link = parseInviteLink(asTyped(word.raw));
      return link ? ok({ link }) : bad('it is no invite link');
    }
  }
}

/** Telegram would cut a longer name without a word, and folds white space as is done here. */
function readName(word: OptionWord): Read<TypedOptions> {
  const name = word.value.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const characters = [...name].length;
  return characters > NAME_CHARACTERS ? fail({ kind: 'name_too_long', got: name, characters }) : ok({ name });
}

function readNumber(text: string, max: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= max ? number : undefined;
}

function readChatReference(text: string): ChatReference | undefined {
  const username = /^@([a-z]\w{3,31})$/i.exec(text)?.[1];
  if (username !== undefined) return { kind: 'username', username };
  // Groups and channels have negative numbers; a positive one is a person.
  return /^-\d{1,15}$/.test(text) && Number(text) < 0 ? { kind: 'id', id: Number(text) } : undefined;
}

function unknownOption(got: string, key: string, { accepts }: OptionContext): Read<never> {
  const guess = accepts.find((option) => option !== 'link' && option.slice(0, 3) === key.slice(0, 3));
  return fail({ kind: 'unknown_option', got, accepts, ...(guess && { guess }) });
}

/** Telegram takes no two of these together. What a default or a record says gives way instead: see choose-settings.ts. */
function findClash(typed: TypedOptions, typedAs: ReadonlyMap<OptionName, string>): Read<never> | undefined {
  const clash = (one: OptionName, other: OptionName) =>
    fail({ kind: 'options_clash', got: typedAs.get(one) ?? '', other: typedAs.get(other) ?? '' } as const);
  if (typed.price !== undefined) {
    const other = (['expires', 'limit', 'approval'] as const).find((option) => typed[option] !== undefined);
    if (other) return clash('price', other);
  }
  return typed.approval && typeof typed.limit === 'number' ? clash('limit', 'approval') : undefined;
}
