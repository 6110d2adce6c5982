import { describe, expect, it } from 'vitest';
import { hintFor } from '../../src/links/option-phrases.ts';
import { wordsAsName } from '../../src/links/option-values.ts';
import { EVERYTHING, momentOf, NOW, OF_CREATE, refusal, typed, utc } from '../support/typed-options.ts';

const DAY_SECONDS = 86_400;
const in2Days = { kind: 'at', at: NOW + 2 * DAY_SECONDS };
const atEndOf2030 = { kind: 'at', at: utc('2030-12-31T23:59:59Z'), date: '2030-12-31' };
const link = { url: 'https://t.me/+AbCdEfGhIjKlMnOp', token: 'AbCdEfGhIjKlMnOp' };

const linkOf = (token: string) => ({ url: `https://t.me/+${token}`, token });
const SHORTEST = linkOf('a'.repeat(10));
const LONGEST = linkOf('a'.repeat(64));

describe('options with = or :', () => {
  it.each([
    ['', {}],
    ['  \n ', {}],
    ['VIP guests limit=5', { words: 'VIP guests', limit: 5 }],
    ['VIP limit=5 guests', { words: 'VIP guests', limit: 5 }],
    ['name=VIP', { name: 'VIP' }],
    ['name=none', { name: '' }],
    ['name=""', { name: '' }],
    ['name="none"', { name: 'none' }],
    ['name: "VIP guests"', { name: 'VIP guests' }],
    ['name:Bob limit:5 expires:2d', { name: 'Bob', limit: 5, expires: in2Days }],
    ['limit: 5', { limit: 5 }],
    ['limit = 5', { limit: 5 }],
    ['limit =5 VIP', { limit: 5, words: 'VIP' }],
    ['limit=5 people', { limit: 5 }],
    ['--limit=5', { limit: 5 }],
    ['limit=none', { limit: 'none' }],
    ['limit=unlimited', { limit: 'none' }],
    ['limit=99999', { limit: 99_999 }],
    ['approval=on', { approval: true }],
    ['approval=off', { approval: false }],
    ['approval=no', { approval: false }],
    ['limit=none approval=yes', { limit: 'none', approval: true }],
    ['limit=5 approval=off', { limit: 5, approval: false }],
    ['price=100 name=Gold', { price: 100, name: 'Gold' }],
    ['expires=never', { expires: { kind: 'never' } }],
    ['expires=+3d', { expires: { kind: 'later', by: 3 * DAY_SECONDS } }],
    ['expires=2 days VIP', { expires: in2Days, words: 'VIP' }],
    ['chat=@daily_news', { chat: { kind: 'username', username: 'daily_news' } }],
    ['chat: -1001234567890', { chat: { kind: 'id', id: -1001234567890 } }],
    ['t.me/+AbCdEfGhIjKlMnOp no limit', { link, limit: 'none' }],
    ['tg://join?invite=AbCdEfGhIjKlMnOp', { link }],
    [SHORTEST.url, { link: SHORTEST }],
    [LONGEST.url, { link: LONGEST }],
    ['Teams: red and blue', { words: 'Teams: red and blue' }],
  ])('are read anywhere: %j', (text, expected) => {
    expect(typed(text)).toEqual(expected);
  });
});

