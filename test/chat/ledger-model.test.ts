// Thousands of made-up histories: members come, go, are promoted and banned, and the updates of it come late, twice, or not at all.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberChange, Way } from '../../src/telegram/membership.ts';
import { openLedger } from './ledger-on-node.ts';

const NOW = 1_795_000_000;
const URLS = ['https://t.me/+FirstOfTheLinks1', 'https://t.me/+SecondOfTheLinks'];
const ways: readonly Way[] = [
  ...URLS.map(
    (url): Way => ({ kind: 'link', link: { invite_link: url, is_primary: false, is_revoked: false } }),
  ),
  { kind: 'folder' },
  { kind: 'added', by: { id: 9, name: 'Ann' } },
  { kind: 'unknown' },
];
const PEOPLE = 4;

/** What one of the people does; if they cannot, as they are in or out already, they are seen as they are. */
interface Step {
  readonly person: number;
  readonly does: 'comes' | 'goes' | 'is seen';
  readonly way: number;
  readonly pause: number;
}

const steps = fc.array(
  fc.record<Step>({
    person: fc.nat({ max: PEOPLE - 1 }),
    does: fc.constantFrom('comes', 'goes', 'comes', 'goes', 'is seen'),
    way: fc.nat({ max: ways.length - 1 }),
    pause: fc.nat({ max: 2 }),
  }),
  { maxLength: 24 },
);
/** Of whom some were here before the bot. */
const histories = fc.record({
  steps,
  before: fc.array(fc.boolean(), { minLength: PEOPLE, maxLength: PEOPLE }),
});

function happen({ steps, before }: { steps: readonly Step[]; before: readonly boolean[] }): MemberChange[] {
  const isIn = [...before];
  let date = NOW;
  return steps.map(({ person, does, way, pause }, index) => {
    date += pause;
    const wasIn = isIn[person] ?? false;
    if (does !== 'is seen') isIn[person] = does === 'comes';
    return {
      chat: -1001,
      date,
      updateId: 1_000 + index,
      person: { id: person + 1, name: `Person ${person}` },
      isBot: false,
      wasIn,
      isIn: isIn[person] ?? false,
      way: ways[way] ?? { kind: 'unknown' },
      isRemoved: way === 0,
    };
  });
}

/** A stay, in words. */
const wordStay = (
  person: number,
  via: string,
  link: string | undefined,
  from: number | undefined,
  how: string,
) => `${person} ${via} ${link ?? ''} ${from ?? ''} ${how}`;

/** The simple model: goes through the changes in their order, each of which is there once. */
function fold(changes: readonly MemberChange[]) {
  interface Simple {
    readonly person: number;
    readonly via: string;
    readonly url?: string;
    readonly from?: number;
    how: string;
  }
  const all: Simple[] = [];
  for (const {
    person: { id },
    wasIn,
    isIn,
    way,
    date,
    isRemoved,
  } of changes) {
    const last = all.findLast((stay) => stay.person === id);
    const isOpen = last?.how === 'here';
    const how = isRemoved ? 'removed' : 'left';
    if (isIn && !wasIn) {
      if (last && isOpen) last.how = 'missed';
      const url = way.kind === 'link' ? String(way.link.invite_link) : undefined;
      all.push({ person: id, via: way.kind, ...(url && { url }), from: date, how: 'here' });
    } else if (wasIn && !isIn) {
      if (last && isOpen) last.how = how;
      else all.push({ person: id, via: 'missed', how });
    } else if (isIn && last && !isOpen) all.push({ person: id, via: 'missed', how: 'here' });
    else if (!isIn && last && isOpen) last.how = 'missed';
  }
  const byPerson = [...all].sort((one, other) => one.person - other.person);
  return {
    stays: byPerson.map(({ person, via, url, from, how }) => wordStay(person, via, url, from, how)),
    counts: URLS.map((url) => {
      const by = all.filter((stay) => stay.url === url);
      const people = (some: readonly Simple[]) => new Set(some.map(({ person }) => person)).size;
      return `${url} ${people(by)} ${people(by.filter(({ how }) => how === 'here'))}`;
    }),
  };
}

