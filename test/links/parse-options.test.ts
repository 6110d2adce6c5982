import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordFailure } from '../../src/bot/failure-words.ts';
import { settingsAfterEdit, settingsOfNewLink } from '../../src/links/choose-settings.ts';
import { EXPIRY_MAX, type LinkSettings } from '../../src/links/link-settings.ts';
import type { TypedOptions } from '../../src/links/option-values.ts';
import { OPTIONS, type OptionName } from '../../src/links/options.ts';
import { parseOptions } from '../../src/links/parse-options.ts';
import { writeOptions } from '../support/write-options.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0) / 1000;
const EVERYTHING = Object.keys(OPTIONS) as OptionName[];

const parse = (text: string, accepts: readonly OptionName[] = EVERYTHING, timeZone = 'UTC') =>
  parseOptions(text, { accepts, now: NOW, timeZone });

function typed(text: string, accepts?: readonly OptionName[], timeZone?: string): TypedOptions {
  const read = parse(text, accepts, timeZone);
  if (!read.ok) throw new Error(`${text} is refused: ${JSON.stringify(read.failure)}`);
  return read.value;
}

function refusal(text: string, accepts?: readonly OptionName[]): string {
  const read = parse(text, accepts);
  if (read.ok) throw new Error(`${text} is read as ${JSON.stringify(read.value)}`);
  return wordFailure(read.failure, 'UTC').markup;
}

const at = (text: string, timeZone?: string): number | undefined => {
  const { expires } = typed(text, undefined, timeZone);
  return expires?.kind === 'at' ? expires.at : undefined;
};
const utc = (text: string): number => Date.parse(text) / 1000;

