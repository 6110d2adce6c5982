import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordFailure } from '../../src/bot/failure-words.ts';
import { quote } from '../../src/lib/html.ts';
import { EVERYTHING, OF_CREATE, parse, refusal } from '../support/typed-options.ts';

const code = (line: string): string => `<code>${line.replaceAll('"', '&quot;')}</code>`;

describe('an option that cannot be read', () => {
  it.each([
    ['limit=0', 'from 1 to 99999'],
    ['limit=100000', 'from 1 to 99999'],
    ['limit=abc', 'from 1 to 99999'],
    ['limit=2d', 'from 1 to 99999'],
    ['limit=-5', 'from 1 to 99999'],
    ['limit=1.5', 'from 1 to 99999'],
    ['limit=1e3', 'from 1 to 99999'],
    ['limit=10²', 'from 1 to 99999'],
    ['limit=007', 'from 1 to 99999'],
    ['limit=', 'from 1 to 99999'],
    ['limit: abc', 'from 1 to 99999'],
    ['limit 0', 'from 1 to 99999'],
    ['limit 5x', 'from 1 to 99999'],
    ['0 people', 'from 1 to 99999'],
    ['100000 people', 'from 1 to 99999'],
    ['price=0', 'from 1 to 10000'],
    ['price=10001', 'from 1 to 10000'],
    ['approval=maybe', code('approval=off')],
    ['expires=soon', code('expires=2d')],
    ['expires=2dayz', code('expires=2d')],
    ['expires 2dayz', code('expires=2d')],
    ['expires=1²d', code('expires=2d')],
    ['expires=2ms', code('expires=2d')],
    ['expires=30s', code('expires=2d')],
    ['expires=1h90m', code('expires=2d')],
    ['expires=0m', 'not in the future'],
    ['expires=+soon', code('expires=2d')],
    ['expires=2026-02-30', code('expires=2d')],
    ['expires=2026-12-31T24:00', code('expires=2d')],
    ['expires=2026-11-22', 'not in the future'],
    ['expires=2038-01-20', '2038-01-19'],
    ['expires=99999d', '2038-01-19'],
    ['expires=999999999999999999999d', '2038-01-19'],
    ['expires=30/30/2030', code('expires=2d')],
    ['expires=31 feb', code('expires=2d')],
    ['expires=tomorrow 13pm', code('expires=2d')],
    ['expires=mon 25:00', code('expires=2d')],
    ['till 6pm', code('name="…"')],
    ['until: soon', code('name="…"')],
    ['expires, soon', code('name="…"')],
    ['until late', code('name="…"')],
    ['expires soon', code('expires=2d')],
    ['chat=@a', code('chat=@name')],
    ['chat=12345', code('chat=@name')],
    ['chat=', code('chat=@name')],
    ['https://t.me/somegroup', 'is no invite link'],
    ['t.me/+short', 'is no invite link'],
    [`t.me/+${'a'.repeat(9)}`, 'is no invite link'],
    [`t.me/+${'a'.repeat(65)}`, 'is no invite link'],
    ['name="VIP', 'not closed'],
    ['“VIP', 'not closed'],
  ])('is quoted, and answered with what to send: %j', (text, advice) => {
    expect(refusal(text)).toContain(quote(text).markup);
    expect(refusal(text)).toContain(advice);
  });

  it('shows @name as code, of which no app makes a link to a stranger', () => {
    expect(refusal('chat=@a')).toContain(`“${code('chat=@a')}”`);
  });

  it.each([
    ['expire=2d', 'expires=2d'],
    ['until=2030-12-31', 'expires=2030-12-31'],
    ['uses=5', 'limit=5'],
  ])('has a name that can be guessed: %j', (text, meant) => {
    expect(refusal(text)).toContain(`Did you mean ${code(meant)}?`);
  });

  it.each([
    'nom=5',
    'fur=@name',
    'constructor=1',
    '=5',
    'once=1',
    'expire=soon',
    'a:b=c',
  ])('has a name that no one knows: %j', (text) => {
    expect(refusal(text)).toContain(
      `I don’t know ${quote(text).markup}. You can use: ${code('name="VIP guests"')}, ${code('expires=2d')}`,
    );
  });

  it('is typed twice, or beside another that Telegram does not take with it', () => {
    expect(refusal('limit=5 limit=6')).toBe('“limit=5” and “limit=6” both set the limit. Send one of them.');
    expect(refusal('limit=5 VIP 6 people')).toContain('both set the limit');
    expect(refusal('approval approval=off')).toContain('both set the approval');
    expect(refusal('name=VIP name=X')).toContain('both set the name');
    expect(refusal('limit=5 approval')).toContain('“limit=5” and “approval”');
    expect(refusal('price=5 limit=5')).toContain('Send “price=5” without “limit=5”');
    expect(refusal('price=5 expires=none')).toContain('without “expires=none”');
    const other = 't.me/+BbCdEfGhIjKlMnOp';
    expect(refusal(`t.me/+AbCdEfGhIjKlMnOp ${other}`)).toContain('more than one');
  });

  it('is too long', () => {
    expect(refusal(`name=${'x'.repeat(33)}`)).toContain('has 33 characters');
    expect(refusal(`name=${'x'.repeat(600)}`)).toContain('512');
  });

  it('is not for this command', () => {
    expect(refusal('price=5', ['link', 'name', 'chat'])).toContain('the price of a link cannot be changed');
    expect(refusal('https://t.me/+AbCdEfGhIjKlMnOp', ['name', 'chat'])).toContain('use /edit');
    expect(refusal('VIP', ['chat'])).toBe(`I can’t use “VIP”. Here you can use only: ${code('chat=@name')}.`);
    expect(refusal('limit=5', ['link', 'chat'])).toContain('I can’t use “limit=5”');
    expect(refusal('t.me/+AbCdEfGhIjKlMnOp please', ['link', 'chat'])).toContain(
      `not what “please” means. Send the command with the link only: ${code('https://t.me/+AbCdEfGhIjKlMnOp')}`,
    );
  });
});

