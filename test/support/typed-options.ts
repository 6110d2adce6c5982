import fc from 'fast-check';
import { wordFailure } from '../../src/bot/failure-words.ts';
import type { TypedOptions } from '../../src/links/option-values.ts';
import { OPTIONS, type OptionName } from '../../src/links/options.ts';
import { parseOptions } from '../../src/links/parse-options.ts';

export const NOW = Date.UTC(2026, 10, 23, 12, 0) / 1000;
export const EVERYTHING = Object.keys(OPTIONS) as OptionName[];

/** What /create takes. */
export const OF_CREATE = EVERYTHING.filter((option) => option !== 'link');

export const parse = (text: string, accepts: readonly OptionName[] = EVERYTHING, timeZone = 'UTC') =>
  parseOptions(text, { accepts, now: NOW, timeZone });

export function typed(text: string, accepts?: readonly OptionName[], timeZone?: string): TypedOptions {
  const read = parse(text, accepts, timeZone);
  if (!read.ok) throw new Error(`${text} is refused: ${JSON.stringify(read.failure)}`);
  return read.value;
}

/** The refusal, as markup. */
export function refusal(text: string, accepts?: readonly OptionName[]): string {
  const read = parse(text, accepts);
  if (read.ok) throw new Error(`${text} is read as ${JSON.stringify(read.value)}`);
  return wordFailure(read.failure, 'UTC').markup;
}

/** The moment of an expiry that is typed as a time or date. */
export function momentOf(text: string, timeZone?: string): number | undefined {
  const { expires } = typed(text, undefined, timeZone);
  return expires?.kind === 'at' ? expires.at : undefined;
}

export const utc = (text: string): number => Date.parse(text) / 1000;

/** Values that take a setting away. */
export const NONE = ['none', 'never', 'no', 'off', 'unlimited', 'None'];

/** Words that are in names as well as in settings. */
export const word = fc.constantFrom(
  ...['limit', 'No', 'no', 'name', 'Chat', 'price', 'approval', 'expires', 'of', 'for', 'until', 'once'],
  ...[
    'unlimited',
    'never',
    '5',
    '100',
    'days',
    '24h',
    '2d',
    'people',
    '2030-12-31',
    'tomorrow',
    'code',
    '(edited)',
  ],
);