const ledger = await openLedger(URLS, NOW);

async function record(changes: readonly MemberChange[]) {
  ledger.clear();
  for (const change of changes) await ledger.note(change);
  const urlOf = (id: string | null) => (id === null ? undefined : URLS[ledger.ids.indexOf(id)]);
  const counts = ledger.counts();
  return {
    stays: ledger
      .stays()
      .map(({ person, via, link, n, how }) =>
        wordStay(
          person,
          via,
          urlOf(link),
          via === 'missed' ? undefined : Math.floor(n / 1_000_000),
          how ?? 'here',
        ),
      ),
    counts: URLS.map((url) => {
      const found = counts.find(({ id }) => urlOf(id) === url);
      return `${url} ${found?.joined} ${found?.here}`;
    }),
    gaps: ledger.gaps(),
  };
}

const RUNS = { numRuns: 500 };

describe('the ledger, whatever happens to the updates', () => {
  it('knows what happened, in whichever order they come and how often, as long as none is lost', async () => {
    const mixed = histories.chain((history) => {
      const changes = happen(history);
      return fc.tuple(
        fc.constant(changes),
        fc.array(fc.nat({ max: Math.max(0, changes.length - 1) }), { maxLength: 10 }),
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      );
    });
    await fc.assert(
      fc.asyncProperty(mixed, async ([changes, doubled, keys]) => {
        const arriving = [...changes, ...doubled.map((index) => changes[index])]
          .filter((change) => change !== undefined)
          .map((change, index) => ({ change, key: keys[index] ?? 0 }))
          .sort((one, other) => one.key - other.key)
          .map(({ change }) => change);
        const { gaps: _, ...recorded } = await record(arriving);
        expect(recorded).toEqual(fold(changes));
      }),
      RUNS,
    );
  });

  it('records no gap if they come in order, and knows as much as they say if some are lost', async () => {
    const lossy = histories.chain((history) => {
      const changes = happen(history);
      const fates = fc.array(fc.constantFrom('once', 'once', 'twice', 'lost'), {
        minLength: changes.length,
        maxLength: changes.length,
      });
      return fc.tuple(fc.constant(changes), fates);
    });
    await fc.assert(
      fc.asyncProperty(lossy, async ([changes, fates]) => {
        expect((await record(changes)).gaps).toBe(0);
        const kept = changes.filter((_, index) => fates[index] !== 'lost');
        const again = changes.filter((_, index) => fates[index] === 'twice');
        const { gaps, ...recorded } = await record([...kept, ...again]);
        const folded = fold(kept);
        expect(recorded).toEqual(folded);
        // A beginning that no one saw, of someone who was known before, or an end that no one saw.
        const isBroken = folded.stays.some(
          (stay, index) =>
            stay.endsWith(' missed') ||
            (stay.includes(' missed ') && folded.stays[index - 1]?.[0] === stay[0]),
        );
        expect(gaps > 0).toBe(isBroken);
      }),
      RUNS,
    );
  });

  it('comes to the same stays in every order, also if comings and goings are lost', async () => {
    const shuffled = histories.chain((history) => {
      const changes = happen(history).filter(({ wasIn, isIn }) => wasIn !== isIn);
      return fc.tuple(fc.subarray(changes), fc.infiniteStream(fc.nat()));
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ([kept, keys]) => {
        const arriving = kept
          .map((change) => ({ change, key: keys.next().value ?? 0 }))
          .sort((one, other) => one.key - other.key)
          .map(({ change }) => change);
        const { gaps: _, ...recorded } = await record(arriving);
        expect(recorded).toEqual(fold(kept));
      }),
      RUNS,
    );
  });
});
