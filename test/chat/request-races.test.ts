import type { Message, User } from '@grammyjs/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerTo, linkIn, onStage } from '../support/story.ts';
import { isIn, memberOf } from '../telegram/members.ts';

const { stage, world } = onStage();

const RUNS = Number(process.env.RUNS ?? 45);

/** What happens to one request, all at once: presses of admins, each of them on a page of their own, and what the bot is not told. */
const ACTIONS = [
  'approve',
  'decline',
  'run the jobs',
  'withdraw',
  'let in',
  'turn away',
  'ask again',
] as const;
const FAULTS = ['none', 'none', 'slow', 'lost before', 'lost after'] as const;
const DEATHS = ['none', 'none', 'beginDecision', 'settleDecision', 'note', 'alarm'] as const;

const races = fc.record({
  actions: fc.array(fc.constantFrom(...ACTIONS), { minLength: 2, maxLength: 4 }),
  faults: fc.array(fc.constantFrom(...FAULTS), { minLength: 0, maxLength: 3 }),
  death: fc.constantFrom(...DEATHS),
  when: fc.constantFrom('before', 'after'),
  rule: fc.constantFrom('', '', '=auto'),
} as const);

const MAY_FAIL: Readonly<Record<string, { drop: 'before' | 'after' } | { delayMs: number }>> = {
  slow: { delayMs: 10 },
  'lost before': { drop: 'before' },
  'lost after': { drop: 'after' },
};

describe('what happens to a request at once', () => {
  it('ends with one decision at the most, recorded as Telegram knows it', { timeout: 120_000 }, async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia } = world;
    const { chats } = worker;

    /** The last button that decides, on a page of their own. */
    async function pageOf(
      link: string,
      action: string,
    ): Promise<{ admin: User; page: Message; label: string }> {
      const admin = telegram.addPerson({ first_name: 'Admin' });
      telegram.addMember(teaRoom, admin, { can_invite_users: true });
      const page = answerTo(await telegram.say(admin, admin, `/requests ${link} chat=${teaRoom.id}`));
      return { admin, page, label: action === 'decline' ? '✗ 1' : '✓ 1' };
    }

    const recorded = async (guest: User) => {
      const sql = `SELECT state, trouble, by_id FROM request WHERE person = ${guest.id} ORDER BY n DESC`;
      return (await chats.sql(teaRoom.id, sql))[0];
    };
    const taken = (guest: User, method: string) =>
      telegram.calls.filter(
        (call) => call.ok && call.method === method && Number(call.params.user_id) === guest.id,
      ).length;
    const truthOf = (guest: User) => {
      const record = telegram.state().chats.find(({ chat }) => chat.id === teaRoom.id);
      if (record && isIn(memberOf(record, guest))) return 'in';
      return record?.requests.some(({ user_id: id }) => id === guest.id) ? 'open' : 'out';
    };

    const run = async ({
      actions,
      faults,
      death,
      when,
      rule,
    }: typeof races extends fc.Arbitrary<infer R> ? R : never) => {
      const link = linkIn(await telegram.say(teaRoom, olivia, `/create VIP limit=none approval${rule}`));
      const guest = telegram.addPerson({ first_name: 'Guest' });
      await telegram.join(teaRoom, guest, link);
      const pages = await Promise.all(actions.map((action) => pageOf(link, action)));
      for (const fault of faults)
        for (const method of ['approveChatJoinRequest', 'declineChatJoinRequest']) {
          const how = MAY_FAIL[fault];
          if (how) telegram.fail({ method, times: fault === 'slow' ? 1 : 2, how });
        }
      if (death !== 'none') await chats.dieAt({ method: death, when });
      const act = async (action: (typeof ACTIONS)[number], index: number): Promise<unknown> => {
        const { admin, page, label } = pages[index] ?? (await pageOf(link, action));
        if (action === 'withdraw') return telegram.withdraw(teaRoom, guest);
        if (action === 'let in') return telegram.answerRequest(teaRoom, guest, true);
        if (action === 'turn away') return telegram.answerRequest(teaRoom, guest, false);
        if (action === 'ask again') return telegram.join(teaRoom, guest, link);
        if (action === 'run the jobs') return chats.runAlarm(teaRoom.id);
        return telegram.press(admin, page.message_id, admin, label);
      };
      // What the local Telegram refuses, as there is no request any more, did not happen.
      await Promise.allSettled(actions.map(act));
      await chats.reset();
      telegram.clearFaults();
      await chats.moveClock(30_000);
      await chats.runAlarm(teaRoom.id);

      const check = async (isPressed: boolean) => {
        const row = await recorded(guest);
        const truth = truthOf(guest);
        const seen = JSON.stringify({ row, truth, isPressed });
        if (truth === 'in') expect(row?.state, seen).toBe('approved');
        if (truth === 'open') expect(row?.state, seen).toBe('open');
        // Of a withdrawal, or of a decline in the app, the bot learns at the next press.
        if (truth === 'out')
          expect(row?.state, seen).toMatch(isPressed ? /declined|gone/ : /declined|gone|open/);
        if (row?.state === 'approved' && row.by_id !== null && row.trouble === null)
          expect(taken(guest, 'approveChatJoinRequest'), seen).toBe(1);
        if (row?.state === 'declined' && row.trouble === null)
          expect(taken(guest, 'declineChatJoinRequest'), seen).toBeGreaterThan(0);
        expect(taken(guest, 'approveChatJoinRequest'), seen).toBeLessThanOrEqual(1);
        const [counts] = await chats.sql(
          teaRoom.id,
          `SELECT waiting, (SELECT COUNT(*) FROM request WHERE state = 'open') AS open FROM chat`,
        );
        expect(counts?.waiting).toBe(counts?.open);
      };
      await check(false);
      const last = await pageOf(link, 'decline');
      if (JSON.stringify(last.page.reply_markup).includes('✗ 1'))
        await telegram.press(last.admin, last.page.message_id, last.admin, '✗ 1');
      await check(true);
      await chats.reset();
    };
    await fc.assert(fc.asyncProperty(races, run), { numRuns: RUNS, endOnFailure: true });
  });
});
