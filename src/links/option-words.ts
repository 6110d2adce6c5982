// Splits what a person typed behind a command into words, and undoes what phone keyboards do to them. What the words
// mean is decided in parse-options.ts.

import type { OptionFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** A word: `limit=5` has a key, `"VIP guests"` is quoted. */
export interface OptionWord {
  /** As it was typed, for quoting it back. */
  readonly raw: string;
  /** What stands before the first `=`, in small letters; absent where there is none. */
  readonly key?: string;
  /** The rest, without its quotation marks. */
  readonly value: string;
  readonly quoted: boolean;
}

/** Enough for every option at its longest; keeps a hostile text from costing more than a glance. */
const TYPED_CHARACTERS_MAX = 512;

// A quoted text ends at a quotation mark that is followed by white space or the end, so that 'Bob's party' is one text.
// Which mark closes depends on the language, “so”, „so“ or «so»; a backslash keeps one from counting.
const DOUBLE_MARKS = '"“”„‟«»＂';
const SINGLE_MARKS = "'‘’‚‛";
const ESCAPED = String.raw`\\[\\${DOUBLE_MARKS}${SINGLE_MARKS}]`;
const TEXT = String.raw`((?:${ESCAPED}|(?!${ESCAPED})[^])*?)`;
const QUOTED = `(?:[${DOUBLE_MARKS}]${TEXT}[${DOUBLE_MARKS}]|[${SINGLE_MARKS}]${TEXT}[${SINGLE_MARKS}])`;
const WORD = new RegExp(String.raw`\s*([^\s=＝${DOUBLE_MARKS}]*[=＝])?(?:${QUOTED}(?=\s|$)|(\S*))`, 'uy');
const ESCAPES = new RegExp(ESCAPED, 'gu');
const OPENS_QUOTE = new RegExp(`^[${DOUBLE_MARKS}]`, 'u');

/** Splits at white space (which `\s` knows in all its forms, the non-breaking ones too), but not within quotation marks. */
export function splitWords(text: string): Result<readonly OptionWord[], OptionFailure> {
  const typed = text.trim();
  if (typed.length > TYPED_CHARACTERS_MAX) {
    return fail({ kind: 'too_many_words', characters: TYPED_CHARACTERS_MAX });
  }
  const words: OptionWord[] = [];
  for (let end = 0; end < typed.length; end = WORD.lastIndex) {
    WORD.lastIndex = end;
    const match = WORD.exec(typed);
    if (!match) break;
    const [whole, key, double, single, bare] = match;
    const raw = whole.trim();
    if (bare !== undefined && OPENS_QUOTE.test(bare)) return fail({ kind: 'quote_not_closed', got: raw });
    const quoted = double ?? single;
    words.push({
      raw,
      ...(key !== undefined && { key: asItLooks(key.slice(0, -1)).toLowerCase() }),
      value: quoted?.replace(ESCAPES, (mark) => mark.slice(1)) ?? bare ?? '',
      quoted: quoted !== undefined,
    });
  }
  return ok(words);
}

/**
 * What the characters of an option look like: full-width letters, digits and signs become plain ones, every dash a
 * hyphen, and marks without a shape (zero-width spaces, text direction) go. Not for names: there a dash is a dash.
 */
export const asItLooks = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-');
