import { afterEach, describe, expect, it } from 'vitest';
import { linkIn, onStage, textOf } from '../support/story.ts';
import { changesIn, makesFor, passTime, publish, recordsOf, saidIn } from './records.ts';

const { stage, world } = onStage();
afterEach(() => stage.worker.chats.reset());

/** Holds the next call of a method at Telegram; answers how to let it go. */
function hold(method: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  stage.telegram.fail({ method, how: { hold: promise } });
  return resolve;
}

const countCalls = (method: string): number =>
  stage.telegram.calls.filter((call) => call.method === method).length;
const begunIn = async (chat: { id: number }): Promise<number> =>
  (await stage.worker.chats.sql(chat.id, 'SELECT key FROM act')).length;

describe('acts in one chat', () => {
  it('take turns: an edit waits for the edit before it, and keeps what that one has set', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia, adam } = world;
    await telegram.say(teaRoom, olivia, '/create limit=3');
    const letGo = hold('editChatInviteLink');
    const first = telegram.say(olivia, olivia, `/edit name=A chat=${teaRoom.id}`);
    await expect.poll(() => begunIn(teaRoom)).toBe(2);
    const second = telegram.say(adam, adam, `/edit limit=5 chat=${teaRoom.id}`);
    await expect.poll(() => countCalls('getChatMember')).toBeGreaterThan(2);
    letGo();
    await Promise.all([first, second]);
    expect(telegram.links(teaRoom)[0]).toMatchObject({ name: 'A', member_limit: 5 });
    expect([...(await recordsOf(stage, teaRoom)).values()]).toMatchObject([{ name: 'A', member_limit: 5 }]);
  });

  it('take turns also if all of them have waited for the loading', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia, adam } = world;
    const { invite_link: url } = telegram.makeLink(teaRoom, telegram.bot, { name: 'Old', member_limit: 3 });
    await publish(stage, teaRoom, [
      { invite_link: url, name: 'Old', member_limit: 3, is_primary: false, is_revoked: false },
    ]);
    worker.door.fail({ operation: 'list', key: 'link:', how: 'hanging' });
    const letGo = hold('editChatInviteLink');
    const edits = [
      telegram.say(olivia, olivia, `/edit ${url} name=A chat=${teaRoom.id}`),
      telegram.say(adam, adam, `/edit ${url} limit=5 chat=${teaRoom.id}`),
    ];
    await expect.poll(() => worker.door.hanging()).toBe(1);
    await expect.poll(() => countCalls('getChatMember')).toBeGreaterThan(1);
    await worker.chats.sql(teaRoom.id, 'SELECT 1');
    worker.door.release();
    await expect.poll(() => begunIn(teaRoom)).toBeGreaterThan(0);
    letGo();
    await Promise.all(edits);
    expect(telegram.links(teaRoom)[0]).toMatchObject({ name: 'A', member_limit: 5 });
  });

  it('are answered “busy” if more than sixteen wait, and Telegram is not called for those', async () => {
    const { telegram } = stage;
    const { teaRoom } = world;
    const letGo = hold('createChatInviteLink');
    const admins = Array.from({ length: 20 }, (_, index) => {
      const admin = telegram.addPerson({ first_name: `Admin ${index}` });
      telegram.addMember(teaRoom, admin, { can_invite_users: true });
      return admin;
    });
    const answers = admins.map((admin) => telegram.say(admin, admin, `/create chat=${teaRoom.id}`));
    const refused = await Promise.race(answers);
    expect(textOf(refused)).toContain('so nothing was done');
    letGo();
    const texts = (await Promise.all(answers)).map(textOf);
    const made = texts.filter((text) => text.includes('Created ')).length;
    expect(made).toBe(17);
    expect(makesFor(stage, teaRoom)).toBe(17);
    expect((await recordsOf(stage, teaRoom)).size).toBe(17);
  });

  it('do not hear that nothing began if their first delivery is still under way', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia } = world;
    await telegram.say(teaRoom, olivia, '/create');
    const letGo = hold('createChatInviteLink');
    await worker.chats.hurryTimers();
    telegram.failDelivery({ deliverTwice: 'at once' });
    const saying = telegram.say(teaRoom, olivia, '/create VIP');
    await expect.poll(() => begunIn(teaRoom)).toBe(2);
    await worker.chats.moveClock(12_000);
    await expect.poll(() => telegram.read(teaRoom).length).toBeGreaterThan(3);
    letGo();
    const came = await saying;
    expect(makesFor(stage, teaRoom)).toBe(2);
    expect(saidIn(came)).not.toContain('nothing was done');
    expect(saidIn(came)).toContain('Created ');
  });

  it('go on after the lease of one that has died', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia } = world;
    for (let time = 0; time < 3; time++) await worker.chats.dieAt({ method: 'settle', when: 'before' });
    await telegram.say(teaRoom, olivia, '/create');
    await worker.chats.moveClock(30_000);
    expect(textOf(await telegram.say(teaRoom, olivia, '/create B'))).toMatch(/^Created /);
  });
});

describe('an answer that comes after the lease', () => {
  it('is recorded, and does not undo what a later act has set', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia, adam } = world;
    const link = linkIn(await telegram.say(teaRoom, olivia, '/create limit=3'));
    const letGo = hold('editChatInviteLink');
    const late = telegram.say(olivia, olivia, `/edit name=Late chat=${teaRoom.id}`);
    await expect.poll(() => begunIn(teaRoom)).toBe(2);
    await worker.chats.moveClock(30_000);
    await telegram.say(adam, adam, `/revoke ${link} chat=${teaRoom.id}`);
    letGo();
    await late;
    expect((await recordsOf(stage, teaRoom)).get(link)).toMatchObject({ is_revoked: true });
  });

  it('of a create is recorded as a link, and not as the last one if a later one is', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia, adam } = world;
    const letGo = hold('createChatInviteLink');
    const late = telegram.say(olivia, olivia, `/create Late chat=${teaRoom.id}`);
    await expect.poll(() => begunIn(teaRoom)).toBe(1);
    await worker.chats.moveClock(30_000);
    const date = Math.floor(Date.now() / 1000) + 2;
    const link = linkIn(await telegram.say(adam, adam, `/create Later chat=${teaRoom.id}`, { date }));
    letGo();
    expect(textOf(await late)).toContain('Created ');
    expect((await recordsOf(stage, teaRoom)).size).toBe(2);
    const [row] = await worker.chats.sql(teaRoom.id, 'SELECT last FROM chat');
    expect(String(row?.last)).toContain(link);
  });
});

describe('an act', () => {
  it('is forgotten after 48 hours, and no sooner', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    await telegram.say(teaRoom, olivia, '/create');
    await passTime(stage, teaRoom, 47 * 3_600_000);
    expect(await begunIn(teaRoom)).toBe(1);
    await passTime(stage, teaRoom, 3_601_000);
    expect(await begunIn(teaRoom)).toBe(0);
    const jobs = await stage.worker.chats.sql(teaRoom.id, 'SELECT kind FROM job');
    expect(jobs).toEqual([]);
    expect(changesIn(await telegram.say(teaRoom, olivia, '/revoke'))).toHaveLength(1);
  });
});
