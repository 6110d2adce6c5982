import type { Chat, User } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { linkIn, onStage, shownTo, textOf } from '../support/story.ts';
import { passTime, recordsOf } from './records.ts';

const { stage, world, say } = onStage();
const calls = (method: string) => stage.telegram.calls.filter((call) => call.method === method).length;
const lastSaid = () => stage.telegram.read(world.teaRoom).at(-1);
const isOpen = (url: string) =>
  stage.telegram.links(world.teaRoom).some((link) => link.invite_link === url && !link.is_revoked);

/** As if the Worker had ended in the middle, and Telegram did not deliver the update again. */
async function interrupt(text: string, by: User | Chat = world.teaRoom): Promise<number | undefined> {
  const { update_id: update } = await stage.telegram.say(by, world.olivia, text);
  await forgetAnswer(update);
  return update;
}

async function forgetAnswer(update: number | undefined): Promise<void> {
  const query = `UPDATE act SET state = 'begun', outcome = NULL, due = until + 90000 WHERE update_id = ${update};
    INSERT OR IGNORE INTO job VALUES ('acts', 0, 0, 1)`;
  await stage.worker.chats.sql(world.teaRoom.id, query);
  // The next object sets the alarm to that job.
  await stage.worker.chats.abort(world.teaRoom.id);
}

describe('a revoke without an answer', () => {
  it.each(['never carried out', 'carried out'])('is sent again until it is answered (%s)', async (what) => {
    const link = linkIn(await say('/create VIP'));
    const how = what === 'carried out' ? ({ drop: 'after' } as const) : ({ html: 502 } as const);
    stage.telegram.fail({ method: 'revokeChatInviteLink', times: 6, how });
    expect(textOf(await say(`/revoke ${link}`))).not.toContain('link revoked');
    for (let tries = 0; tries < 8; tries++) await passTime(stage, world.teaRoom, 60_000);
    expect(isOpen(link)).toBe(false);
    expect((await recordsOf(stage, world.teaRoom)).get(link)?.is_revoked).toBe(true);
    const said = lastSaid();
    expect(said?.text).toContain(`Telegram has answered.\n${link} link revoked\n`);
    expect(said && shownTo(said)).toBe(world.olivia.id);
    const before = calls('revokeChatInviteLink');
    await passTime(stage, world.teaRoom, 3_600_000);
    expect(calls('revokeChatInviteLink')).toBe(before);
    expect(lastSaid()).toEqual(said);
  });

  it('is sent again also when the Worker ended in the middle, and after a flood', async () => {
    const link = linkIn(await say('/create VIP'));
    stage.telegram.fail({ method: 'revokeChatInviteLink', how: { html: 502 } });
    stage.telegram.fail({ method: 'revokeChatInviteLink', how: { html: 502 } });
    await say(`/revoke ${link}`);
    stage.telegram.fail({ method: 'revokeChatInviteLink', how: { flood: 40 } });
    await passTime(stage, world.teaRoom, 11_000);
    expect(isOpen(link)).toBe(true);
    await passTime(stage, world.teaRoom, 60_000);
    expect(isOpen(link)).toBe(false);
  });

  it('says it if Telegram refuses at last', async () => {
    const link = linkIn(await say('/create VIP'));
    stage.telegram.fail({ method: 'revokeChatInviteLink', times: 2, how: { html: 502 } });
    await say(`/revoke ${link}`);
    stage.telegram.fail({
      method: 'revokeChatInviteLink',
      how: { refuse: { error_code: 400, description: 'Bad Request: ODD' } },
    });
    await passTime(stage, world.teaRoom, 11_000);
    expect(lastSaid()?.text).toMatch(
      /^I stopped in the middle of your command\.\nTelegram refused: Bad Request: ODD/,
    );
  });
});

describe('an act whose caller is gone', () => {
  it('is told once, to the one who asked, after 90 seconds', async () => {
    await say('/create First');
    await interrupt('/create Second');
    const silent = stage.telegram.read(world.teaRoom).length;
    await passTime(stage, world.teaRoom, 100_000);
    expect(stage.telegram.read(world.teaRoom)).toHaveLength(silent);
    await passTime(stage, world.teaRoom, 20_000);
    const said = lastSaid();
    expect(said?.text).toMatch(/^I stopped in the middle of your command\./);
    expect(said && shownTo(said)).toBe(world.olivia.id);
    await passTime(stage, world.teaRoom, 3_600_000);
    expect(stage.telegram.read(world.teaRoom)).toHaveLength(silent + 1);
  });

  it('is not told again after a redelivery has told it', async () => {
    await say('/create First');
    const update = await interrupt('/create Second');
    await stage.worker.chats.moveClock(30_000);
    const again = await stage.telegram.redeliver(update);
    expect(again.answers).toHaveLength(1);
    const silent = stage.telegram.read(world.teaRoom).length;
    await passTime(stage, world.teaRoom, 300_000);
    expect(stage.telegram.read(world.teaRoom)).toHaveLength(silent);
  });

  it('is told in private if it was asked there, with the chat’s name', async () => {
    await stage.telegram.say(world.olivia, world.olivia, `/create First chat=${world.teaRoom.id}`);
    await interrupt(`/create Second chat=${world.teaRoom.id}`, world.olivia);
    await passTime(stage, world.teaRoom, 120_000);
    const said = stage.telegram.read(world.olivia).at(-1);
    expect(said?.text).toMatch(/^I stopped in the middle of your command\.[\s\S]*\nChat: Tea Room$/);
  });

  it('is told in the thread and without the link if an anonymous admin asked', async () => {
    const asked = await stage.telegram.say(world.teaRoom, world.olivia, '/create Second', {
      anonymous: true,
    });
    const { update_id: update } = await stage.telegram.press(
      world.teaRoom,
      asked.answers[0]?.message_id ?? 0,
      world.olivia,
      'Confirm',
    );
    await forgetAnswer(update);
    await passTime(stage, world.teaRoom, 120_000);
    const said = lastSaid();
    expect(said?.text).toMatch(/^I stopped in the middle of a command of an anonymous admin\./);
    expect(said && shownTo(said)).toBeUndefined();
    expect(said?.text).not.toContain('t.me');
  });

  it('is told again if the message had no answer, and not after a refusal', async () => {
    await say('/create First');
    await interrupt('/create Second');
    stage.telegram.fail({ method: 'sendMessage', times: 2, how: { html: 502 } });
    await passTime(stage, world.teaRoom, 120_000);
    const tried = calls('sendMessage');
    await passTime(stage, world.teaRoom, 30_000);
    expect(calls('sendMessage')).toBe(tried + 1);
    expect(lastSaid()?.text).toMatch(/^I stopped in the middle/);
    await interrupt('/create Third');
    const refuse = { error_code: 403, description: 'Forbidden: user is deactivated' };
    stage.telegram.fail({ method: 'sendMessage', how: { refuse } });
    await passTime(stage, world.teaRoom, 120_000);
    const refused = calls('sendMessage');
    expect(refused).toBeGreaterThan(tried + 1);
    await passTime(stage, world.teaRoom, 300_000);
    expect(calls('sendMessage')).toBe(refused);
  });
});
