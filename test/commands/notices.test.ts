import { describe, expect, it } from 'vitest';
import { create, passTime } from '../chat/records.ts';
import { answerTo, buttonsOf, linkIn, onStage, shownTo, textOf } from '../support/story.ts';

const { stage, world } = onStage();

const say = (text: string) => stage.telegram.say(world.teaRoom, world.olivia, text);
const stateOf = (link: string) =>
  stage.telegram.links(world.teaRoom).find(({ invite_link }) => invite_link === link);
const runJobs = () => stage.worker.chats.runAlarm(world.teaRoom.id);
/** What the bot said to her in private; and to her alone in the group. */
const heard = (person = world.olivia) => stage.telegram.read(person, { as: person }).map(({ text }) => text);
const whispered = () =>
  stage.telegram
    .read(world.teaRoom, { as: world.olivia })
    .filter(({ receiver_user }) => receiver_user?.id === world.olivia.id)
    .map(({ text }) => text);

async function comeBy(link: string, count: number) {
  for (let index = 0; index < count; index++)
    await stage.telegram.join(
      world.teaRoom,
      stage.telegram.addPerson({ first_name: `Guest ${index}` }),
      link,
    );
}

describe('/create once', () => {
  it('makes a link that is closed when one person has joined, and says who that was', async () => {
    const created = await say('/create once');
    const link = linkIn(created);
    expect(textOf(created)).toContain('For one person: closed when someone has joined');
    expect(stateOf(link)?.member_limit).toBe(1);
    expect(stage.telegram.calls.at(-2)?.params).not.toHaveProperty('once');
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await runJobs();
    expect(stateOf(link)?.is_revoked).toBe(true);
    const shown = await say(`/link ${link}`);
    const card = textOf(shown);
    // Others are not shown who came.
    expect(shownTo(answerTo(shown))).toBe(world.olivia.id);
    expect(card).toContain('Revoked');
    expect(card).toContain('Used by Sam');
    expect(card).toContain('Closed by me');
    expect((await stage.telegram.join(world.teaRoom, world.max, link)).outcome).toBe('refused');
  });

  it('keeps a name and an expiry that are typed with it, and what an edit does not touch', async () => {
    const link = linkIn(await say('/create name="For Sam" once expires=2d'));
    expect(textOf(await say('/edit expires=3d'))).toContain('For one person');
    expect(textOf(await say('/edit limit=5'))).toContain('At most 5 members at once');
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await runJobs();
    expect(stateOf(link)?.is_revoked).toBe(false);
  });

  it.each([
    [
      'a refusal',
      {
        refuse: { error_code: 400, description: 'Bad Request: not enough rights to manage chat invite link' },
      },
    ],
    ['an answer that is lost', { drop: 'after' }],
    ['a call that is lost', { drop: 'before' }],
  ] as const)('is closed later after %s', async (_, how) => {
    const link = linkIn(await say('/create once'));
    stage.telegram.fail({ method: 'revokeChatInviteLink', how, times: 2 });
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await runJobs();
    expect(textOf(await say(`/link ${link}`))).not.toContain('Closed by me');
    for (let minutes = 0; minutes < 3; minutes++) await passTime(stage, world.teaRoom, 60_000);
    expect(stateOf(link)?.is_revoked).toBe(true);
    expect(textOf(await say(`/link ${link}`))).toContain('Closed by me');
  });

  it('is closed also on a day of which no more people are recorded', async () => {
    const link = linkIn(await say('/create once'));
    const day = Math.floor(Date.now() / 86_400_000);
    await stage.worker.chats.sql(
      world.teaRoom.id,
      `UPDATE chat SET ledger_day = ${day}, ledger_changes = 5001`,
    );
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await runJobs();
    expect(stateOf(link)?.is_revoked).toBe(true);
  });

  it('is closed also if the object ends in between', async () => {
    const link = linkIn(await say('/create once'));
    await stage.worker.chats.dieAt({ method: 'note', when: 'after' });
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await runJobs();
    expect(stateOf(link)?.is_revoked).toBe(true);
  });
});

describe('a link of a create without an answer', () => {
  it('is told to the one who asked for it, when a person joins by it', async () => {
    stage.telegram.fail({ method: 'createChatInviteLink', how: { silent: 'after' } });
    await say('/create Lost once');
    const link = stage.telegram.links(world.teaRoom.id)[0]?.invite_link ?? '';
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await runJobs();
    expect(whispered()).toEqual([
      expect.stringMatching(/^Telegram had made the link of your command after all/),
    ]);
    expect(textOf(await say(`/link ${link}`))).toContain('Made by Olivia');
  });

  it('is told without the link if no one knows who asked for it', async () => {
    const asked = await stage.telegram.say(world.teaRoom, world.olivia, '/create Lost', { anonymous: true });
    stage.telegram.fail({ method: 'createChatInviteLink', how: { silent: 'after' } });
    await stage.telegram.press(world.teaRoom, asked.answers[0]?.message_id ?? 0, world.olivia, 'Confirm');
    const link = stage.telegram.links(world.teaRoom.id)[0]?.invite_link ?? '';
    await stage.telegram.join(world.teaRoom, world.sam, link);
    await runJobs();
    const said = stage.telegram.read(world.teaRoom).map(({ text = '' }) => text);
    expect(said.at(-1)).toMatch(/^Telegram had made the link of your command after all/);
    expect(said.join()).not.toContain(link);
  });
});

