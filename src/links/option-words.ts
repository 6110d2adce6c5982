// Splits what a person typed after a command into words, and undoes what phone keyboards do to them. What the words
// mean is decided in parse-options.ts.

import type { OptionFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { isOptionName } from './options.ts';

/** A word: `limit=5` has a key, `"VIP guests"` is quoted. */
export interface OptionWord {
  /** As it was typed, for quoting it back. */
  readonly raw: string;
  /** In small letters: what is before `=`, or an option's name before `:`. */
  readonly key?: string;
  /** The rest, without its quotation marks. */
  readonly value: string;
  readonly quoted: boolean;
}

/** Enough for every option at its longest; keeps a hostile text from costing more than a glance. */
const TYPED_CHARACTERS_MAX = 512;

// Which mark closes depends on the language: “so”, „so“ or «so».
const DOUBLE_MARKS = '"“”„‟«»＂';
const SINGLE_MARKS = "'‘’‚‛";

/** Splits at white space, but not within quotation marks; `limit = 5` and `limit: 5` are one word. */
export function splitWords(text: string): Result<readonly OptionWord[], OptionFailure> {
  if (text.trim().length > TYPED_CHARACTERS_MAX) {
    return fail({ kind: 'too_many_words', characters: TYPED_CHARACTERS_MAX });
  }
  const typed = asSeen(text);
  const words: OptionWord[] = [];
  for (let start = 0; start < typed.length; ) {
    const word = wordAt(typed, start);
    start += word.raw.length + 1;
    if (!word.quoted && word.value !== '' && DOUBLE_MARKS.includes(word.value.charAt(0))) {
      return fail({ kind: 'quote_not_closed', got: word.raw });
    }
    const before = words.at(-1);
    const key = before && sharedKey(before, word);
    const value = isColon(word.raw) ? '' : word.value;
    if (before && key !== undefined)
      words.splice(-1, 1, { ...word, value, raw: `${before.raw} ${word.raw}`, key });
    else words.push(word);
  }
  return ok(words);
}

const isColon = (character: string): boolean => character === ':' || character === '：';

/** The option that two words name together: `limit =5`, `limit= 5`. */
function sharedKey(before: OptionWord, word: OptionWord): string | undefined {
  const isSign = word.key === '' || isColon(word.raw);
  const isHalf = before.key === undefined ? isSign : before.value === '' && word.key === undefined;
  const key = before.key ?? optionLook(before.raw);
  return isHalf && !before.quoted && isOptionName(key) ? key : undefined;
}

function wordAt(text: string, start: number): OptionWord {
  const space = text.indexOf(' ', start);
  const bare = text.slice(start, space < 0 ? text.length : space);
  const sign = endOfKey(bare);
  // `Rock 'n' Roll`
  const isText = sign < 0 && start > 0 && SINGLE_MARKS.includes(text.charAt(start) || ' ');
  const quoted = isText ? undefined : quotedAt(text, start + sign + 1);
  return {
    raw: quoted ? text.slice(start, quoted.end) : bare,
    ...(sign >= 0 && { key: optionLook(bare.slice(0, sign)) }),
    value: quoted?.value ?? bare.slice(sign + 1),
    quoted: quoted !== undefined,
  };
}

/** The index of `=`, or of the `:` after an option's name; -1 for a word without a key. */
function endOfKey(word: string): number {
  for (let at = 0; at < word.length && !DOUBLE_MARKS.includes(word.charAt(at)); at++) {
    const isSign = '=＝'.includes(word.charAt(at));
    if (isSign || (isColon(word.charAt(at)) && isOptionName(optionLook(word.slice(0, at))))) return at;
  }
  return -1;
}

/**
 * The text in quotation marks that opens here. It ends at a mark that is followed by a space, a comma or the end, so that
 * 'Bob's party' is one text; a backslash keeps a mark from counting.
 */
function quotedAt(text: string, open: number): { readonly value: string; readonly end: number } | undefined {
  const marks = [DOUBLE_MARKS, SINGLE_MARKS].find((some) => some.includes(text.charAt(open) || ' '));
  if (marks === undefined) return undefined;
  let value = '';
  for (let at = open + 1; at < text.length; at++) {
    const next = text.charAt(at + 1) || ' ';
    const isComma = ',;'.includes(next) && (text.charAt(at + 2) || ' ') === ' ';
    if (marks.includes(text.charAt(at)) && (next === ' ' || isComma))
      return { value, end: at + (isComma ? 2 : 1) };
    const isEscape = text[at] === '\\' && `\\${DOUBLE_MARKS}${SINGLE_MARKS}`.includes(next);
    value += isEscape ? next : text.charAt(at);
    if (isEscape) at++;
  }
  return undefined;
}

/** Soft hyphen, zero-width space, direction marks, word joiners, byte order mark. Joiners shape emoji and letters. */
const UNSEEN =
  '\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff';

/** Without invisible characters, and all white space as single spaces. (Compiling `\p{Cc}` takes longer.) */
function asSeen(text: string): string {
  let seen = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    const isSpace = character.trim() === '' || code < 0x20 || (code >= 0x7f && code < 0xa0);
    if (UNSEEN.includes(character)) continue;
    if (!isSpace) seen += character;
    else if (!seen.endsWith(' ')) seen += ' ';
  }
  return seen.trim();
}

/**
 * What the characters of an option look like: full-width letters, digits and signs become plain ones, and every dash a
 * hyphen. No more than that: a superscript is no digit. Not for names: there a dash is a dash.
 */
export const asItLooks = (text: string): string =>
  text.replace(/[\u2010-\u2015\u2212\uff01-\uff5e]|\u200c|\u200d/g, (character) => {
    if (character >= '\uff01') return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
    return character >= '\u2010' ? '-' : '';
  });

/** The word as an option's name is compared: in small letters, and without the dashes of `--limit`. */
export const optionLook = (word: string): string =>
  asItLooks(word)
    .toLowerCase()
    .replace(/^-+(?=[a-z])/, '');
