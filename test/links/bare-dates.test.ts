import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallTimeText } from '../../src/lib/time-zones.ts';
import { momentOf, utc } from '../support/typed-options.ts';

/** Zones in which clocks are set back or forward at midnight, or at another hour, or never. */
const ZONES = [
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Santiago',
  'America/Nuuk',
  'America/Scoresbysund',
  'America/Havana',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Asia/Kolkata',
  'UTC',
] as const;

describe('a date without a time of day', () => {
  it.each([
    // Clocks show the last hour of the day twice.
    ['Africa/Cairo', '2027-10-28', '2027-10-28T21:59:59Z'],
    ['Asia/Beirut', '2027-10-30', '2027-10-30T21:59:59Z'],
    ['America/Santiago', '2027-04-03', '2027-04-04T03:59:59Z'],
    ['America/Nuuk', '2027-10-30', '2027-10-31T01:59:59Z'],
    ['America/Scoresbysund', '2027-10-30', '2027-10-31T01:59:59Z'],
    // Clocks skip midnight, or the hour before it.
    ['Africa/Cairo', '2027-04-29', '2027-04-29T21:59:59Z'],
    ['Asia/Beirut', '2027-03-27', '2027-03-27T21:59:59Z'],
    ['America/Santiago', '2027-09-04', '2027-09-05T03:59:59Z'],
    ['America/Nuuk', '2027-03-27', '2027-03-28T00:59:59Z'],
    ['America/Scoresbysund', '2027-03-27', '2027-03-28T00:59:59Z'],
    // Clocks change at another hour, or not at all.
    ['Europe/Berlin', '2027-03-28', '2027-03-28T21:59:59Z'],
    ['Asia/Kolkata', '2026-12-31', '2026-12-31T18:29:59Z'],
  ])('lasts until the day is over: in %s, %s', (zone, date, end) => {
    expect(momentOf(`expires=${date}`, zone)).toBe(utc(end));
  });

  it('ends with the last second that clocks show of it, in every zone and on every day', () => {
    const day = fc.integer({ min: 20_790, max: 24_800 }).map((days) => new Date(days * 86_400_000));
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), day, (zone, start) => {
        const date = start.toISOString().slice(0, 10);
        const end = momentOf(`expires=${date}`, zone) ?? 0;
        expect(wallTimeText(end, zone).slice(0, 10)).toBe(date);
        expect(wallTimeText(end + 1, zone).slice(0, 10) > date).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a date with a time of day', () => {
  it('is read in the time zone of the admins', () => {
    expect(momentOf('expires=2026-12-31T18:00', 'Europe/Berlin')).toBe(utc('2026-12-31T17:00:00Z'));
    expect(momentOf('expires=2027-07-01T18:00', 'Europe/Berlin')).toBe(utc('2027-07-01T16:00:00Z'));
  });

  it('is read as before the change where clocks skip it, and as the first where they show it twice', () => {
    expect(momentOf('expires=2027-03-28T02:30', 'Europe/Berlin')).toBe(utc('2027-03-28T01:30:00Z'));
    expect(momentOf('expires=2027-10-31T02:30', 'Europe/Berlin')).toBe(utc('2027-10-31T00:30:00Z'));
    expect(momentOf('expires=2027-10-28T23:30', 'Africa/Cairo')).toBe(utc('2027-10-28T20:30:00Z'));
  });
});
