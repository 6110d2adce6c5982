import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, ButtonData } from '../../src/actions/answer.ts';
import {
  isOldButton,
  readButtonData,
  valueBytesMax,
  writeButtonData,
} from '../../src/actions/button-data.ts';
import { cardButtons } from '../../src/actions/card.ts';
import { showDoor, showDoors } from '../../src/actions/door-card.ts';
import { sayDoorNews } from '../../src/actions/news-words.ts';
import { showPeople } from '../../src/actions/people-page.ts';
import { sayRequest, sayRules, saySweep, sayWaiting } from '../../src/actions/request-words.ts';
import { showRequests } from '../../src/actions/requests-page.ts';
import { readPlace, writePlace } from '../../src/actions/turn-pages.ts';
import { toNotice } from '../../src/bot/reply.ts';
import type { PressContext } from '../../src/buttons/button.ts';
import { requestsButton } from '../../src/buttons/requests-button.ts';
import type { KnownLink, PagePlace } from '../../src/chat/protocol.ts';
import { html } from '../../src/lib/html.ts';
import { fail, ok } from '../../src/lib/result.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).byteLength;

// A chat's number has 52 significant bits at the most.
const LONGEST_CHAT = -(2 ** 52);
const LINK = 'Ab-_'.repeat(3);
const SLUG = 'abcdefghjkmn';
const RECORD = { invite_link: 'https://t.me/+AbCdEfGhIjKlMnOp', is_primary: false, is_revoked: false };

/** The last moment before the year 2255, beyond which JavaScript counts no longer. */
const MOMENT = Number.MAX_SAFE_INTEGER;
const REQUEST = { id: MOMENT, person: 2 ** 52, name: 'Sam', askedAt: 0, state: 'open' } as const;

/** Pages of requests to join and of people, in the middle, for a link if there is one. */
async function pagesOf(link: KnownLink | undefined): Promise<readonly Answer[]> {
  const place: PagePlace = { direction: 'newer', than: MOMENT };
  const around = { newer: place, older: { ...place, direction: 'older' }, link } as const;
  const chat = { id: LONGEST_CHAT, type: 'supergroup', title: '' } as const;
  const records = {
    requests: async () => ok({ requests: [REQUEST], waiting: 2, ...around }),
    people: async () => ok({ stays: [], ...around }),
  };
  const context = { records, chat, timeZone: 'UTC' } as unknown as PressContext;
  const asked = link && ({ kind: 'id', id: LINK } as const);
  const people = asked
    ? ({ kind: 'link', link: asked } as const)
    : ({ kind: 'person', person: 2 ** 52 } as const);
  const press = (value: string) =>
    requestsButton.press({ kind: 'asked', chat: chat.id, link: link?.id, value }, context);
  const shown = [
    await showRequests({ link: asked, place }, context),
    await showPeople(people, context),
    ...(await Promise.all([press(writePlace(place, 'y')), press(writePlace(place, 'n'))])).map((pressed) =>
      pressed.ok && pressed.value.redraw ? ok(pressed.value.redraw) : fail(pressed),
    ),
  ];
  return shown.map((answer) => {
    if (answer.ok) return answer.value;
    throw new Error(JSON.stringify(answer));
  });
}

const pressesOf = ({ buttons = [] }: Answer): readonly ButtonData[] =>
  buttons.flat().flatMap((button) => ('press' in button ? [button.press] : []));

