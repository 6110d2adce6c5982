import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ASK_REVOKE,
  FILTER_BYTES_MAX,
  REVOKE,
  readButtonData,
  SHOW,
  writeAnonymousData,
  writeCardData,
  writeListData,
  writeLockdownData,
} from '../../src/commands/button-data.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).byteLength;

// A chat's number has 52 significant bits at the most, a token 22 characters as far as links have been seen.
const LONGEST_CHAT = -(2 ** 52);
const LONGEST_TOKEN = 'Ab-_'.repeat(5).concat('zZ');
const DEEDS = [
  SHOW,
  ASK_REVOKE,
  REVOKE,
  'expires=1h',
  'expires=none',
  'limit=100',
  'limit=none',
  'approval',
  'approval=off',
];

describe('what a button carries', () => {
  it('fits into the 64 bytes that Telegram takes, at its longest', () => {
    const all = [
      ...DEEDS.map((deed) => writeCardData(LONGEST_CHAT, LONGEST_TOKEN, deed)),
      writeListData(LONGEST_CHAT, 9_999, 'x'.repeat(FILTER_BYTES_MAX)),
      writeLockdownData(LONGEST_CHAT, LONGEST_TOKEN),
      writeAnonymousData(LONGEST_TOKEN),
    ];
    for (const data of all) expect(bytes(data)).toBeLessThanOrEqual(64);
  });

  it('is read as it was written', () => {
    const chat = fc.integer({ min: LONGEST_CHAT, max: -1 });
    const token = fc.stringMatching(/^[\w-]{16,22}$/);
    fc.assert(
      fc.property(
        chat,
        token,
        fc.constantFrom(...DEEDS),
        fc.nat(9_999),
        fc.string({ maxLength: 20 }),
        (id, link, deed, page, filter) => {
          expect(readButtonData(writeCardData(id, link, deed))).toEqual({
            kind: 'card',
            chat: id,
            token: link,
            deed,
          });
          expect(readButtonData(writeListData(id, page, filter))).toEqual({
            kind: 'list',
            chat: id,
            page,
            filter,
          });
          expect(readButtonData(writeLockdownData(id, link))).toEqual({
            kind: 'lockdown',
            chat: id,
            after: link,
          });
          expect(readButtonData(writeAnonymousData(link))).toEqual({ kind: 'anonymous', token: link });
        },
      ),
    );
  });

  it('is read without an error whatever an app sends, and only in its own form', () => {
    const piece = fc.oneof(
      fc.constantFrom('c', 'l', 'k', 'a', ':', '-5', 'AbCdEfGhIjKlMnOp', 'limit=5', ''),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
        (data) => {
          const read = readButtonData(data);
          if (!read || read.kind === 'anonymous') return;
          expect(Number.isSafeInteger(read.chat)).toBe(true);
          expect(read.chat).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