describe('options said in words', () => {
  it.each([
    ['no limit', { limit: 'none' }],
    ['unlimited', { limit: 'none' }],
    ['No Approval', { approval: false }],
    ['without approval', { approval: false }],
    ['never', { expires: { kind: 'never' } }],
    ['expires never', { expires: { kind: 'never' } }],
    ['no limit no approval', { limit: 'none', approval: false }],
    ['no limit 2 days', { limit: 'none', expires: in2Days }],
    ['"VIP" no limit', { name: 'VIP', limit: 'none' }],
    ['once', { limit: 'once' }],
    ['5 people', { limit: 5 }],
    ['limit 5', { limit: 5 }],
    ['--limit 5', { limit: 5 }],
    ['—limit 5', { limit: 5 }],
    ['limit 5 2d', { limit: 5, expires: in2Days }],
    ['VIP limit 5', { words: 'VIP', limit: 5 }],
    ['VIP limit 5 expires=2d', { words: 'VIP', limit: 5, expires: in2Days }],
    ['VIP up to 5 people for 2 days', { words: 'VIP', limit: 5, expires: in2Days }],
    ['approval', { approval: true }],
    ['VIP with approval', { words: 'VIP', approval: true }],
    ['2 days', { expires: in2Days }],
    ['VIP 2d', { words: 'VIP', expires: in2Days }],
    ['Party for 2 days', { words: 'Party', expires: in2Days }],
    ['expires 2d', { expires: in2Days }],
    ['expires in 2 days', { expires: in2Days }],
    ['VIP 2030-12-31', { words: 'VIP', expires: atEndOf2030 }],
    ['VIP until 31.12.2030', { words: 'VIP', expires: atEndOf2030 }],
    ['+3d', { expires: { kind: 'later', by: 3 * DAY_SECONDS } }],
    ['Gold price 100', { words: 'Gold', price: 100 }],
  ])('are read at the end: %j', (text, expected) => {
    expect(typed(text)).toEqual(expected);
  });

  it.each([
    ['VIP for 2 days, 10 people', { words: 'VIP', expires: in2Days, limit: 10 }],
    ['VIP: 2 days; 3 people.', { words: 'VIP', expires: in2Days, limit: 3 }],
    ['VIP, expires 2 days, limit 5', { words: 'VIP', expires: in2Days, limit: 5 }],
    ['VIP (limit 3)', { words: 'VIP', limit: 3 }],
    ['VIP [2 days]', { words: 'VIP', expires: in2Days }],
    ['VIP for 2 days and 10 people', { words: 'VIP', expires: in2Days, limit: 10 }],
    ['VIP - 1 day and 1 hour', { words: 'VIP', expires: { kind: 'at', at: NOW + 25 * 3_600 } }],
    ['2 days and limit=5', { expires: in2Days, limit: 5 }],
    ['limit=5, expires=2d, VIP', { expires: in2Days, limit: 5, words: 'VIP' }],
    ['name=VIP, limit=5', { name: 'VIP', limit: 5 }],
    ['"VIP", 2 days', { name: 'VIP', expires: in2Days }],
    ['no limit, no approval', { limit: 'none', approval: false }],
    ['VIP for two days', { words: 'VIP', expires: in2Days }],
    ['VIP for one person', { words: 'VIP', limit: 1 }],
    ['for a day', { expires: { kind: 'at', at: NOW + DAY_SECONDS } }],
    ['3 days longer', { expires: { kind: 'later', by: 3 * DAY_SECONDS } }],
    ['VIP | only 5 persons / 2 days', { words: 'VIP', limit: 5, expires: in2Days }],
    ['VIP ( 5 people )', { words: 'VIP', limit: 5 }],
    ['VIP limit : 5', { words: 'VIP', limit: 5 }],
    ['VIP chat : @daily_news', { words: 'VIP', chat: { kind: 'username', username: 'daily_news' } }],
    ['VIP expires in a week', { words: 'VIP', expires: { kind: 'at', at: NOW + 7 * DAY_SECONDS } }],
    ['VIP + 3 days', { words: 'VIP', expires: { kind: 'later', by: 3 * DAY_SECONDS } }],
    ['- limit 5', { limit: 5 }],
    ['- limit=5', { words: '-', limit: 5 }],
    ['• 5 people\n• 48 hrs', { limit: 5, expires: in2Days }],
    ['VIP 5people', { words: 'VIP', limit: 5 }],
    ['For 2 days only', { expires: in2Days }],
    ['VIP limited to five', { words: 'VIP', limit: 5 }],
    ['VIP 5 people max', { words: 'VIP', limit: 5 }],
    ['(for @adam_admin)', { for: { only: 'adam_admin' } }],
    ['for @adam_admin', { for: { only: 'adam_admin' } }],
    ['single use', { limit: 'once' }],
    ['VIP for @adam_admin only', { words: 'VIP', for: { only: 'adam_admin' } }],
    ['VIP approval required', { words: 'VIP', approval: true }],
  ])('are read as people punctuate and say them: %j', (text, expected) => {
    expect(typed(text, OF_CREATE)).toEqual(expected);
  });

  it.each([
    ['New name (edited)', undefined],
    ['Chat room', undefined],
    ['price list', undefined],
    ['Chat 5', undefined],
    ['Teachers of class 5', undefined],
    ['Teachers limit reached', undefined],
    ['Approval committee', undefined],
    ['No Limit Poker', undefined],
    ['Once upon a time', undefined],
    ['Support 24/7', undefined],
    ['100 days of code', 'expires=100 days'],
    ['24h support', 'expires=24h'],
    ['Speed limit 50 zone', 'limit=50'],
    ['VIP no limit', 'limit=none'],
    ['VIP unlimited', 'limit=none'],
    ['VIP no approval', 'approval=off'],
    ['VIP expires never', 'expires=never'],
    ['VIP once', 'limit=once'],
    ['Rock and Roll', undefined],
    ['Black Friday', undefined],
    ['Games on Friday', undefined],
    ['Table for 5', undefined],
    ['Table for two', undefined],
    ['Big Five', undefined],
    ['iPhone 15 Max', 'limit=15'],
    ['VIP one-time', 'limit=once'],
    ['Book for author', undefined],
    ['2 days and', 'expires=2 days'],
    ['VIP,', undefined],
    ['VIP 2 days, guests', 'expires=2 days'],
    ['VIP 3 people,guests', 'limit=3'],
    ['VIP 5 friends', 'limit=5'],
    ['VIP 5 лет', 'limit=5'],
    ['VIP 5 people/2 days', 'limit=5'],
    ['VIP 5 people🎉', 'limit=5'],
    ["Rock 'n' Roll", undefined],
    ['VIP no limit !', 'limit=none'],
    ['VIP limit off !', 'limit=off'],
    ['VIP (until never )', 'expires=none'],
    ['VIP limit once', 'limit=once'],
    ['Till we meet again', undefined],
    ['Step by step', undefined],
    ['Approval rules', 'approval=rules'],
    ['VIP approval auto', 'approval=auto'],
  ])('are a name elsewhere: %j, with %j as a hint', (text, hint) => {
    expect(typed(text, OF_CREATE)).toEqual({ words: text });
    expect(hintFor(text, { accepts: ['expires', 'limit', 'approval'], now: NOW, timeZone: 'UTC' })).toBe(
      hint,
    );
    if (hint !== undefined) expect(typed(hint)).not.toHaveProperty('words');
  });

  it('are words in commands that do not take the option', () => {
    expect(typed('VIP 2 days', ['link', 'chat'])).toEqual({ words: 'VIP 2 days' });
    expect(typed('5', ['link', 'chat'])).toEqual({ words: '5' });
    expect(typed('"limit 5"', ['link', 'chat'])).toEqual({ words: 'limit 5' });
    expect(typed('no limit', ['name', 'chat'])).toEqual({ words: 'no limit' });
  });
});