describe('what can be read in several ways', () => {
  it.each([
    ['limit=1 000', ['limit=1000']],
    ['limit=1,000', ['limit=1000']],
    ['limit 1 000', ['limit=1000']],
    ['1 000 people', ['limit=1000']],
    ['VIP 1 500 people', ['limit=1500']],
    ['limit=1 500 people', ['limit=1500']],
    ['limit=limit none', ['limit=none']],
    ['limit=5 6', ['limit=5', 'limit=5 name="6"']],
    ['limit=2 days', ['expires=2 days', 'limit=2 name="days"']],
    ['expires=1w 100 days of code', ['expires=1w', 'expires=1w name="100 days of code"']],
    ['5', ['limit=5', 'expires=5d', 'name="5"']],
    ['2030', ['limit=2030', 'expires=2030d', 'name="2030"']],
    ['no', ['limit=none', 'expires=none', 'approval=off', 'name="no"']],
    ['off', ['limit=none', 'expires=none', 'approval=off', 'name="off"']],
    ['no limit 5', ['limit=none', 'expires=none', 'approval=off', 'name="no"']],
    ['12/31/2030', ['expires=2030-12-31']],
    ['VIP 12/31/2030 18:00', ['expires=2030-12-31T18:00']],
    ['expires=01/02/2030', ['expires=2030-02-01', 'expires=2030-01-02']],
    ['31.12.30', ['expires=2030-12-31']],
    ['VIP 1 month', ['expires=30d']],
    ['1.5 hours', ['expires=90m']],
    ['until monday 18:00', ['expires=2026-11-23T18:00', 'expires=2026-11-30T18:00']],
    ['VIP 5 to 10 people', ['limit=10', 'name="VIP 5 to 10 people"']],
    ['VIP 5 - 10 people', ['limit=10', 'name="VIP 5 - 10 people"']],
    ['VIP 2 or 3 days', ['expires=3 days', 'name="VIP 2 or 3 days"']],
    ['without any approval', ['approval=off', 'approval']],
    ['VIP no approval needed', ['approval=off', 'approval']],
    ['VIP chat @daily_news', ['chat=@daily_news', 'name="VIP chat @daily_news"']],
    ['VIP for only @taylor please', ['for=@taylor', 'name="VIP for only @taylor please"']],
    ['VIP (for @taylor)', ['for=@taylor', 'name="VIP (for @taylor)"']],
    ['Fan club for @taylor', ['for=@taylor', 'name="Fan club for @taylor"']],
    ['limit=1, 000', ['limit=1', 'limit=1 name="000"']],
    ['5,', ['limit=5', 'expires=5d', 'name="5,"']],
    ['name=VIP guests limit=3', ['name="VIP guests"']],
    ['name:VIP guests', ['name="VIP guests"']],
    ['name=12" pipe', [String.raw`name="12\" pipe"`]],
  ])('is asked about: %j', (text, choices) => {
    expect(refusal(text, OF_CREATE)).toContain(`mean? Send ${choices.map(code).join(' or ')} instead.`);
  });

  it('is answered with lines that can be sent', () => {
    const text = fc.array(
      fc.constantFrom(
        'limit=',
        'expires=',
        'name=',
        '1',
        '000',
        '31',
        '/',
        '.',
        '12',
        '2030',
        ' ',
        'month',
        'no',
      ),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(text, (parts) => {
        const read = parse(parts.join(''), OF_CREATE);
        if (read.ok || read.failure.kind !== 'unclear_option') return;
        for (const choice of read.failure.choices) expect(parse(choice, OF_CREATE).ok).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a refusal', () => {
  it('takes no longer for quotations in quotations', () => {
    const marks = ['"', "'"];
    const nested = Array.from({ length: 50 }).reduce<string>(
      (inner, _, level) => `fur=${marks[level % 2]}a ${inner}${marks[level % 2]}`,
      'x',
    );
    expect(refusal(nested, OF_CREATE)).toContain('I don’t know');
  });

  it('is a sentence that a message can hold, whatever is typed', () => {
    const fragment = fc.oneof(
      fc.constantFrom(
        ...EVERYTHING.map((name) => `${name}=`),
        ...[
          '"',
          '“',
          "'",
          '\\',
          '=',
          ':',
          ' ',
          '\n',
          '+',
          '-',
          'none',
          't.me/+',
          '\ud800',
          'limit ',
          ' days',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join('')),
        (text) => {
          const read = parse(text);
          if (!read.ok) expect([...wordFailure(read.failure, 'UTC').markup].length).toBeLessThan(900);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
