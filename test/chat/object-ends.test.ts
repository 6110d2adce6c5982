import { afterEach, describe, expect, it } from 'vitest';
import { linkIn, onStage, textOf } from '../support/story.ts';
import type { Death } from '../support/test-chat.ts';
import { changesIn, makesFor, passTime, recordsOf, saidIn, unpublished } from './records.ts';

const { stage, world, say } = onStage();
afterEach(() => stage.worker.chats.reset());

const DEATHS = (['begin', 'settle'] as const).flatMap((method) =>
  (['before', 'after'] as const).map((when): Death => ({ method, when })),
);
const COMMANDS: readonly (readonly [string, RegExp])[] = [
  ['/create B', /^Created /],
  ['/edit limit=5', /^Edited/],
  ['/export', /^New primary link/],
  ['/revoke', /link revoked/],
];

describe('an object that ends', () => {
  const CASES = DEATHS.flatMap((death) => COMMANDS.map(([command, said]) => ({ ...death, command, said })));

  it.each(CASES)('$when $method is replaced by one that goes on: $command', async ({
    command,
    said,
    ...death
  }) => {
    const { chats } = stage.worker;
    const { teaRoom } = world;
    await say('/create A limit=3');
    await chats.dieAt(death);
    const came = await say(command);
    expect(textOf(came)).toMatch(said);
    expect(changesIn(came)).toHaveLength(1);
    const again = await stage.telegram.redeliver(came.update_id);
    expect(changesIn(again)).toEqual([]);
    expect(textOf(again)).toMatch(said);
    await passTime(stage, teaRoom, 31_000);
    await passTime(stage, teaRoom, 121_000);
    expect(await unpublished(stage, teaRoom.id)).toEqual([]);
  });

  it.each(['before', 'after'] as const)('%s its alarm goes on with the next one', async (when) => {
    const { chats, door } = stage.worker;
    const { teaRoom } = world;
    door.fail({ operation: 'put', key: `last:${teaRoom.id}` });
    await say('/create');
    await chats.moveClock(31_000);
    // Not the control's alarm, but the job's own: the row and its lease have to survive.
    await chats.dieAt({ method: 'alarm', when });
    await chats.runAlarm(teaRoom.id);
    await passTime(stage, teaRoom, 61_000);
    await passTime(stage, teaRoom, 121_000);
    expect(await unpublished(stage, teaRoom.id)).toEqual([]);
  });

  it('three times in one update is out of reach, and it is true that nothing began', async () => {
    for (let time = 0; time < 3; time++)
      await stage.worker.chats.dieAt({ method: 'begin', when: time === 1 ? 'after' : 'before' });
    const came = await say('/create');
    expect(textOf(came)).toContain('I can’t reach my records of this chat');
    expect(makesFor(stage, world.teaRoom)).toBe(0);
  });
});

describe('a group that becomes a supergroup while an act is under way', () => {
  it.each([
    ['/create B', 'handOver'],
    ['/create B', 'takeOver'],
    ['/export', 'takeOver'],
  ] as const)('takes the act along, and it is done once: %s, the object ends after %s', async (command, method) => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    await telegram.say(bookClub, olivia, '/create A');
    const { promise, resolve } = Promise.withResolvers<void>();
    telegram.fail({
      method: command === '/export' ? 'exportChatInviteLink' : 'createChatInviteLink',
      how: { hold: promise },
    });
    const saying = telegram.say(olivia, olivia, `${command} chat=${bookClub.id}`);
    await expect
      .poll(async () => (await worker.chats.sql(bookClub.id, 'SELECT key FROM act')).length)
      .toBe(2);
    await worker.chats.dieAt({ method, when: 'after' });
    const { chat } = await telegram.migrate(bookClub);
    resolve();
    const [, told = ''] = /(?:Created|New primary link:) (\S+)/.exec(saidIn(await saying)) ?? [];
    await passTime(stage, bookClub, 31_000);
    await worker.chats.runAlarm(chat.id);
    const made = telegram.links(chat).filter(({ creator, is_primary }) => creator.is_bot && !is_primary);
    const records = await recordsOf(stage, chat);
    expect(records.get(told)).toMatchObject({ is_revoked: false });
    expect(made.filter(({ invite_link }) => !records.has(invite_link))).toEqual([]);
    expect([...records.values()].filter(({ name }) => name === 'A')).toHaveLength(1);
    expect(await unpublished(stage, chat.id)).toEqual([]);
  });
});

describe('the first answer to a revoke that was sent twice', () => {
  it.each(['first', 'second'] as const)('is recorded, if Telegram answered only the %s', async (answered) => {
    const { telegram } = stage;
    const { chats } = stage.worker;
    const { teaRoom, olivia } = world;
    const link = linkIn(await say('/create'));
    const { promise, resolve } = Promise.withResolvers<void>();
    const refuse = { error_code: 502, description: 'Bad Gateway' };
    telegram.fail({ method: 'revokeChatInviteLink', how: { hold: promise } });
    if (answered === 'first') telegram.fail({ method: 'revokeChatInviteLink', times: 2, how: { refuse } });
    telegram.failDelivery({ deliverTwice: 'at once' });
    await chats.hurryTimers();
    const saying = telegram.say(olivia, olivia, `/revoke ${link} chat=${teaRoom.id}`);
    const lease = async () =>
      (
        await chats.sql(teaRoom.id, 'SELECT open_until, handling FROM chat JOIN act ON act.key = open_act')
      )[0];
    await expect.poll(async () => (await lease())?.handling).toBeDefined();
    const first = (await lease())?.handling;
    await chats.moveClock(26_000);
    if (answered === 'second')
      await expect.poll(async () => (await recordsOf(stage, teaRoom)).get(link)?.is_revoked).toBe(true);
    else
      await expect
        .poll(async () => (await chats.sql(teaRoom.id, `SELECT state FROM act WHERE state = 'lost'`)).length)
        .toBe(1);
    expect(first).toBeDefined();
    resolve();
    expect(saidIn(await saying)).toContain(`${link} link revoked`);
    expect((await recordsOf(stage, teaRoom)).get(link)?.is_revoked).toBe(true);
  });
});