describe('a name', () => {
  it.each([
    ['"limit 5"', 'limit 5'],
    ['"no approval"', 'no approval'],
    ['"a=b"', 'a=b'],
    [String.raw`name="say \"hi\" \\ bye"`, String.raw`say "hi" \ bye`],
    ["name='Bob's party'", "Bob's party"],
    ['"https://t.me/+AbCdEfGhIjKlMnOp"', 'https://t.me/+AbCdEfGhIjKlMnOp'],
    ['« VIP »', 'VIP'],
  ])('is what is quoted, whatever is in it: %s', (text, name) => {
    expect(typed(text, OF_CREATE)).toEqual({ name });
  });

  it('is made of the plain words where a command takes them so, and not beside another name', () => {
    expect(wordsAsName({ words: 'VIP guests', limit: 5 })).toEqual({
      ok: true,
      value: { name: 'VIP guests', limit: 5 },
    });
    expect(wordsAsName({ words: 'VIP', name: 'Bob' })).toMatchObject({ failure: { kind: 'option_twice' } });
    expect(wordsAsName({ words: 'x'.repeat(33) })).toMatchObject({ failure: { characters: 33 } });
  });

  it('may have 32 characters that are 64 code units', () => {
    expect(typed(`name=${'😀'.repeat(32)}`).name).toBe('😀'.repeat(32));
    expect(refusal(`name=${'😀'.repeat(33)}`)).toContain('has 33 characters');
  });
});

