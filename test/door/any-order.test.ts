import type { User } from '@grammyjs/types';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { passTime, unpublished } from '../chat/records.ts';
import { onStage } from '../support/story.ts';
import type { Death } from '../support/test-chat.ts';
import { settled, wrongDoors } from './doors.ts';

const { stage } = onStage();

const COMMANDS = [
  '/door A',
  '/door A new',
  '/door A off',
  '/door A pause',
  '/door A resume',
  '/door B',
  '/door B new',
  '/edit A limit=1',
  '/edit A limit=none',
  '/edit B limit=1',
  '/revoke A',
  '/revoke B',
  '/create A',
  // Which takes two, one after the other.
  'fill A',
  'join A',
  'join B',
  'leave',
] as const;

const inSteps = (step: string) => (step === 'fill A' ? ['/edit A limit=1', 'join A'] : [step]);

const steps = fc.array(fc.constantFrom(...COMMANDS), { minLength: 4, maxLength: 14 });
const deaths = fc.array(
  fc.record({
    method: fc.constantFrom('begin', 'settle', 'note', 'changeDoor', 'alarm'),
    when: fc.constantFrom('before', 'after'),
    skip: fc.nat(4),
  }) satisfies fc.Arbitrary<Death>,
  { maxLength: 2 },
);

it('an open door leads to a link by which people can come, and a closed one nowhere, in whatever order things happen', {
  timeout: 240_000,
}, async () => {
  const { telegram, worker } = stage;
  await fc.assert(
    fc.asyncProperty(steps, deaths, async (sequence, dying) => {
      await worker.chats.reset();
      const { teaRoom, olivia } = stage.world();
      for (const death of dying) await worker.chats.dieAt(death);
      const guests: User[] = [];
      for (const step of ['/door A', '/door B', ...sequence].flatMap(inSteps)) {
        const [what, name] = step.split(' ');
        if (what === 'join') {
          const link = telegram
            .links(teaRoom)
            .find((one) => one.name === name && !one.is_revoked)?.invite_link;
          const guest = telegram.addPerson({ first_name: 'Guest' });
          if (link && (await telegram.join(teaRoom, guest, link)).outcome === 'joined') guests.push(guest);
        } else if (what === 'leave') {
          const guest = guests.pop();
          if (guest) await telegram.leave(teaRoom, guest);
        } else await telegram.say(teaRoom, olivia, step);
      }
      await worker.chats.reset();
      await settled(stage, teaRoom);
      await passTime(stage, teaRoom, 61_000);
      await passTime(stage, teaRoom, 121_000);
      expect(await unpublished(stage, teaRoom.id)).toEqual([]);
      expect(await wrongDoors(stage, teaRoom)).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 14) },
  );
});
