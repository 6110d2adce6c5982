import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsAfterEdit, settingsOfNewLink } from '../../src/links/choose-settings.ts';
import { EXPIRY_MAX, type LinkSettings } from '../../src/links/link-settings.ts';
import type { TypedOptions } from '../../src/links/option-values.ts';
import { NONE, NOW, OF_CREATE, typed, word } from '../support/typed-options.ts';
import { writeOptions } from '../support/write-options.ts';

/** One setting, and the ways in which people type it. */
interface Intent {
  readonly meant: TypedOptions;
  /** With the option's name: anywhere. */
  readonly written: readonly string[];
  /** In words: at the end. */
  readonly said: readonly string[];
  /** In words, by nothing but options. */
  readonly saidAlone: readonly string[];
}

/** `limit=5` as it is typed on a keyboard or a phone. */
const LINK = { invite_link: 'https://t.me/+AbCdEfGhIjKlMnOp', is_primary: false, is_revoked: false };

const written = (option: string, ...values: readonly string[]): readonly string[] =>
  values.flatMap((value) =>
    ['=', ':', '= ', ': ', ' = ', '＝', '=\u200b'].flatMap((sign) => [
      `${option}${sign}${value}`,
      `${option.toUpperCase()}${sign}${value}`,
    ]),
  );

const count = fc.integer({ min: 2, max: 99_999 });

const limit: fc.Arbitrary<Intent> = count.map((n) => ({
  meant: { limit: n },
  written: written('limit', `${n}`, `${n} people`, `${n} members`, `"${n}"`),
  said: [`limit ${n}`, `${n} people`, `for ${n} people`, `${n} Users`, `max ${n}`, `up to ${n} members`],
  saidAlone: [],
}));
const noLimit: Intent = {
  meant: { limit: 'none' },
  written: written('limit', ...NONE),
  said: [],
  saidAlone: ['no limit', 'No Limit', 'unlimited', 'without limit', 'limit none'],
};
const once: Intent = {
  meant: { limit: 'once' },
  written: written('limit', 'once', 'Once'),
  said: [],
  saidAlone: ['once'],
};
const days: fc.Arbitrary<Intent> = fc.integer({ min: 2, max: 3_000 }).map((n) => ({
  meant: { expires: { kind: 'at', at: NOW + n * 86_400 } },
  written: written('expires', `${n}d`, `${n} days`, `${n}D`),
  said: [`${n} days`, `for ${n} days`, `expires ${n}d`, `expires in ${n} days`, `Expires ${n} days`],
  saidAlone: [],
}));
const date: Intent = {
  meant: { expires: { kind: 'at', at: Date.UTC(2030, 11, 31, 23, 59, 59) / 1000, date: '2030-12-31' } },
  written: written('expires', '2030-12-31', '31.12.2030', '2030—12—31'),
  said: ['2030-12-31', 'until 31.12.2030', 'expires 2030-12-31'],
  saidAlone: [],
};
const never: Intent = {
  meant: { expires: { kind: 'never' } },
  written: written('expires', ...NONE),
  said: [],
  saidAlone: ['never', 'no expiry', 'expires never'],
};
const approval: Intent = {
  meant: { approval: true },
  written: written('approval', 'on', 'yes'),
  said: ['approval', 'with approval', 'Approval on'],
  saidAlone: [],
};
const noApproval: Intent = {
  meant: { approval: false },
  written: written('approval', ...NONE),
  said: [],
  saidAlone: ['no approval', 'without approval', 'approval off'],
};

const maybe = (...intents: readonly fc.Arbitrary<Intent>[]) =>
  fc.option(fc.oneof(...intents), { nil: undefined });
const intents = fc
  .tuple(
    maybe(days, fc.constantFrom(date, never)),
    fc.oneof(
      fc.tuple(maybe(limit, fc.constantFrom(noLimit, once)), fc.constantFrom(undefined, noApproval)),
      fc.tuple(fc.constantFrom(undefined, noLimit), fc.constant(approval)),
    ),
  )
  .map(([one, others]) => [one, ...others].filter((intent) => intent !== undefined));

/** A name that ends in a word of no option. What follows `until` is no name. */
const plainName = fc
  .array(word, { minLength: 0, maxLength: 5 })
  .map((words) => [...words, 'friends'].join(' '))
  .filter((name) => name.length <= 32 && !/until|expires/.test(name));
