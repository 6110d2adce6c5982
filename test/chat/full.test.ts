import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerTo, linkIn, onStage, textOf } from '../support/story.ts';
import { changesIn, linkKey, makesFor, recordsOf, saidIn } from './records.ts';

let link: string;
const { stage, world, say } = onStage();

beforeEach(async () => {
  link = linkIn(await say('/create VIP'));
});
afterEach(() => stage.worker.chats.reset());

describe('if the day’s writes are spent', () => {
  it.each([
    '/create',
    '/export',
    '/edit limit=5',
  ])('%s is refused before Telegram is called', async (command) => {
    await stage.worker.chats.setFull(true);
    const came = await say(command);
    expect(textOf(came)).toContain('My records take nothing more today');
    expect(changesIn(came)).toEqual([]);
    await stage.worker.chats.setFull(false);
    expect(changesIn(await stage.telegram.redeliver(came.update_id))).toHaveLength(1);
  });

  it.each([
    '/revoke',
    '/revoke <link>',
  ])('%s closes the link, and says that it is not recorded', async (command) => {
    await stage.worker.chats.setFull(true);
    const came = await say(command.replace('<link>', link));
    expect(textOf(came)).toBe(
      `${link} link revoked\nI could not record that, so my lists may still show it.`,
    );
    expect(stage.telegram.links(world.teaRoom)[0]?.is_revoked).toBe(true);
    expect((await recordsOf(stage, world.teaRoom)).get(link)?.is_revoked).toBe(false);
    await stage.worker.chats.setFull(false);
    expect(textOf(await say('/revoke'))).toContain(`${link} link revoked`);
    expect((await recordsOf(stage, world.teaRoom)).get(link)?.is_revoked).toBe(true);
  });

  it('a chat that nothing is known of is refused as well', async () => {
    await stage.worker.chats.setFull(true);
    const came = await stage.telegram.say(world.chessClub, world.olivia, '/create');
    expect(textOf(came)).toContain('My records take nothing more today');
    expect(makesFor(stage, world.chessClub)).toBe(0);
  });
});

describe('whichever write is the last that the day has left', () => {
  const LEFT = Array.from({ length: 12 }, (_, left) => left);

  it.each(
    LEFT,
  )('a link that is made is told, and known in the records or in Workers KV: %i', async (left) => {
    const { worker, telegram } = stage;
    const { teaRoom } = world;
    const countsBefore = await worker.chats.sql(teaRoom.id, 'SELECT active FROM chat');
    await worker.chats.setFull(left);
    const came = await say('/create B');
    await worker.chats.setFull(false);
    const made = telegram.links(teaRoom)[1]?.invite_link;
    if (made === undefined) {
      expect(saidIn(came)).toContain('nothing was done');
      expect(await worker.chats.sql(teaRoom.id, 'SELECT key FROM act')).toHaveLength(1);
      return;
    }
    expect(saidIn(came)).toContain(`Created ${made}`);
    const isRecorded = (await recordsOf(stage, teaRoom)).has(made);
    const counts = await worker.chats.sql(teaRoom.id, 'SELECT active FROM chat');
    expect(Number(counts[0]?.active) - Number(countsBefore[0]?.active)).toBe(isRecorded ? 1 : 0);
    if (!saidIn(came).includes('Copy it now')) return expect(isRecorded).toBe(true);
    expect(await worker.kv.get(linkKey(teaRoom.id, made), 'text')).toContain(made);
    expect(await worker.kv.get(`last:${teaRoom.id}`, 'text')).toContain(made);
  });
});

describe('if Telegram has acted and the object cannot be told', () => {
  const loseTheObject = async () => {
    for (let time = 0; time < 3; time++) await stage.worker.chats.dieAt({ method: 'settle', when: 'before' });
  };

  it('a new link is told, to be copied, and is in Workers KV', async () => {
    await loseTheObject();
    const came = await say('/create name=B once');
    const made = linkIn(came);
    expect(textOf(came)).toBe(
      `Created ${made}, but I could not save it, so /links may not show it. Copy it now.`,
    );
    expect(await stage.worker.kv.get(linkKey(world.teaRoom.id, made), 'text')).toContain(made);
    await stage.worker.chats.moveClock(30_000);
    const again = await stage.telegram.redeliver(came.update_id);
    expect(makesFor(stage, world.teaRoom)).toBe(2);
    expect(textOf(again)).toContain('I can’t tell whether the link was made');
    // The next bare command finds it under `last:`, and asks.
    const asked = await say('/edit limit=3');
    expect(textOf(asked)).toContain('I did nothing: the last link here was missing from my records');
    expect((await recordsOf(stage, world.teaRoom)).get(made)).toMatchObject({ name: 'B', once: true });
  });

  it('a link that is made again stays readable where the button was', async () => {
    await say('/create B');
    const closed = answerTo(await say('/revoke'));
    await loseTheObject();
    const { teaRoom, olivia } = world;
    const came = await stage.telegram.press(teaRoom, closed.message_id, olivia, 'Make again');
    const [made] = stage.telegram.links(teaRoom).slice(-1);
    expect(saidIn(came)).toContain(`Created ${made?.invite_link}, but I could not save it`);
  });

  it.each([
    ['/export', 'New primary link: '],
    ['/edit limit=3', 'Changed '],
    ['/revoke', 'link revoked'],
  ])('%s says what is done and that it is not recorded', async (command, said) => {
    await loseTheObject();
    const came = await say(command);
    expect(textOf(came)).toContain(said);
    expect(textOf(came)).toMatch(/could not (?:record|save)/);
  });
});
