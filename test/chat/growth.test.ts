import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIn, type Stage, setStage, textOf } from '../support/story.ts';
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
