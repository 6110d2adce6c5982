// Reads the options of a command: which words are options, which are the name, and what goes together. Nothing doubtful
// passes: a word that looks like an option, or like a link, never becomes a name.

import type { OptionFailure } from '../failures.ts';
import { parseDuration } from '../lib/durations.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { parseInviteLink } from './invite-link.ts';
import { besidePrice, type OptionContext, parseOption, type TypedOptions } from './option-values.ts';
import { asItLooks, type OptionWord, splitWords } from './option-words.ts';
import { isOptionName, type OptionName } from './options.ts';

/** Reads what was typed behind a command: options in any order, and plain words, which are the name. */
export function parseOptions(text: string, context: OptionContext): Result<TypedOptions, OptionFailure> {
  const words = splitWords(text);
  if (!words.ok) return words;

  const plain: string[] = [];
  const options: { name: OptionName; word: OptionWord }[] = [];
  for (const [index, word] of words.value.entries()) {
    const name = optionOf(word);
    const slip = name ? undefined : findSlip(words.value, index, context);
    if (slip) return fail(slip);
    if (name) options.push({ name, word });
    else plain.push(word.value);
  }
  if (plain.length > 0) {
    const name = plain.join(' ');
    options.push({ name: 'name', word: { raw: name, value: name, quoted: true } });
  }

  let typed: TypedOptions = {};
  const typedAs = new Map<OptionName, OptionWord>();
  for (const { name, word } of options) {
    const misplaced = findMisplaced(name, word, typedAs, context);
    if (misplaced) return fail(misplaced);
    typedAs.set(name, word);
    const value = parseOption(name, word, context);
    if (!value.ok) return value;
    typed = { ...typed, ...value.value };
  }
  const clash = findClash(typed, typedAs);
  return clash ? fail(clash) : ok(typed);
}

function optionOf(word: OptionWord): OptionName | undefined {
  if (word.key !== undefined && isOptionName(word.key)) return word.key;
  if (word.quoted) return undefined;
  if (parseInviteLink(asItLooks(word.raw))) return 'link';
  return word.key === undefined && isBareApproval(word) ? 'approval' : undefined;
}

const isBareApproval = (word: OptionWord): boolean => /^approval$/i.test(asItLooks(word.raw));

const TELEGRAM_ADDRESS = /t\.me\/|telegram\.(?:me|dog)\//i;

/** What is likely wrong with a word that is no option, where it is hardly meant as part of a name. */
function findSlip(
  words: readonly OptionWord[],
  index: number,
  context: OptionContext,
): OptionFailure | undefined {
  const { accepts } = context;
  const word = words[index];
  if (!word) return undefined;
  const got = word.raw;
  if (word.key !== undefined) {
    const stem = word.key.replace(/^-+/, '').slice(0, 3);
    const guess = accepts.find((option) => option !== 'link' && option.slice(0, 3) === stem);
    return { kind: 'unknown_option', got, accepts, ...(guess && { guess }) };
  }
  if (TELEGRAM_ADDRESS.test(word.value)) {
    return accepts.includes('link')
      ? { kind: 'which_link', doubt: 'no_link_typed', got }
      : { kind: 'option_not_here', got, option: 'link', accepts };
  }
  if (word.quoted) return undefined;
  const before = words[index - 1];
  const slip =
    optionMeant(word, words.slice(index + 1), context) ??
    (before && continuationMeant(before, word)) ??
    (isDuration(word) ? { option: 'expires' as const, meant: `expires=${word.value}` } : undefined);
  if (!slip || !context.accepts.includes(slip.option)) return undefined;
  // What is proposed has to be right: where it would be refused in its turn, the option is only explained.
  const [proposed] = slip.meant === undefined ? [] : wordsOf(slip.meant);
  const isRight = proposed && parseOption(slip.option, proposed, context).ok;
  return { kind: 'bare_option', got, option: slip.option, accepts, ...(isRight && { meant: proposed.raw }) };
}

interface Slip {
  readonly option: Exclude<OptionName, 'link'>;
  /** The option as it was probably meant. */
  readonly meant?: string;
}

const lookOf = (word: OptionWord): string => asItLooks(word.value).toLowerCase();