const quotedName = fc
  .array(word, { minLength: 1, maxLength: 5 })
  .map((words) => words.join(' '))
  .filter((name) => name.length <= 32);

const JOINERS = [' ', ', ', '; ', ' and '];

const pick = (ways: readonly string[], seed: number): string => ways[seed % ways.length] ?? '';

describe('what an admin means', () => {
  const seeds = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });

  it('is read from every way to type it, beside a name made of the options’ own words', () => {
    fc.assert(
      fc.property(intents, plainName, seeds, (some, name, [first = 0, ...seedOf]) => {
        const ways = some.map(({ written: one, said }, index) =>
          pick([...one, ...said, ...said], seedOf[index] ?? 0),
        );
        const text =
          first % 4 === 0 && ways.length === 0 ? name : `${name} ${ways.join(pick(JOINERS, first))}`;
        const meant = Object.assign({}, ...some.map((intent) => intent.meant));
        expect(typed(text, OF_CREATE)).toEqual({ ...meant, words: name });
      }),
      { numRuns: 4_000 },
    );
  });

  it('is read from every way to type it, before, after and without a quoted name', () => {
    fc.assert(
      fc.property(
        intents,
        fc.option(quotedName, { nil: undefined }),
        seeds,
        (some, name, [at = 0, ...seedOf]) => {
          const ways = some.map((intent, index) =>
            pick(
              [...intent.written, ...intent.said, ...intent.said, ...intent.saidAlone],
              seedOf[index] ?? 0,
            ),
          );
          const named = name === undefined ? [] : [at % 2 === 0 ? `"${name}"` : `name="${name}"`];
          ways.splice(at % (ways.length + 1), 0, ...named);
          const meant = Object.assign({}, ...some.map((intent) => intent.meant));
          expect(typed(ways.join(pick(JOINERS, at)), OF_CREATE)).toEqual({
            ...meant,
            ...(name !== undefined && { name }),
          });
        },
      ),
      { numRuns: 4_000 },
    );
  });

  it('is read from a link’s settings, written as options', () => {
    const character = fc.oneof(
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
      fc.constantFrom('"', '“', '\\', '=', ' ', "'"),
    );
    // Spaces are folded, and characters that no one sees are dropped.
    const name = fc
      .string({ unit: character, minLength: 1, maxLength: 30 })
      .map((text) =>
        text
          .replace(/[\p{Cf}]/gu, '')
          .replace(/[\s\p{Cc}]+/gu, ' ')
          .trim(),
      )
      .filter((text) => text !== '' && [...text].length <= 32);
    // Whole minutes; not the hour that clocks show twice.
    const expiry = fc
      .integer({ min: Math.ceil(NOW / 60) + 1, max: Math.floor(EXPIRY_MAX / 60) })
      .map((minutes) => minutes * 60);
    const timeZone = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Bogota');
    const rest = fc.oneof(
      fc.record({ subscription_price: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({ expire_date: expiry, member_limit: count }, { requiredKeys: [] }),
      fc.record(
        { expire_date: expiry, creates_join_request: fc.constant(true as const) },
        { requiredKeys: ['creates_join_request'] },
      ),
    );
    fc.assert(
      fc.property(fc.option(name, { nil: undefined }), rest, timeZone, (chosenName, others, zone) => {
        const wanted: LinkSettings = { ...(chosenName !== undefined && { name: chosenName }), ...others };
        const read = typed(writeOptions(wanted, zone), OF_CREATE, zone);
        expect(settingsOfNewLink(read, { limit: 10 }, NOW)).toEqual({ ok: true, value: wanted });
        // An edit that names everything keeps nothing; a subscription cannot be edited so.
        if (wanted.subscription_price !== undefined) return;
        const before = { ...LINK, name: 'Before', expire_date: NOW + 60, member_limit: 1 };
        const edited = settingsAfterEdit(before, read, NOW);
        expect(edited).toEqual({ ok: true, value: wanted });
      }),
      { numRuns: 2_000 },
    );
  });

  it('changes no link that ends at this very second, as Telegram does not, but one that ends in the next', () => {
    const rename = (expire_date: number) => settingsAfterEdit({ ...LINK, expire_date }, { name: 'New' }, NOW);
    expect(rename(NOW)).toMatchObject({ ok: false, failure: { kind: 'link_expired', at: NOW } });
    expect(rename(NOW + 1)).toMatchObject({ ok: true, value: { name: 'New', expire_date: NOW + 1 } });
  });
});
