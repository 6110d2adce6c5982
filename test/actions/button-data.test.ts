import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isOldButton,
  readButtonData,
  valueBytesMax,
  writeButtonData,
} from '../../src/actions/button-data.ts';
import { cardButtons } from '../../src/actions/card.ts';
import { showDoor, showDoors } from '../../src/actions/door-card.ts';
import { sayDoorNews } from '../../src/actions/door-news.ts';
import { readPlace } from '../../src/actions/list-page.ts';
import { html } from '../../src/lib/html.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).byteLength;

// A chat's number has 52 significant bits at the most.
const LONGEST_CHAT = -(2 ** 52);
const LINK = 'Ab-_'.repeat(3);
const SLUG = 'abcdefghjkmn';
const RECORD = { invite_link: 'https://t.me/+AbCdEfGhIjKlMnOp', is_primary: false, is_revoked: false };

describe('what a button carries', () => {
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
