import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsOfNewLink } from '../../src/links/choose-settings.ts';
import { EXPIRY_MAX } from '../../src/links/link-settings.ts';
import type { TypedOptions } from '../../src/links/option-values.ts';
import { NONE, NOW, OF_CREATE, parse, word } from '../support/typed-options.ts';

const QUOTES = `"“”„‟«»＂'‘’‚‛`;

describe('no text', () => {
  // Neither quoted nor hidden in the value of another option.
  const fragment = fc.oneof(
    word,
    fc.constantFrom(
      'no limit',
      'without',
      'approval=off',
      'limit=none',
      'expires=never',
      'limit=',
      'expires:',
      'admin',
    ),
    fc.constantFrom(
      '1',
      '000',
      '1 000',
      '10²',
      '12/31/2030',
      '1.5',
      '"VIP"',
      '“',
      "'",
      '—',
      '+3d',
      'VIP',
      '٣',
      '５',
    ),
    fc.constantFrom(
      'month',
      'hours',
      'stars',
      'price=5',
      'name=',
      'name:Bob',
      '=',
      ':',
      '\u200b',
      '-',
      'max',
      'up to',
    ),
  );
  const text = fc
    .array(fc.tuple(fragment, fc.constantFrom(' ', ' ', ' ', ', ', '; ', ' and ', ' (')), { maxLength: 7 })
    .chain((fragments) =>
      fc.constantFrom('', ' !', ' ,', '.', ' )').map((end) => fragments.flat().join('').trim() + end),
    );

  it('loses a setting that it ends with: it is kept or asked about', () => {
    const ending = fc.constantFrom<readonly [string, (read: TypedOptions) => boolean]>(
      ['limit 5', (read) => read.limit === 5],
      ['limit=5', (read) => read.limit === 5],
      ['5 people', (read) => read.limit === 5],
      ['2 days', (read) => read.expires?.kind === 'at' && read.expires.at === NOW + 172_800],
      ['expires=2d', (read) => read.expires?.kind === 'at' && read.expires.at === NOW + 172_800],
      ['2030-12-31', (read) => read.expires?.kind === 'at' && read.expires.date === '2030-12-31'],
      ['approval=on', (read) => read.approval === true],
    );
    fc.assert(
      fc.property(text, ending, (before, [end, isKept]) => {
        // There the ending is the name.
        fc.pre(!/name\s*[=:][\s\u200b]*$/i.test(before));
        const read = parse(`${before} ${end}`, OF_CREATE);
        if (read.ok) expect(isKept(read.value)).toBe(true);
      }),
      { numRuns: 6_000 },
    );
  });

  it('opens a link wider but by a documented phrase, and one in words only if no words are left', () => {
    const none = NONE.join('|');
    const openings = [
      [
        'limit',
        /no limit|without limit|unlimited|limit (none|never|no|off)/i,
        (read: TypedOptions) => read.limit === 'none',
      ],
      [
        'approval',
        /(no|without)( admin)? approval|approval (none|never|no|off|unlimited)/i,
        (read: TypedOptions) => read.approval === false,
      ],
      [
        'expires',
        /never|(no|without) expiry|expir(es|e|y) (none|no|off|unlimited)/i,
        (read: TypedOptions) => read.expires?.kind === 'never',
      ],
    ] as const;
    fc.assert(
      fc.property(text, (typedText) => {
        const read = parse(typedText, OF_CREATE);
        if (!read.ok) return;
        const seen = typedText.replaceAll('\u200b', '').replace(/\s+/g, ' ');
        for (const [option, said, isOpen] of openings) {
          if (!isOpen(read.value)) continue;
          // A value may be quoted.
          if (new RegExp(`${option} ?[=:][ ${QUOTES}]*(${none})`, 'i').test(seen)) continue;
          expect(seen).toMatch(said);
          expect(read.value.words).toBeUndefined();
        }
      }),
      { numRuns: 6_000 },
    );
  });

  it('gives a number that is not typed in one piece', () => {
    fc.assert(
      fc.property(text, (typedText) => {
        const read = parse(typedText, OF_CREATE);
        const chosen = read.ok ? read.value.limit : undefined;
        if (typeof chosen !== 'number' || /once/i.test(typedText)) return;
        const plain = typedText.replaceAll('５', '5');
        expect(plain).toMatch(new RegExp(`(^|[^\\p{N}.,])${chosen}(?!\\p{N}|[.,]\\p{N})`, 'u'));
      }),
      { numRuns: 6_000 },
    );
  });

  it('gives a number that Telegram would take for another', () => {
    const value = fc.oneof(
      fc.integer().map(String),
      fc.double().map(String),
      fc.string(),
      fc.bigInt().map(String),
    );
    const option = fc.constantFrom('limit=', 'limit ', 'expires=', 'expires=+', 'price=', '');
    const unit = fc.constantFrom('', 'm', 'h', 'd', 'w', 's', ' days', ' people', ' month');
    fc.assert(
      fc.property(option, value, unit, (name, number, letter) => {
        const read = parse(`${name}${number}${letter}`);
        const settings = read.ok ? settingsOfNewLink(read.value, {}, NOW) : read;
        if (!settings.ok) return;
        const { member_limit: members, expire_date: expiry, subscription_price: price } = settings.value;
        for (const [chosen, min, max] of [
          [members, 1, 99_999],
          [price, 1, 10_000],
          [expiry, NOW + 1, EXPIRY_MAX],
        ] as const) {
          if (chosen === undefined) continue;
          expect(Number.isSafeInteger(chosen)).toBe(true);
          expect(chosen).toBeGreaterThanOrEqual(min);
          expect(chosen).toBeLessThanOrEqual(max);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
