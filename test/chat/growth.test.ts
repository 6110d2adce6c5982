import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedStays } from '../support/seed-stays.ts';
import { answerTo, linkIn, type Stage, setStage, textOf } from '../support/story.ts';
import { passTime } from './records.ts';

const FEW = 10;
const MANY = 10_000;
/** Rows, in both directions. */
const MAY_DIFFER = 10;

const COMMANDS = [
  '/create VIP',
  '/link',
  '/edit limit=4',
  '/edit <link> limit=5',
  '/revoke <link>',
  '/export',
  '/links',
  '/links active',
  '/links expired',
  '/links revoked',
  '/lockdown',
] as const;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

/** Rows as the object itself would have written them: a quarter revoked, a quarter expired, none of them new. */
const seedRows = (count: number): string => `
  WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < ${count}),
  seeded AS (SELECT i, printf('https://t.me/+Seed%012d', i) AS url,
    CASE i % 4 WHEN 0 THEN 'revoked' WHEN 1 THEN 'expired' ELSE 'active' END AS state FROM number)
  INSERT INTO link(n, id, state, is_primary, name, expires, search, record, version)
  SELECT i, printf('seed%08d', i), state, 0, 'guests ' || i, CASE state WHEN 'expired' THEN 1 END, 'guests ' || i,
    json_object('invite_link', url, 'name', 'Guests ' || i, 'is_primary', json('false'),
      'is_revoked', json(iif(state = 'revoked', 'true', 'false'))), 1
  FROM seeded`;

/** The rows that each command reads and writes in a chat with so many links. */
async function costsWith(count: number): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const { telegram, worker } = stage;
  const { teaRoom, olivia } = stage.world();
  const { chats } = worker;
  const say = (text: string) => telegram.say(teaRoom, olivia, text);
  const link = linkIn(await say('/create Known'));
  await passTime(stage, teaRoom, 31_000);
  await chats.sql(teaRoom.id, seedRows(count));
  await chats.sql(
    teaRoom.id,
    `UPDATE chat SET ${['active', 'expired', 'revoked'].map((state) => `${state} = (SELECT COUNT(*) FROM link WHERE state = '${state}')`).join()}`,
  );
  const costs = new Map<string, readonly [number, number]>();
  for (const command of COMMANDS) {
    await chats.takeCosts();
    const said = textOf(await say(command.replace('<link>', link)));
    expect(said).toMatch(/^(?:Created|Edited|New primary|https|Links|Close|\D*\d)/);
    const { rowsRead, rowsWritten } = await chats.takeCosts();
    costs.set(command, [rowsRead, rowsWritten]);
  }
  await chats.reset();
  return costs;
}

describe('what an act or a page costs', () => {
  it('does not grow with the links: rows read and written, with 10 and with 10,000', async () => {
    const few = await costsWith(FEW);
    const many = await costsWith(MANY);
    const grown = [...many].filter(([command, [read, written]]) => {
      const [readOfFew, writtenOfFew] = few.get(command) ?? [0, 0];
      return Math.abs(read - readOfFew) > MAY_DIFFER || Math.abs(written - writtenOfFew) > MAY_DIFFER;
    });
    expect(grown.map(([command, cost]) => ({ command, few: few.get(command), many: cost }))).toEqual([]);
  });
});

const MANY_STAYS = 100_000;

/** The rows that it takes to record people and to show them, in a chat with so many stays. */
async function costsWithStays(count: number): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const { telegram, worker } = stage;
  const { teaRoom, olivia, sam, adam, max } = stage.world();
  const { chats } = worker;
  const say = (text: string) => telegram.say(teaRoom, olivia, text);
  const link = linkIn(await say('/create VIP limit=none'));
  // The first leave asks for the job that forgets.
  await telegram.leave(teaRoom, max);
  await telegram.join(teaRoom, max, link);
  await passTime(stage, teaRoom, 31_000);
  const [row] = await chats.sql(teaRoom.id, 'SELECT id FROM link');
  await chats.sql(teaRoom.id, seedStays(count, String(row?.id)));
  const costs = new Map<string, readonly [number, number]>();
  const measure = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    await chats.takeCosts();
    await act();
    const { rowsRead, rowsWritten } = await chats.takeCosts();
    costs.set(name, [rowsRead, rowsWritten]);
  };
  await measure('join', () => telegram.join(teaRoom, sam, link));
  await measure('promotion of someone unknown', () =>
    telegram.promote(teaRoom, adam, { can_invite_users: true }),
  );
  await measure('leave', () => telegram.leave(teaRoom, sam));
  await measure('rejoin', () => telegram.join(teaRoom, sam, link));
  await measure('card', () => say('/link'));
  await measure('list', () => say('/links'));
  await measure('lately', () => say('/joins'));
  let page = answerTo(await say('/joins'));
  await measure('by a link', async () => {
    page = answerTo(await say('/joins VIP'));
  });
  await measure('the last page', () =>
    telegram.press(teaRoom, { ephemeral_message_id: page.ephemeral_message_id ?? 0 }, olivia, 'Older »'),
  );
  await measure('a person', () => say(`/joins ${sam.id}`));
  await chats.reset();
  return costs;
}

describe('what a person who comes or goes costs', () => {
  it('does not grow with the people: rows read and written, with 25 and with 100,000', async () => {
    const few = await costsWithStays(25);
    const many = await costsWithStays(MANY_STAYS);
    const grown = [...many].filter(([what, [read, written]]) => {
      const [readOfFew, writtenOfFew] = few.get(what) ?? [0, 0];
      return Math.abs(read - readOfFew) > MAY_DIFFER || written !== writtenOfFew;
    });
    expect(grown.map(([what, cost]) => ({ what, few: few.get(what), many: cost }))).toEqual([]);
    // As the README says.
    expect([many.get('join')?.[1], many.get('leave')?.[1]]).toEqual([5, 4]);
    expect(many.get('promotion of someone unknown')?.[1]).toBe(0);
  });
});