describe('what a button carries', () => {
  it('fits into the 64 bytes, at its longest, under requests to join, rules, and pages of people', async () => {
    const sweep = {
      key: '',
      id: 0,
      verdict: 'approve',
      act: { date: 0, update_id: 0 },
      isOver: true,
    } as const;
    const place = { chat: LONGEST_CHAT, message: 1 };
    const answers = [
      ...(await pagesOf({ id: LINK, record: RECORD })),
      ...(await pagesOf(undefined)),
      sayRequest(REQUEST, LONGEST_CHAT, 'UTC'),
      sayRules({ kind: 'rules', id: MOMENT, rules: 'Be kind.' }, LONGEST_CHAT),
      sayWaiting(9, LONGEST_CHAT),
      saySweep({ sweep: { ...sweep, place }, counts: {} }, LONGEST_CHAT, () => html``),
    ];
    for (const answer of answers) expect(pressesOf(answer)).not.toEqual([]);
    const data = answers.flatMap(pressesOf).map(writeButtonData);
    expect(Math.max(...data.map(bytes))).toBeLessThanOrEqual(64);
    for (const one of data) expect(one).not.toContain('AbCdEfGhIjKlMnOp');
    for (const one of data) expect(readButtonData(one)?.chat).toBe(LONGEST_CHAT);
  });

  it('fits into the 64 bytes that Telegram takes, at its longest, and holds no link', () => {
    const presses = [
      RECORD,
      { ...RECORD, creates_join_request: true as const },
      { ...RECORD, member_limit: 5 },
      { ...RECORD, is_revoked: true },
    ]
      .flatMap((record) =>
        cardButtons(
          { id: LINK, record },
          { chat: { id: LONGEST_CHAT, type: 'supergroup', title: '' }, now: 0 },
        ).flat(),
      )
      .flatMap((button) => ('press' in button ? [button.press] : []));
    expect(presses.length).toBeGreaterThan(15);
    for (const press of presses) {
      expect(bytes(writeButtonData(press))).toBeLessThanOrEqual(64);
      expect(writeButtonData(press)).not.toContain('AbCdEfGhIjKlMnOp');
    }
    const door = {
      id: LINK,
      slug: SLUG,
      title: '',
      origin: 'https://a.example',
      state: 'open',
      since: 0,
    } as const;
    const context = {
      chat: { id: LONGEST_CHAT, type: 'supergroup', title: '' },
      now: 0,
      timeZone: 'UTC',
    } as const;
    const known = {
      door,
      link: { id: LINK, record: { ...RECORD, expire_date: 9, door } },
      people: { joined: 0, here: 0 },
    };
    const cards = [
      showDoor(known, context),
      showDoor(known, context, { asks: true }),
      showDoors([known, known], context),
      sayDoorNews({ kind: 'door', event: 'full', door }, LONGEST_CHAT, () => html``),
    ];
    const onDoors = cards
      .flatMap(({ buttons = [] }) => buttons.flat())
      .flatMap((button) => ('press' in button ? [writeButtonData(button.press)] : []));
    expect(onDoors.length).toBeGreaterThan(8);
    for (const data of onDoors) {
      expect(bytes(data)).toBeLessThanOrEqual(64);
      expect(data).not.toContain(SLUG);
    }
    const value = 'x'.repeat(valueBytesMax('list'));
    expect(bytes(writeButtonData({ kind: 'list', chat: LONGEST_CHAT, value }))).toBeLessThanOrEqual(64);
  });

  it('is read as it was written', () => {
    const data = fc.record({
      kind: fc.constantFrom('card', 'list', 'lockdown', 'confirm'),
      chat: fc.integer({ min: LONGEST_CHAT, max: -1 }),
      link: fc.option(fc.stringMatching(/^[\w-]{12}$/), { nil: undefined }),
      value: fc.string({ unit: 'binary', maxLength: 20 }),
    });
    fc.assert(
      fc.property(data, (one) => {
        expect(readButtonData(writeButtonData(one))).toEqual(one);
      }),
    );
  });

  it('is read without an error whatever an app sends, and only in its own form', () => {
    const piece = fc.oneof(
      fc.constantFrom('card', 'list', 'lockdown', 'confirm', ':', '-5', LINK, 'limit=5', ''),
      fc.string({ unit: 'binary' }),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (data) => {
        const read = readButtonData(data);
        if (!read) return;
        expect(Number.isSafeInteger(read.chat)).toBe(true);
        const place = readPlace(read.value ?? '')?.place;
        expect(Number.isSafeInteger(place?.than ?? 0)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('of version 1 is known as such, which none of today is', () => {
    expect(isOldButton('c:-1001234567890:AbCdEfGhIjKlMnOp:show')).toBe(true);
    expect(isOldButton('l:-1001234567890:0:')).toBe(true);
    expect(isOldButton(writeButtonData({ kind: 'card', chat: -5, link: LINK, value: 'show' }))).toBe(false);
  });
});

describe('what a press tells a person', () => {
  it('is as long as Telegram takes, and no longer', () => {
    expect(toNotice(html`${'x'.repeat(200)}`)).toBe('x'.repeat(200));
    expect(toNotice(html`${'x'.repeat(201)}`)).toMatch(/^x{199}…$/);
  });
});