describe('/notices', () => {
  it('is off until it is turned on, and takes on and off', async () => {
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP limit=1');
    await comeBy(link, 1);
    await runJobs();
    expect(heard()).toEqual([]);
    expect(textOf(await say('/notices'))).toBe('Notices are off. Send /notices on to have them.');
    expect(textOf(await say('/notices on'))).toMatch(/^Notices are on/);
    expect(textOf(await say('/notices'))).toMatch(/^Notices are on/);
    expect(textOf(await say('/notices off'))).toMatch(/^Notices are off\./);
    expect(textOf(await say('/notices please'))).toContain('I can’t use “please”');
  });

  it('says it six times where no answer comes, and then no more', async () => {
    await say('/notices on');
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP limit=1');
    stage.telegram.fail({ method: 'sendMessage', how: { html: 502 }, times: 1_000 });
    await comeBy(link, 1);
    const tries = () => stage.worker.logged.filter((line) => line.includes('"kind":"notice"')).length;
    const before = tries();
    for (let hour = 0; hour < 9; hour++) {
      await passTime(stage, world.teaRoom, 3_600_000);
      await expect.poll(() => tries() - before).toBe(Math.min(hour + 1, 6));
    }
    expect(await stage.worker.chats.sql(world.teaRoom.id, 'SELECT * FROM notice')).toEqual([]);
  });

  it('tells who made a link that it is full: in private, else alone in the group; once a day', async () => {
    await say('/notices on');
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP limit=1');
    await comeBy(link, 1);
    await runJobs();
    expect(whispered()).toEqual([expect.stringMatching(/^VIP is full: 1 of 1\./)]);
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    const other = await create(stage, world.teaRoom, world.olivia, 'Two limit=2');
    await comeBy(other, 2);
    await runJobs();
    const full = () => heard().filter((text) => text?.startsWith('Two is full'));
    expect(full()).toHaveLength(1);
    const [guest] = (stateOf(other)?.members ?? []).slice(-1);
    await stage.telegram.leave(world.teaRoom, guest ?? world.sam);
    await comeBy(other, 1);
    await runJobs();
    expect(full()).toHaveLength(1);
  });

  it('tells nothing to a maker who may not invite any more', async () => {
    const { telegram } = stage;
    await telegram.say(world.adam, world.adam, '/start');
    await say('/notices on');
    const link = await create(stage, world.teaRoom, world.adam, 'VIP limit=1');
    await telegram.demote(world.teaRoom, world.adam);
    await comeBy(link, 1);
    await runJobs();
    expect(heard(world.adam).some((text) => text?.includes('is full'))).toBe(false);
  });

  it('tells of unusually many people in ten minutes, with a button that closes the link', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    await say('/notices on');
    const link = await create(stage, world.teaRoom, world.olivia, 'VIP limit=none');
    await comeBy(link, 19);
    await runJobs();
    expect(heard().some((text) => text?.includes('unusually many'))).toBe(false);
    await comeBy(link, 2);
    await runJobs();
    const notices = stage.telegram
      .read(world.olivia, { as: world.olivia })
      .filter(({ text }) => text?.startsWith('Many people are joining by VIP: at least 20 in ten minutes'));
    expect(notices).toHaveLength(1);
    const [notice] = notices;
    expect(notice && buttonsOf(notice)).toEqual([['Show it', 'Close it']]);
    const press = (label: string) =>
      stage.telegram.press(world.olivia, notice?.message_id ?? 0, world.olivia, label);
    await press('Close it');
    await press('Revoke');
    expect(stateOf(link)?.is_revoked).toBe(true);
  });

  it('tells of a link that expires within a day, if it lived longer', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    await say('/notices on');
    await create(stage, world.teaRoom, world.olivia, 'Long expires=3d');
    await create(stage, world.teaRoom, world.olivia, 'Short expires=20h');
    await runJobs();
    for (let hours = 0; hours < 72; hours += 6) await passTime(stage, world.teaRoom, 6 * 3_600_000);
    const told = heard().filter((text) => text?.includes(' expires '));
    expect(told).toEqual([expect.stringMatching(/^Long expires /)]);
  });
});
