import type { User } from '@grammyjs/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkIn, onStage } from '../support/story.ts';
import type { Outcome } from '../telegram/local-telegram.ts';
import { isChange, makesFor, passTime, recordsOf, unpublished } from './records.ts';

const { stage, world } = onStage();

const RUNS = Number(process.env.RUNS ?? 30);

/** What one admin does, from a private chat of their own or by a button there; all at once. */
type Action = (typeof ACTIONS)[number];
const ACTIONS = [
  'create',
  'name',
  'limit',
  'press limit',
  'expiry',
  'revoke',
  'press revoke',
  'export',
] as const;

interface Step {
  readonly action: Action;
  readonly isTwice: boolean;
  /** How long Telegram takes for its call, so that calls overtake each other. */
  readonly delayMs: number;
}

const steps = fc.array(
  fc.record({
    action: fc.constantFrom(...ACTIONS),
    isTwice: fc.boolean(),
    delayMs: fc.constantFrom(0, 0, 15),
  }),
  { minLength: 2, maxLength: 4 },
);

const METHOD: Readonly<Record<string, string>> = {
  create: 'createChatInviteLink',
  revoke: 'revokeChatInviteLink',
  'press revoke': 'revokeChatInviteLink',
  export: 'exportChatInviteLink',
};

/** What can be told of a link by its records and by Telegram, without what differs from run to run. */
interface Shape {
  readonly name: string | undefined;
  readonly limit: number | undefined;
  readonly expires: boolean;
  readonly revoked: boolean;
}

/** What an action makes of the shared link, one after the other; and whether it is done or refused. */
function apply(shape: Shape, action: Action, index: number): readonly [Shape, 'done' | 'refused'] {
  if (action === 'create' || action === 'export') return [shape, 'done'];
  if (shape.revoked) return [shape, 'refused'];
  if (action === 'name') return [{ ...shape, name: `N${index}` }, 'done'];
  if (action === 'limit') return [{ ...shape, limit: 20 + index }, 'done'];
  if (action === 'press limit') return [{ ...shape, limit: 100 }, 'done'];
  if (action === 'expiry') return [{ ...shape, expires: true }, 'done'];
  return [{ ...shape, revoked: true }, 'done'];
}

function* orders<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries())
    for (const rest of orders(items.toSpliced(index, 1))) yield [item, ...rest];
}

/** Every result that one order or another would have: all actions begin at once, so each order respects real time. */
const possible = (first: Shape, done: readonly Step[]): readonly string[] =>
  [...orders(done.map(({ action }, index) => ({ action, index })))].map((order) => {
    let shape = first;
    const results = new Map<number, string>();
    for (const { action, index } of order) {
      const [next, result] = apply(shape, action, index);
      shape = next;
      results.set(index, result);
    }
    return JSON.stringify([shape, done.map((_, index) => results.get(index))]);
  });

/** What the admin was told alone: what happens at once beside it may count as come of it, too. */
const isDone = (came: Outcome & { notice?: Readonly<Record<string, string>> }, admin: User): boolean =>
  came.notice
    ? /^(?:Changed|Revoked)/.test(came.notice.text ?? '')
    : came.answers.some(
        ({ chat, text = '' }) =>
          chat.id === admin.id && /^(?:Created |Edited|https:\S+ link revoked|New primary link)/.test(text),
      );

describe('acts that are asked for at once', () => {
  it('come to what they would have come to in some order, also if they are delivered twice', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    // Without one, Telegram makes a primary link by itself when it is asked about the chat, which no act of the bot records.
    await telegram.say(teaRoom, olivia, '/export');

    const act = async (admin: User, { action, isTwice }: Step, link: string, index: number, card: number) => {
      if (isTwice) telegram.failDelivery({ deliverTwice: 'at once' });
      if (action === 'press limit') return telegram.press(admin, card, admin, '100');
      if (action === 'press revoke') return telegram.press(admin, card, admin, 'Revoke');
      const words = {
        create: '/create Beside',
        name: `/edit ${link} name=N${index}`,
        limit: `/edit ${link} limit=${20 + index}`,
        expiry: `/edit ${link} expires=2d`,
        revoke: `/revoke ${link}`,
        export: '/export',
      };
      return telegram.say(admin, admin, `${words[action]} chat=${teaRoom.id}`);
    };

    const run = async (race: readonly Step[]): Promise<void> => {
      const link = linkIn(await telegram.say(teaRoom, olivia, '/create First limit=3'));
      const admins = await Promise.all(
        race.map(async ({ action }, index) => {
          const admin = telegram.addPerson({ first_name: `Admin ${index}` });
          telegram.addMember(teaRoom, admin, { can_invite_users: true });
          const card = action.startsWith('press')
            ? (await telegram.say(admin, admin, `/link ${link} chat=${teaRoom.id}`)).answers[0]
            : undefined;
          if (action === 'press revoke') await telegram.press(admin, card?.message_id ?? 0, admin, 'Revoke');
          return { admin, card: card?.message_id ?? 0 };
        }),
      );
      for (const { action, delayMs } of race)
        if (delayMs > 0) telegram.fail({ method: METHOD[action] ?? 'editChatInviteLink', how: { delayMs } });
      const [callsBefore, makesBefore] = [telegram.calls.length, makesFor(stage, teaRoom)];
      const came = await Promise.all(
        race.map((step, index) => {
          const { admin = olivia, card = 0 } = admins[index] ?? {};
          return act(admin, step, link, index, card);
        }),
      );
      telegram.clearFaults();

      const shapeOf = (one: {
        name?: string;
        member_limit?: number;
        expire_date?: number;
        is_revoked: boolean;
      }): Shape => ({
        name: one.name,
        limit: one.member_limit,
        expires: one.expire_date !== undefined,
        revoked: one.is_revoked,
      });
      const results = came.map((one, index) =>
        isDone(one, admins[index]?.admin ?? olivia) ? 'done' : 'refused',
      );
      const atTelegram = telegram.links(teaRoom).filter(({ creator }) => creator.is_bot);
      const shared = atTelegram.find(({ invite_link }) => invite_link === link);
      const first = { name: 'First', limit: 3, expires: false, revoked: false };
      expect(possible(first, race)).toContain(JSON.stringify([shared && shapeOf(shared), results]));
      // No action was done more than once, and the records say of every link what Telegram says.
      expect(telegram.calls.slice(callsBefore).filter(isChange).length).toBeLessThanOrEqual(race.length);
      const makes = race.filter(({ action }) => action === 'create' || action === 'export').length;
      expect(makesFor(stage, teaRoom) - makesBefore).toBe(makes);
      const records = await recordsOf(stage, teaRoom);
      for (const one of atTelegram) {
        const record = records.get(one.invite_link);
        expect(record && shapeOf(record as never), one.invite_link).toEqual(shapeOf(one));
      }
    };
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: RUNS, endOnFailure: true });
    await passTime(stage, teaRoom, 31_000);
    expect(await unpublished(stage, teaRoom.id)).toEqual([]);
    await stage.worker.chats.reset();
  });
});
