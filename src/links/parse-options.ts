// Reads what was typed after a command: which words are options, which are left, and what goes together. An option with
// `=` or `:` counts anywhere; one that is said in words only at the end; every other word is left as it is. What can be
// read in several ways is asked about.

import type { OptionFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { findDoubt, isRange } from './find-doubt.ts';
import { parseInviteLink } from './invite-link.ts';
import { mayBeginPhrase, PHRASE_WORDS_MAX, readPhrase, readWritten } from './option-phrases.ts';
import { besidePrice, isLimited, type OptionContext, type TypedOptions } from './option-values.ts';
import { asItLooks, type OptionWord, splitWords } from './option-words.ts';
import { isOptionName, OPTIONS, type OptionName } from './options.ts';
import { asTyped, isJoiner, isPlain, joined, type Part } from './typed-parts.ts';

/** Reads the options of a command, in any order, and the words that are none. */
export function parseOptions(text: string, context: OptionContext): Result<TypedOptions, OptionFailure> {
  const words = splitWords(text);
  if (!words.ok) return words;
  const written = findWritten(words.value, context);
  if (!written.ok) return written;
  const parts = takePhrases(written.value, context);
  const doubt = findDoubt(parts, context, (line) => parseOptions(line, context).ok);
  return doubt ? fail(doubt) : readParts(parts, context);
}

/** The options written with their names, each with the words that belong to its value; the others stay plain. */
function findWritten(
  words: readonly OptionWord[],
  context: OptionContext,
): Result<readonly Part[], OptionFailure> {
  const parts: Part[] = [];
  for (let rest = words; rest[0]; ) {
    const word = rest[0];
    const option = optionOf(word, context);
    if (!option.ok) return option;
    const whole = rest.slice(0, option.value ? countWords(option.value, rest, context) : 1);
    rest = rest.slice(whole.length);
    parts.push(
      option.value ? { ...word, raw: asTyped(whole), value: joined(whole), option: option.value } : word,
    );
  }
  return ok(parts.filter((part, index) => index === 0 || !(parts[index + 1]?.option && isJoiner(part))));
}

const TELEGRAM_ADDRESS = /t\.me\/|telegram\.(?:me|dog)\//i;

/** Fails for a word that is no option, but hardly a part of a name either. */
function optionOf(word: OptionWord, context: OptionContext): Result<OptionName | undefined, OptionFailure> {
  const { raw: got, key, quoted } = word;
  const { accepts } = context;
  if (key !== undefined && isOptionName(key)) return ok(key);
  const isAddress = !quoted && TELEGRAM_ADDRESS.test(got);
  const mayBeLink = isAddress || (!quoted && /^tg:/i.test(got));
  if (mayBeLink && parseInviteLink(asItLooks(got))) return ok('link');
  if (key !== undefined) {
    const meant = guessOption(key, word, context);
    return fail({ kind: 'unknown_option', got, accepts, ...(meant && { meant }) });
  }
  if (quoted) return ok(accepts.includes('name') ? 'name' : undefined);
  if (!isAddress) return ok(undefined);
  return accepts.includes('link')
    ? fail({ kind: 'which_link', doubt: 'no_link_typed', got })
    : fail({ kind: 'option_not_here', got, option: 'link', accepts });
}

/** `expire=2d` and `until=2d` are guessed as `expires=2d`. */
function guessOption(key: string, word: OptionWord, context: OptionContext): string | undefined {
  const guess = context.accepts.find((option) => {
    const isAlike = key !== '' && option.startsWith(key.slice(0, 3));
    const isSaid = OPTIONS[option].said?.split(' ').includes(key);
    return isOptionName(option) && (isAlike || isSaid) && readWritten(option, word, context)?.ok;
  });
  return guess && !word.quoted ? `${guess}=${word.value}` : undefined;
}

/** How many of the words belong to the option that the first one names: `expires=2 days`, `limit=5 people`. */
function countWords(option: OptionName, words: readonly OptionWord[], context: OptionContext): number {
  const [word, ...following] = words;
  // Any words could be a name: see findDoubt.
  if (word?.key === undefined || word.quoted || option === 'name') return 1;
  const end = following.findIndex((one) => one.quoted || one.key !== undefined);
  for (let count = Math.min(end < 0 ? words.length : end + 1, PHRASE_WORDS_MAX + 1); count > 1; count--) {
    if (readWritten(option, { ...word, value: joined(words.slice(0, count)) }, context)) return count;
  }
  return 1;
}

/** What is said in words becomes an option, as long as nothing but options follows. */
function takePhrases(parts: readonly Part[], context: OptionContext): readonly Part[] {
  const end = parts.findLastIndex(isPlain) + 1;
  for (let start = Math.max(0, end - PHRASE_WORDS_MAX); start < end; start++) {
    const said = parts.slice(start, end);
    if (!mayBeginPhrase(said[0]?.value ?? '')) continue;
    // The signs and quotation marks of what is written otherwise are in no phrase.
    const phrase = readPhrase(asTyped(said), context);
    if (!phrase) continue;
    if (isRange(parts, start)) return parts;
    const before = takePhrases(parts.slice(0, start - (isJoiner(parts[start - 1]) ? 1 : 0)), context);
    if (phrase.isAlone && before.some(isPlain)) return parts;
    const part = { raw: asTyped(said), value: phrase.value, quoted: false, option: phrase.option };
    return [...before, part, ...parts.slice(end)];
  }
  return parts;
}

function readParts(parts: readonly Part[], context: OptionContext): Result<TypedOptions, OptionFailure> {
  const { accepts } = context;
  let typed: TypedOptions = {};
  const typedAs: Partial<Record<OptionName, string>> = {};
  for (const part of parts) {
    const { option, raw: got } = part;
    if (option === undefined) continue;
    if (!accepts.includes(option)) return fail({ kind: 'option_not_here', got, option, accepts });
    const already = typedAs[option];
    if (already !== undefined && option === 'link')
      return fail({ kind: 'which_link', doubt: 'several_links_typed' });
    if (already !== undefined) return fail({ kind: 'option_twice', got, option, already });
    typedAs[option] = got;
    const value = readWritten(option, option === 'link' ? { ...part, value: got } : part, context);
    // `for=2d`
    const meant =
      value || option !== 'for' ? undefined : guessOption('for', part, { ...context, accepts: ['expires'] });
    if (meant && accepts.includes('expires')) return fail({ kind: 'unknown_option', got, accepts, meant });
    if (!value) return fail({ kind: 'bad_option', got, expects: OPTIONS[option].expects });
    if (!value.ok) return value;
    typed = { ...typed, ...value.value };
  }

  // Telegram takes no two of these together. A default or a record gives way instead: see choose-settings.ts.
  const { price = '', limit = '', approval = '' } = typedAs;
  const other = besidePrice(typed);
  if (typed.price !== undefined && other)
    return fail({ kind: 'price_with_others', got: price, other: typedAs[other] ?? '' });
  const besideFor = isLimited(typed) ? limit : typed.approval === true ? '' : approval;
  if (typed.for && besideFor)
    return fail({ kind: 'options_clash', got: typedAs.for ?? '', other: besideFor });
  if (typed.approval && isLimited(typed)) return fail({ kind: 'options_clash', got: limit, other: approval });

  const name = joined(parts.filter(isPlain));
  // `VIP, 2 days`
  const words = parts.every(isPlain) ? name : name.replace(/[\s,;:|/–—-]+$/, '') || name;
  if (words === '') return ok(typed);
  // The words name something only in commands that take a name or a link.
  if (accepts.includes('name')) return ok({ ...typed, words });
  if (!accepts.includes('link'))
    return fail({ kind: 'option_not_here', got: words, option: 'name', accepts });
  return typed.link
    ? fail({ kind: 'words_beside_link', got: words, link: typed.link.url })
    : ok({ ...typed, words });
}
