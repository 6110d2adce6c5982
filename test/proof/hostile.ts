// Hostile input: updates that are bent out of shape, commands and button data that no one would type, requests to anywhere.

import fc from 'fast-check';
import { ALL_COMMANDS } from '../../src/commands/all-commands.ts';
import { OPTIONS } from '../../src/links/options.ts';

export interface HostileRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Whether it comes as from Telegram, with the secret. */
  readonly isUpdate: boolean;
}

const TEXTS = [
  '',
  ' ',
  '\0',
  '\ud83d',
  '<b>&amp;</b><a href="tg://user?id=1">x</a>',
  '‮\u200b\u00a0',
  '/create'.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(300),
  '-1001234567890',
  '__proto__',
  'https://t.me/+AAAAAAAAAAAAAAAA https://t.me/joinchat/BBBBBBBBBBBBBBBB',
  'A'.repeat(70_000),
];

const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 80 }), fc.string());

const deep = fc.integer({ min: 1, max: 3_000 }).map((depth): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { chat: value };
  return value;
});

const value = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, false, 0, -0, 1.5, -1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, [], {}),
  fc.jsonValue(),
  deep,
);

const names = ALL_COMMANDS.flatMap((command) => command.names);
const word = fc.oneof(
  fc
    .tuple(fc.constantFrom(...Object.keys(OPTIONS)), fc.constantFrom('=', '＝', ' ', '==', ''))
    .map((one) => one.join('')),
  text,
  fc.integer().map(String),
  fc.constantFrom(
    'expires=+99999999d',
    'limit=1e5',
    'limit=-1',
    'price=0',
    'chat=@a',
    'chat=-1',
    ...['"', '“', '—', ',', 'and', '(', 'until', 'friday', '24 dec', 'noon,', 'for @sam', 'two people'],
    ...['new', 'close', 'list', 'today', 'https://x/j/0123456789ab'],
  ),
);

/** A command with anything behind it. */
const commandText = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom('', '@invite_link_bot', '@other_bot'),
    fc.array(word, { maxLength: 6 }),
  )
  .map(([name, mention, words]) => `/${name}${mention} ${words.join(' ')}`);

const buttonData = fc.oneof(
  text,
  fc
    .tuple(
      fc.constantFrom('c', 'l', 'k', 'a', 'x'),
      fc.array(fc.oneof(text, fc.integer().map(String)), { maxLength: 4 }),
    )
    .map(([kind, parts]) => [kind, ...parts].join(':')),
);

type Json = Readonly<Record<string, unknown>>;

/** Puts something into one place of a tree, or takes that place away; places are counted through the whole tree. */
function bend(tree: unknown, place: number, put: { readonly value?: unknown }): unknown {
  let left = place;
  const visit = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null || left < 0) return node;
    const entries = Object.entries(node).flatMap(([name, child]) => {
      if (left-- !== 0) return [[name, visit(child)] as const];
      return 'value' in put ? [[name, put.value] as const] : [];
    });
    return Array.isArray(node) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
  };
  return visit(tree);
}

const PLACES = 60;

function update(bases: readonly Json[]): fc.Arbitrary<unknown> {
  const place = fc.nat(PLACES);
  const put = fc.oneof(
    value.map((one) => ({ value: one })),
    fc.constant({}),
  );
  const bent = fc
    .tuple(fc.constantFrom(...bases), fc.array(fc.tuple(place, put), { minLength: 1, maxLength: 4 }))
    .map(([base, changes]) => changes.reduce<unknown>((tree, [at, what]) => bend(tree, at, what), base));
  const messages = bases.filter((base) => 'message' in base);
  const presses = bases.filter((base) => 'callback_query' in base);
  const inside = (kind: string, field: string, content: fc.Arbitrary<string>, from: readonly Json[]) =>
    fc.tuple(fc.constantFrom(...from), content).map(([base, put]) => ({
      ...base,
      [kind]: { ...(base[kind] as Json), [field]: put, entities: undefined },
    }));
  return fc.oneof(
    { weight: 4, arbitrary: bent },
    { weight: 3, arbitrary: inside('message', 'text', commandText, messages) },
    { weight: 2, arbitrary: inside('callback_query', 'data', buttonData, presses) },
    { weight: 1, arbitrary: value },
  );
}

const PATHS = [
  '/',
  '/webhook',
  '/connect',
  '/health',
  '/webhook/',
  '//webhook',
  '/%77ebhook',
  '/..',
  '/favicon.ico',
];
const asHeader = (given: string): string =>
  given
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 2_000);

/** From Telegram nine times out of ten; else from anybody, to anywhere. */
export function hostileRequest(bases: readonly Json[], secretHeader: Json): fc.Arbitrary<HostileRequest> {
  const fromTelegram = update(bases).map((body) => ({
    path: '/webhook',
    method: 'POST',
    headers: secretHeader as Record<string, string>,
    body: JSON.stringify(body) ?? '',
    isUpdate: true,
  }));
  const fromAnybody = fc
    .record({
      path: fc.oneof(fc.constantFrom(...PATHS), fc.webPath()),
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'),
      name: fc.constantFrom('Authorization', 'X-Telegram-Bot-Api-Secret-Token', 'Content-Type', 'Accept'),
      header: fc.oneof(
        text,
        text.map((one) => `Bearer ${one}`),
        fc.constant('application/x-www-form-urlencoded'),
      ),
      content: text,
    })
    .map(({ path, method, name, header, content }) => ({
      path: path.startsWith('/') ? path : `/${path}`,
      method,
      headers: { [name]: asHeader(header) },
      body: method === 'GET' || method === 'HEAD' ? undefined : content,
      isUpdate: false,
    }));
  return fc.oneof({ weight: 9, arbitrary: fromTelegram }, { weight: 1, arbitrary: fromAnybody });
}