describe('options behind a command', () => {
  it.each([
    ['', {}],
    ['  \n ', {}],
    ['VIP', { name: 'VIP' }],
    ['VIP guests limit=5', { name: 'VIP guests', limit: 5 }],
    ['VIP limit=5 guests', { name: 'VIP guests', limit: 5 }],
    ['name="VIP guests"', { name: 'VIP guests' }],
    ['name=VIP', { name: 'VIP' }],
    ['name=""', { name: '' }],
    ['"limit 5"', { name: 'limit 5' }],
    ['"a=b" c', { name: 'a=b c' }],
    [String.raw`name="say \"hi\" \\ bye"`, { name: String.raw`say "hi" \ bye` }],
    ["Bob's party", { name: "Bob's party" }],
    ["name='Bob's party'", { name: "Bob's party" }],
    ['limit=none', { limit: 'none' }],
    ['limit=99999', { limit: 99_999 }],
    ['approval', { approval: true }],
    ['approval=on', { approval: true }],
    ['approval=off', { approval: false }],
    ['limit=none approval', { limit: 'none', approval: true }],
    ['limit=5 approval=off', { limit: 5, approval: false }],
    ['price=100', { price: 100 }],
    ['price=100 name=Gold', { price: 100, name: 'Gold' }],
    ['expires=none', { expires: { kind: 'never' } }],
    ['expires=+3d', { expires: { kind: 'later', by: 259_200 } }],
    ['chat=@daily_news', { chat: { kind: 'username', username: 'daily_news' } }],
    ['chat=-1001234567890', { chat: { kind: 'id', id: -1001234567890 } }],
    [
      't.me/+AbCdEfGhIjKlMnOp',
      { link: { url: 'https://t.me/+AbCdEfGhIjKlMnOp', token: 'AbCdEfGhIjKlMnOp' } },
    ],
    [
      'tg://join?invite=AbCdEfGhIjKlMnOp',
      { link: { url: 'https://t.me/+AbCdEfGhIjKlMnOp', token: 'AbCdEfGhIjKlMnOp' } },
    ],
  ])('reads %j', (text, expected) => {
    expect(typed(text)).toEqual(expected);
  });

  it.each([
    ['name=“VIP guests” limit＝5', { name: 'VIP guests', limit: 5 }],
    ['name=„VIP guests“', { name: 'VIP guests' }],
    ['name=«VIP guests»', { name: 'VIP guests' }],
    ['name=‘VIP guests’', { name: 'VIP guests' }],
    ['LIMIT=5 Approval=OFF', { limit: 5, approval: false }],
    ['Approval', { approval: true }],
    ['limit=５０', { limit: 50 }],
    ['limit=5\u00a0approval=off', { limit: 5, approval: false }],
    ['limit=5\u200b', { limit: 5 }],
    ['chat=—1001234567890', { chat: { kind: 'id', id: -1001234567890 } }],
    ['VIP — guests', { name: 'VIP — guests' }],
    ['Bob’s party', { name: 'Bob’s party' }],
  ])('reads what a phone makes of it: %j', (text, expected) => {
    expect(typed(text)).toEqual(expected);
  });

  it.each([
    ['expires=30m', NOW + 1_800],
    ['expires=1h30m', NOW + 5_400],
    ['expires=2d', NOW + 172_800],
    ['expires=2D', NOW + 172_800],
    ['expires=1w', NOW + 604_800],
    ['expires=2026-12-31', utc('2026-12-31T23:59:59Z')],
    ['expires=2026-12-31T18:00', utc('2026-12-31T18:00:00Z')],
    ['expires=2026—12—31t18:00', utc('2026-12-31T18:00:00Z')],
    ['expires=2038-01-19T03:14', utc('2038-01-19T03:14:00Z')],
  ])('reads the moment of %j', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('reads dates in the given time zone, on both sides of a change of the clocks', () => {
    expect(at('expires=2026-12-31T18:00', 'Europe/Berlin')).toBe(utc('2026-12-31T17:00:00Z'));
    expect(at('expires=2027-07-01T18:00', 'Europe/Berlin')).toBe(utc('2027-07-01T16:00:00Z'));
    expect(at('expires=2027-03-28', 'Europe/Berlin')).toBe(utc('2027-03-28T21:59:59Z'));
    expect(at('expires=2026-12-31', 'Asia/Kolkata')).toBe(utc('2026-12-31T18:29:59Z'));
    // 02:30 is skipped on that day, and shown twice in autumn.
    expect(at('expires=2027-03-28T02:30', 'Europe/Berlin')).toBe(utc('2027-03-28T01:30:00Z'));
    expect(at('expires=2027-10-31T02:30', 'Europe/Berlin')).toBe(utc('2027-10-31T00:30:00Z'));
  });

  it.each([
    ['limit=0', '“limit=0”', '1 to 99999'],
    ['limit=100000', '“limit=100000”', '1 to 99999'],
    ['limit=abc', '“limit=abc”', '1 to 99999'],
    ['limit=-5', '“limit=-5”', '1 to 99999'],
    ['limit=1.5', '“limit=1.5”', '1 to 99999'],
    ['limit=1e3', '“limit=1e3”', '1 to 99999'],
    ['limit=', '“limit=”', '1 to 99999'],
    ['limit 5', '“limit”', 'Did you mean “limit=5”'],
    ['limit = 5', '“limit”', 'Did you mean “limit=5”'],
    ['Expires 2d', '“Expires”', 'Did you mean “expires=2d”'],
    ['name=New name limit=3', '“name”', 'Did you mean “name=&quot;New name&quot;”'],
    ['expires 2 days', '“expires”', 'written as in expires=2d'],
    ['name=VIP name=X', 'The name is given twice: “name=VIP” and “name=X”', 'Give one'],
    ['VIP 2d', '“2d”', 'Did you mean “expires=2d”'],
    ['approval on', '“on”', 'Did you mean “approval=on”'],
    ['limit =5', '“limit”', 'Did you mean “limit=5”'],
    ['limit:5', '“limit:5”', 'Did you mean “limit=5”'],
    ['expires:2d', '“expires:2d”', 'Did you mean “expires=2d”'],
    ['--limit 5', '“--limit”', 'Did you mean “limit=5”'],
    ['—limit 5', '“—limit”', 'Did you mean “limit=5”'],
    ['--limit=5', '“--limit=5”', 'Did you mean limit='],
    ['approval off', '“off”', 'Did you mean “approval=off”'],
    ['approval no', '“no”', 'Did you mean “approval=off”'],
    ['expires=2026-12-31 18:00', '“18:00”', 'Did you mean “expires=2026-12-31T18:00”'],
    ['expires=2d 3h', '“3h”', 'Did you mean “expires=2d3h”'],
    ['"https://t.me/+AbCdEfGhIjKlMnOp"', 'AbCdEfGhIjKlMnOp', 'is no invite link'],
    ['https://t.me/somegroup', '“https://t.me/somegroup”', 'is no invite link'],
    ['t.me/+short', '“t.me/+short”', 'is no invite link'],
    ['price=0', '“price=0”', '1 to 10000'],
    ['price=10001', '“price=10001”', '1 to 10000'],
    ['approval=maybe', '“approval=maybe”', 'approval=off'],
    ['expires=soon', '“expires=soon”', '30m, 1h30m, 2d'],
    ['expires=30s', '“expires=30s”', '30m, 1h30m, 2d'],
    ['expires=0m', '“expires=0m”', 'longer than nothing'],
    ['expires=+soon', '“expires=+soon”', '30m, 1h30m, 2d'],
    ['expires=2026-02-30', '“expires=2026-02-30”', '30m, 1h30m, 2d'],
    ['expires=2026-12-31T24:00', '“expires=2026-12-31T24:00”', '30m, 1h30m, 2d'],
    ['expires=2026-11-22', '“expires=2026-11-22”', 'that moment is over'],
    ['expires=2038-01-20', '“expires=2038-01-20”', '2038-01-19'],
    ['expires=99999d', '“expires=99999d”', '2038-01-19'],
    ['expires=999999999999999999999d', '“expires=999999999999999999999d”', '2038-01-19'],
    ['chat=@a', '“chat=@a”', 'chat=@name'],
    ['chat=12345', '“chat=12345”', 'chat=-1001234567890'],
    ['chat=', '“chat=”', 'chat=@name'],
    ['expire=2d', '“expire=2d”', 'Did you mean expires='],
    ['uses=5', '“uses=5”', 'limit=10'],
    ['constructor=1', '“constructor=1”', 'limit=10'],
    ['=5', '“=5”', 'limit=10'],
    ['limit=5 limit=6', '“limit=5” and “limit=6”', 'Give one'],
    ['approval approval=off', '“approval” and “approval=off”', 'Give one'],
    ['name=A B', '“B” stands alone', 'Did you mean “name=&quot;A B&quot;”'],
    ['limit=5 approval', '“limit=5” and “approval”', 'Give one'],
    ['price=5 limit=5', '“price=5”', 'leave out “limit=5”'],
    ['price=5 expires=none', '“price=5”', 'leave out “expires=none”'],
    ['name="VIP guests', '“name=&quot;VIP”', 'not closed'],
    ['“VIP guests', '““VIP”', 'not closed'],
    ['t.me/+AbCdEfGhIjKlMnOp t.me/+BbCdEfGhIjKlMnOp', 'more than one', 'Paste the link'],
    [`name=${'x'.repeat(33)}`, 'has 33 characters', 'keeps 32'],
    [`name=${'x'.repeat(600)}`, 'too long', '512'],
  ])('refuses %j', (text, quoted, advice) => {
    expect(refusal(text)).toContain(quoted);
    expect(refusal(text)).toContain(advice);
  });

  it('takes a name of 32 characters that are 64 code units', () => {
    expect(typed('😀'.repeat(32)).name).toBe('😀'.repeat(32));
    expect(refusal('😀'.repeat(33))).toContain('has 33 characters');
  });

  it('refuses options that the command does not take, each with its reason', () => {
    expect(refusal('price=5', ['link', 'name', 'chat'])).toContain('the price of a link cannot be changed');
    expect(refusal('https://t.me/+AbCdEfGhIjKlMnOp', ['name', 'chat'])).toContain('use /edit');
    expect(refusal('VIP', ['link', 'chat'])).toContain('“VIP” is no invite link');
    expect(refusal('VIP', ['chat'])).toContain('I cannot use “VIP”: this command takes only chat=@name');
    expect(refusal('limit 5', ['link', 'chat'])).toContain('“limit 5” is no invite link');
    expect(refusal('limit=5', ['link', 'chat'])).toContain('I cannot use “limit=5”');
  });

  it('answers whatever is typed, in a sentence that a message can hold', () => {
    const fragment = fc.oneof(
      fc.constantFrom(
        ...EVERYTHING.map((name) => `${name}=`),
        '"',
        '“',
        "'",
        '\\',
        '=',
        ' ',
        '\n',
        '+',
        '-',
        'none',
        't.me/+',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join('')),
        (text) => {
          const read = parse(text);
          if (!read.ok) expect([...wordFailure(read.failure, 'UTC').markup].length).toBeLessThan(700);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    'New name (edited)',
    'New name',
    'name VIP guests',
    'Price list',
    'price',
    'Chat room',
    'Teachers limit reached',
    'Everything expires: soon',
  ])('takes an option’s name without a value of it as a part of the name: %j', (text) => {
    expect(typed(text)).toEqual({ name: text });
  });

  it('lets no number through that Telegram would take for another', () => {
    const value = fc.oneof(
      fc.integer().map(String),
      fc.double().map(String),
      fc.string(),
      fc.bigInt().map(String),
    );
    const option = fc.constantFrom('limit=', 'expires=', 'expires=+', 'price=', '');
    const unit = fc.constantFrom('', 'm', 'h', 'd', 'w', 's');
    fc.assert(
      fc.property(option, value, unit, (name, number, letter) => {
        const read = parse(`${name}${number}${letter}`);
        const settings = read.ok ? settingsOfNewLink(read.value, {}, NOW) : read;
        if (!settings.ok) return;
        const { member_limit: limit, expire_date: expiry, subscription_price: price } = settings.value;
        for (const [chosen, min, max] of [
          [limit, 1, 99_999],
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

  it('reads a link’s settings, written as options, as the same settings', () => {
    const name = fc
      .string({
        unit: fc.oneof(
          fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
          fc.constantFrom('"', '“', '\\', '=', ' ', "'"),
        ),
        maxLength: 30,
      })
      .map((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
      .filter((text) => [...text].length <= 32);
    // Whole minutes; not the hour that clocks show twice.
    const expiry = fc
      .integer({ min: Math.ceil(NOW / 60) + 1, max: Math.floor(EXPIRY_MAX / 60) })
      .map((minutes) => minutes * 60);
    const timeZone = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Bogota');
    const settings = fc.record({
      name: fc.option(
        name.filter((text) => text !== ''),
        { nil: undefined },
      ),
      rest: fc.oneof(
        fc.record({ subscription_price: fc.integer({ min: 1, max: 10_000 }) }),
        fc.record(
          { expire_date: expiry, member_limit: fc.integer({ min: 1, max: 99_999 }) },
          { requiredKeys: [] },
        ),
        fc.record(
          { expire_date: expiry, creates_join_request: fc.constant(true as const) },
          { requiredKeys: ['creates_join_request'] },
        ),
      ),
    });
    fc.assert(
      fc.property(settings, timeZone, ({ name: chosenName, rest }, zone) => {
        const wanted: LinkSettings = { ...(chosenName !== undefined && { name: chosenName }), ...rest };
        const text = writeOptions(wanted, zone);
        expect(settingsOfNewLink(typed(text, undefined, zone), { limit: 10 }, NOW)).toEqual({
          ok: true,
          value: wanted,
        });
        // An edit that names everything needs no record; a subscription cannot be edited so.
        if (wanted.subscription_price === undefined) {
          const edited = settingsAfterEdit('https://t.me/+x', undefined, typed(text, undefined, zone), NOW);
          expect(edited).toEqual({ ok: true, value: wanted });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
