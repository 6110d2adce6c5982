// What can be read in several ways, or was tried in words that cannot be read: the bot asks, and does not guess.

import type { OptionFailure } from '../failures.ts';
import { isNumberLike, readPhrase, withoutComma, withoutMarks } from './option-phrases.ts';
import { isNone, type OptionContext } from './option-values.ts';
import { optionLook } from './option-words.ts';
import { isOptionName, OPTIONS } from './options.ts';
import { asTyped, isPlain, joined, type Part, quotedName } from './typed-parts.ts';

const DENIAL = /(?:^| )((?:no|without)(?: any| admin| need for)?)$/i;

/** `canBeRead` says whether a line may be proposed. */
export function findDoubt(
  parts: readonly Part[],
  context: OptionContext,
  canBeRead: (line: string) => boolean,
): OptionFailure | undefined {
  const { accepts } = context;
  const ask = (got: string, ...lines: readonly string[]): OptionFailure => ({
    kind: 'unclear_option',
    got,
    choices: lines.filter(canBeRead),
    accepts,
  });
  for (const [index, part] of parts.entries()) {
    const following = parts.slice(index + 1);
    const end = following.findIndex((one) => !isPlain(one) || one.quoted);
    const run = end < 0 ? following : following.slice(0, end);
    const [next] = run;
    // `without any approval`
    const from = parts.slice(0, index).findLastIndex((one) => !isPlain(one) || one.quoted) + 1;
    const [, denied] = DENIAL.exec(joined(parts.slice(from, index))) ?? [];
    if (part.option === 'approval' && part.key === undefined && !isNone(part.value) && denied)
      return ask(`${denied} ${part.raw}`, 'approval=off', 'approval');
    if (part.key === undefined || part.quoted || !next) continue;
    // `name=VIP guests`, `limit=1 000`, `limit=2 days`.
    if (part.option === 'name') return ask(asTyped([part, ...run]), quotedName([part, ...run]));
    const other = readPhrase(`${part.value.split(' ').at(-1)} ${next.value}`, context);
    if (other || isNumberLike(next.value)) {
      const own = withoutComma(part.raw);
      const line = other ? `${other.option}=${other.value}` : own;
      return ask(asTyped([part, ...run]), line, `${own} ${quotedName(run)}`);
    }
  }

  const words = parts.filter(isPlain);
  const looks = words.map(({ value }) => withoutMarks(optionLook(value)).replace(/[:?…]+$/, ''));
  const start = words.findLastIndex(({ value }) => !isNumberLike(value));
  // `limit 5x`
  const tried = start < words.length - 1 ? (looks[start] ?? '') : '';
  if (isOptionName(tried) && tried !== 'for' && accepts.includes(tried) && OPTIONS[tried].said)
    return { kind: 'bad_option', got: asTyped(words.slice(start)), expects: OPTIONS[tried].expects };
  // `5 to 10 people`
  const range = words.findLastIndex((_, index) => isRange(words, index));
  const most = range < 0 ? undefined : readPhrase(asTyped(words.slice(range)), context);
  if (most) return ask(asTyped(words.slice(range - 2)), `${most.option}=${most.value}`, quotedName(words));
  // `chat @name` acts in another chat, `for @name` makes a link for one person.
  for (const option of ['chat', 'for'] as const) {
    const at = looks.findIndex(
      (look, index) =>
        /^(?:@|-\d{5})/.test(look) && looks.slice(Math.max(0, index - 2), index).includes(option),
    );
    if (at >= 0 && accepts.includes(option))
      return ask(`${option} ${looks[at]}`, `${option}=${looks[at]}`, quotedName(words));
  }
  // Hardly a name, and as one it would be a link that never expires.
  const deadline = looks.findLastIndex((look, index) => {
    const next = looks[index + 1] ?? '';
    if (look === 'by' || (look === 'till' && index === 0)) return isNumberLike(next);
    return /^(?:till|until|expir(?:es?|y))$/.test(look) && !isNone(next);
  });
  if (deadline >= 0 && accepts.includes('expires'))
    return {
      kind: 'bad_option',
      got: asTyped(words.slice(deadline)),
      expects: OPTIONS.expires.expects,
      accepts,
    };
  // Commands that take no limit take the words as a link's name, or a part of one.
  if (!accepts.includes('limit') || words.length === 0) return undefined;
  const text = withoutComma(joined(words));
  if (isNone(text)) return ask(text, 'limit=none', 'expires=none', 'approval=off', quotedName(words));
  const hasLetters = text.toLowerCase() !== text.toUpperCase();
  if (start >= 0 || hasLetters) return undefined;
  return ask(text, `limit=${text}`, `expires=${text}d`, quotedName(words));
}

/** Whether a range ends there: `5 to 10 people`. */
export function isRange(parts: readonly Part[], end: number): boolean {
  const [from, between, to] = end < 2 ? [] : parts.slice(end - 2, end + 1);
  return (
    [from, to].every((part) => part && isPlain(part) && isNumberLike(part.value)) &&
    /^(?:or|to|[-–—])$/i.test(between?.value ?? '')
  );
}