describe('what a phone makes of it', () => {
  it.each([
    ['name=“VIP guests” limit＝5', { name: 'VIP guests', limit: 5 }],
    ['name=„VIP guests“', { name: 'VIP guests' }],
    ['name=«VIP guests»', { name: 'VIP guests' }],
    ['name=‘VIP guests’', { name: 'VIP guests' }],
    ['LIMIT=5 Approval=OFF', { limit: 5, approval: false }],
    ['Approval', { approval: true }],
    ['limit=５０', { limit: 50 }],
    ['limit：5', { limit: 5 }],
    ['limit=5\u00a0approval=off', { limit: 5, approval: false }],
    ['\u200blim\u200bit=5\u200b', { limit: 5 }],
    ['lim\ufeffit\ufeff=5', { limit: 5 }],
    ['\u200e5\u200f people\u2069', { limit: 5 }],
    ['chat=—1001234567890', { chat: { kind: 'id', id: -1001234567890 } }],
    ['VIP — guests', { words: 'VIP — guests' }],
    ['Bob’s party', { words: 'Bob’s party' }],
    ['Family 👨‍👩‍👧', { words: 'Family 👨‍👩‍👧' }],
  ])('is read as it looks: %j', (text, expected) => {
    expect(typed(text)).toEqual(expected);
  });
});

describe('a moment', () => {
  it.each([
    ['expires=30m', NOW + 1_800],
    ['expires=1h30m', NOW + 5_400],
    ['expires=1 hour 30 minutes', NOW + 5_400],
    ['expires=2D', NOW + 172_800],
    ['expires=1w', NOW + 604_800],
    ['today', utc('2026-11-23T23:59:59Z')],
    ['tomorrow', utc('2026-11-24T23:59:59Z')],
    ['VIP tomorrow 9:30', utc('2026-11-24T09:30:00Z')],
    ['expires=2026-12-31', utc('2026-12-31T23:59:59Z')],
    ['expires=2026-12-31T18:00', utc('2026-12-31T18:00:00Z')],
    ['expires=2026-12-31 18:00', utc('2026-12-31T18:00:00Z')],
    ['expires=2026—12—31t18:00', utc('2026-12-31T18:00:00Z')],
    ['expires=2038-01-19T03:14', utc('2038-01-19T03:14:00Z')],
    ['VIP until tonight', utc('2026-11-23T23:59:59Z')],
    ['until midnight', utc('2026-11-23T23:59:59Z')],
    ['tomorrow at 6pm', utc('2026-11-24T18:00:00Z')],
    ['expires=tomorrow noon', utc('2026-11-24T12:00:00Z')],
    ['expires=tomorrow 12am', utc('2026-11-24T00:00:00Z')],
    ['expires=tomorrow 12:30 pm', utc('2026-11-24T12:30:00Z')],
    ['expires=31.12.2026, 18:00 limit=5', utc('2026-12-31T18:00:00Z')],
    // NOW is a Monday.
    ['Open evening until friday 18:00', utc('2026-11-27T18:00:00Z')],
    ['by Sun', utc('2026-11-29T23:59:59Z')],
    ['until 1 December', utc('2026-12-01T23:59:59Z')],
    ['VIP 24. December', utc('2026-12-24T23:59:59Z')],
    ['expires=Dec 24th, 2027', utc('2027-12-24T23:59:59Z')],
    ['expires=23 nov', utc('2026-11-23T23:59:59Z')],
    ['expires=23 nov 13:00', utc('2026-11-23T13:00:00Z')],
    ['expires=jan 5', utc('2027-01-05T23:59:59Z')],
  ])('is read from %j', (text, expected) => {
    expect(momentOf(text)).toBe(expected);
  });

  it('is tomorrow where the admins are', () => {
    expect(momentOf('tomorrow', 'Pacific/Kiritimati')).toBe(utc('2026-11-25T09:59:59Z'));
    expect(typed('tomorrow', EVERYTHING, 'Pacific/Kiritimati').expires).toMatchObject({ date: '2026-11-25' });
  });
});
