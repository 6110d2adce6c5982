// Finds options that are said without `=`, as options.ts declares them: `limit 5`, `for 2 days`, `no approval`.

import { isNone, type OptionContext, readValue } from './option-values.ts';
import { asItLooks, type OptionWord, optionLook } from './option-words.ts';
import { OPTIONS, type OptionName } from './options.ts';

/** An option that is said in words. */
interface Phrase {
  readonly option: OptionName;
  readonly value: string;
  /** Whether it counts only if nothing else is said: `No Limit Poker` is a name, and so is `VIP no limit`. */
  readonly isAlone: boolean;
}

/** No option is said in more words: `expires in 1 week 2 days 3 hours`. */
export const PHRASE_WORDS_MAX = 8;

// The words that a phrase can begin with, besides a value.
const BEGINNINGS = new Set(
  Object.values(OPTIONS)
    .flatMap(({ said, saidAlone = {} }) => [...(said?.split(' | ') ?? []), ...Object.keys(saidAlone)])
    .map((way) => way.split(' ', 1)[0]),
);

const NUMBER_WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Without the brackets around it, and what parts it from the next: `(limit 5)`, `2 days,`. */
export const withoutMarks = (words: string): string => words.replace(/^[\s([]+|[\s,;.!)\]]+$/g, '');

/** `limit=5, expires=2d` */
export const withoutComma = (words: string): string => words.replace(/[\s,;:]+$/, '');

/** Rules out most words of a name before every way to say every option is tried. */
export const mayBeginPhrase = (word: string): boolean => {
  const look = withoutMarks(optionLook(word));
  return (
    /^(?:[+,.'’]?\d|to|\+$|only$|just$|$)/.test(look) ||
    isNone(look) ||
    BEGINNINGS.has(look) ||
    NUMBER_WORDS.includes(look)
  );
};

const NUMBER_WORD = new RegExp(`(?<!\\S)(?:${NUMBER_WORDS.join('|')})(?!\\S)`, 'g');

/** As options.ts declares it: `only two persons`, `for a week`, `3 days longer`. */
const plainly = (text: string): string =>
  text
    .replace(/^(?:only|just) | only$/g, '')
    .replace(/(?<!\S)(for|in) an? /, '$1 1 ')
    .replace(/^\+ (?=\d)/, '+')
    .replace(NUMBER_WORD, (word) => String(NUMBER_WORDS.indexOf(word) + 1))
    .replace(/(?<=\d) ?(?:persons|people|ppl)$/, ' people')
    .replace(/^(\d.*) (?:longer|more)$/, '+$1');

/** The option that these words say, all together. */
export function readPhrase(words: string, context: OptionContext): Phrase | undefined {
  const text = withoutMarks(words.split(' ').map(optionLook).join(' '));
  const plain = plainly(text);
  for (const option of context.accepts) {
    const { saidAlone = {} } = OPTIONS[option];
    const meant = Object.hasOwn(saidAlone, text) ? saidAlone[text] : undefined;
    if (meant !== undefined) return { option, value: meant, isAlone: true };
    const value = valueSaid(option, plain, context);
    // `Fan club for @name`
    const mayBeName = option === 'for' && !/\bonly\b/.test(text);
    if (value !== undefined)
      return { option, value, isAlone: isNone(value) || value === 'once' || mayBeName };
  }
  return undefined;
}

/** The value of an option that is said in one of its ways: `5` of `limit 5`, `max 5 people`. */
function valueSaid(option: OptionName, text: string, context: OptionContext): string | undefined {
  for (const way of OPTIONS[option].said?.split(' | ') ?? []) {
    const [before = '', after] = way.split('#');
    if (after === undefined && text === way) return '';
    if (after === undefined || !text.startsWith(before) || !text.endsWith(after)) continue;
    const value = text.slice(before.length, text.length - after.length);
    if (value === '' || isHardlyMeant(option, before, value)) continue;
    if (isNone(value) ? before.startsWith(option) : plainValue(option, value, context)) return value;
    const inner = value === text ? undefined : valueSaid(option, value, context);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** `Games on Friday`: a weekday counts after `until`. */
const isHardlyMeant = (option: OptionName, before: string, value: string): boolean =>
  option === 'expires' && /^(?:|for |in |on )$/.test(before) && /^(?!to)[a-z]/.test(value);

/** The option with a value as it is, or as it is said: `limit=5 people`. `undefined` if it looks like none. */
export function readWritten(option: OptionName, typed: OptionWord, context: OptionContext) {
  const word = typed.quoted ? typed : { ...typed, value: withoutComma(typed.value) };
  const read = readValue(option, word, context);
  const said = read ? undefined : valueSaid(option, optionLook(word.value), context);
  // `limit=none` takes a limit away, `limit=limit none` is refused.
  return said === undefined || isNone(said) ? read : readValue(option, { ...word, value: said }, context);
}

const plainValue = (option: OptionName, value: string, context: OptionContext) =>
  readValue(option, { raw: value, value, quoted: false }, context);

/** Whether a word begins like a number. */
export const isNumberLike = (word: string): boolean => /^[+-]?\d/.test(asItLooks(word));

/**
 * The line to send instead, if words that were taken as a name contain what looks like a setting: `expires=24h` for
 * `24h support`, `limit=none` for `VIP no limit`.
 */
export function hintFor(name: string, context: OptionContext): string | undefined {
  // `2 days,3 people`, `5 people🎉`. (Unicode's classes take long to compile, and most names have no digit.)
  const hasDigit = /\d/.test(name);
  const seen = hasDigit ? name.replace(/(?<=\D),|[^\p{L}\p{M}\d.,:'’+@-]/gu, ' ').trim() : name;
  const words = seen.split(/ +/);
  for (const [start, first] of words.entries()) {
    if (!mayBeginPhrase(first)) continue;
    for (let end = Math.min(words.length, start + PHRASE_WORDS_MAX); end > start; end--) {
      const text = words.slice(start, end).join(' ');
      const phrase = readPhrase(text, context);
      // In the middle, only a number looks like a setting: `Approval committee` does not.
      const looksMeant = end === words.length || (/\d/.test(text) && !phrase?.isAlone);
      if (!phrase || !looksMeant) continue;
      const { option, value } = phrase;
      if (plainValue(option, value, context)?.ok) return value === '' ? option : `${option}=${value}`;
    }
  }
  const [, way] = /(?:^| )approval (auto|rules)$/i.exec(seen) ?? [];
  if (way) return `approval=${way.toLowerCase()}`;
  // `5 friends`
  const [, count] = hasDigit ? (/(?:^| )([1-9]\d{0,4}) [\p{L}\p{M}]+$/u.exec(seen) ?? []) : [];
  return count && `limit=${count}`;
}