const isDuration = (word: OptionWord): boolean => parseDuration(lookOf(word)) !== undefined;

const wordsOf = (text: string): readonly OptionWord[] => {
  const words = splitWords(text);
  return words.ok ? words.value : [];
};

/**
 * `limit 5`, `limit:5` and `--limit 5` mean an option. Followed by anything that is no value of it, its name is a word like
 * any other: `Teachers limit reached`, and `New name (edited)`, since every word could be a name's value.
 */
function optionMeant(
  word: OptionWord,
  rest: readonly OptionWord[],
  context: OptionContext,
): Slip | undefined {
  const [, option = '', value = ''] = /^-*([a-z]+):?(.*)$/.exec(lookOf(word)) ?? [];
  if (!isOptionName(option)) return undefined;
  if (option === 'approval') return { option, meant: value === '' ? option : `${option}=${value}` };
  if (option === 'name') return value === '' ? undefined : { option, meant: nameMeant(value, rest) };
  if (value !== '') return { option, meant: `${option}=${value}` };
  const after = rest.map(({ raw }) => raw.replace(/^=/, '')).find((one) => one !== '');
  if (after === undefined) return undefined;
  const [proposed] = wordsOf(`${option}=${after}`);
  // A number is hardly a name, also where more follows that makes it none: `expires 2 days`.
  const isValue = /^\d/.test(after) || (proposed && parseOption(option, proposed, context).ok);
  return isValue ? { option, meant: `${option}=${after}` } : undefined;
}

/** All words up to the next option. */
function nameMeant(value: string, rest: readonly OptionWord[]): string {
  const end = rest.findIndex(({ key }) => key !== undefined);
  const others = rest.slice(0, end < 0 ? rest.length : end).map(({ raw }) => raw);
  return `name="${[value, ...others].join(' ')}"`;
}

/** `approval off`, `expires=2026-12-31 18:00` and `expires=2d 3h` mean one option. */
function continuationMeant(before: OptionWord, word: OptionWord): Slip | undefined {
  const text = lookOf(word);
  if (isBareApproval(before)) {
    if (/^(?:on|yes)$/.test(text)) return { option: 'approval', meant: 'approval=on' };
    return /^(?:off|no|none)$/.test(text) ? { option: 'approval', meant: 'approval=off' } : undefined;
  }
  if (before.key !== 'expires') return undefined;
  if (/^\d\d?:\d\d$/.test(text)) return { option: 'expires', meant: `${before.raw}T${text}` };
  return isDuration(word) ? { option: 'expires', meant: `${before.raw}${text}` } : undefined;
}

function findMisplaced(
  option: OptionName,
  { raw: got, key, value }: OptionWord,
  typedAs: ReadonlyMap<OptionName, OptionWord>,
  { accepts }: OptionContext,
): OptionFailure | undefined {
  if (!accepts.includes(option)) {
    // Where a command wants a link, other words are an attempt to say which.
    return option === 'name' && key === undefined && accepts.includes('link')
      ? { kind: 'which_link', doubt: 'no_link_typed', got }
      : { kind: 'option_not_here', got, option, accepts };
  }
  const already = typedAs.get(option);
  if (!already) return undefined;
  if (option === 'link') return { kind: 'which_link', doubt: 'several_links_typed' };
  // Words behind name= that stand without quotation marks.
  if (option === 'name' && (key === undefined || already.key === undefined)) {
    const meant = `name="${already.value} ${value}"`;
    return { kind: 'bare_option', got, option, accepts, meant };
  }
  return { kind: 'option_twice', got, option, already: already.raw };
}

/** Telegram takes no two of these together. What a default or a record says gives way instead: see choose-settings.ts. */
function findClash(
  typed: TypedOptions,
  typedAs: ReadonlyMap<OptionName, OptionWord>,
): OptionFailure | undefined {
  const wordOf = (option: OptionName): string => typedAs.get(option)?.raw ?? '';
  if (typed.price !== undefined) {
    const other = besidePrice(typed);
    if (other) return { kind: 'price_with_others', got: wordOf('price'), other: wordOf(other) };
  }
  return typed.approval && typeof typed.limit === 'number'
    ? { kind: 'options_clash', got: wordOf('limit'), other: wordOf('approval') }
    : undefined;
}
