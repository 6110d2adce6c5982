import { describe, expect, it } from 'vitest';
import { answerTo, linkIn, onStage, shownTo, textOf } from '../support/story.ts';
import type { CallFaultKind } from '../telegram/faults.ts';
import { changesIn, makesFor, recordsOf, saidIn } from './records.ts';

const { stage, world } = onStage();

describe('an act', () => {
  it.each([
    '/create VIP',
    '/export',
    '/edit limit=5',
    '/revoke',
  ])('is done once if its update comes twice at once: %s', async (command) => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    if (!command.startsWith('/create')) await telegram.say(teaRoom, olivia, '/create');
    telegram.failDelivery({ deliverTwice: 'at once' });
    const came = await telegram.say(teaRoom, olivia, command);
    expect(came.statuses).toEqual([200, 200]);
    expect(changesIn(came)).toHaveLength(1);
    const [first, second] = came.answers.map(({ text }) => text?.split('\n')[0]);
    expect(second).toBe(first);
  });

  it('waits for its first delivery, which Telegram has not answered yet, and answers the same', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const held = Promise.withResolvers<void>();
    telegram.fail({ method: 'createChatInviteLink', how: { hold: held.promise } });
    telegram.failDelivery({ deliverTwice: 'at once' });
    const saying = telegram.say(teaRoom, olivia, '/create VIP');
    await expect
      .poll(() => telegram.calls.filter(({ method }) => method === 'getChatMember').length)
      .toBeGreaterThan(1);
    held.resolve();
    const came = await saying;
    expect(makesFor(stage, teaRoom)).toBe(1);
    expect(came.answers[1]?.text).toBe(came.answers[0]?.text);
  });

  it('is not repeated by an object that has taken the place of the first, and is answered as before', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia } = world;
    const came = await telegram.say(teaRoom, olivia, '/create VIP');
    await worker.chats.abort(teaRoom.id);
    const again = await telegram.redeliver(came.update_id);
    expect(changesIn(again)).toEqual([]);
    expect(textOf(again)).toBe(textOf(came));
  });

  it('is done once if two people confirm an anonymous command', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia, adam } = world;
    const asked = answerTo(await telegram.say(teaRoom, olivia, '/create VIP', { anonymous: true }));
    const one = await telegram.press(teaRoom, asked.message_id, olivia, 'Confirm');
    const confirm = asked.reply_markup?.inline_keyboard[0]?.[0];
    const data = confirm && 'callback_data' in confirm ? confirm.callback_data : '';
    const other = await telegram.send({
      callback_query: { id: '77', from: adam, chat_instance: '1', message: asked, data },
    });
    expect(makesFor(stage, teaRoom)).toBe(1);
    expect(changesIn(other)).toEqual([]);
    expect([...(await recordsOf(stage, teaRoom)).keys()]).toEqual([linkIn(one)]);
  });

  it('is done once for each of two people who ask for the same at once', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia, adam } = world;
    const [one, other] = await Promise.all(
      [olivia, adam].map((who) => telegram.say(who, who, `/create chat=${teaRoom.id}`)),
    );
    expect(makesFor(stage, teaRoom)).toBe(2);
    expect(one && other && linkIn(one) !== linkIn(other)).toBe(true);
  });
});

describe('a create whose answer was lost', () => {
  it.each<CallFaultKind>([
    { drop: 'before' },
    { drop: 'after' },
    { html: 502 },
  ])('is not sent again by its second delivery, which says that a link may exist: %j', async (how) => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    telegram.fail({ method: 'createChatInviteLink', how });
    const came = await telegram.say(teaRoom, olivia, '/create VIP');
    const again = await telegram.redeliver(came.update_id);
    expect(makesFor(stage, teaRoom)).toBe(1);
    expect(saidIn(came)).toContain('I can’t tell whether the link was made');
    expect(saidIn(again)).toContain('I can’t tell whether the link was made');
  });

  it('stands in the way of no other', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    telegram.fail({ method: 'createChatInviteLink', how: { drop: 'before' } });
    await telegram.say(teaRoom, olivia, '/create VIP');
    expect(textOf(await telegram.say(teaRoom, olivia, '/create VIP'))).toMatch(/^Created /);
  });
});

describe('a revoke without an answer', () => {
  it('is sent again for the link that it meant the first time', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const meant = linkIn(await telegram.say(teaRoom, olivia, '/create a'));
    telegram.fail({ method: 'revokeChatInviteLink', times: 2, how: { drop: 'before' } });
    const came = await telegram.say(teaRoom, olivia, '/revoke');
    expect(textOf(came)).toContain(`did not say whether ${meant} was closed`);
    const later = linkIn(await telegram.say(teaRoom, olivia, '/create b'));
    const again = await telegram.redeliver(came.update_id);
    expect(textOf(again)).toContain(`${meant} link revoked`);
    const revoked = telegram.links(teaRoom).filter(({ is_revoked }) => is_revoked);
    expect(revoked.map(({ invite_link }) => invite_link)).toEqual([meant]);
    expect((await recordsOf(stage, teaRoom)).get(later)?.is_revoked).toBe(false);
  });

  it('that Telegram had done is recorded when it is sent again', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const meant = linkIn(await telegram.say(teaRoom, olivia, '/create'));
    telegram.fail({ method: 'revokeChatInviteLink', times: 2, how: { html: 502 } });
    telegram.fail({ method: 'revokeChatInviteLink', how: { drop: 'after' } });
    const came = await telegram.say(teaRoom, olivia, '/revoke');
    const again = await telegram.redeliver(came.update_id);
    expect(textOf(again)).toContain(`${meant} link revoked`);
    expect((await recordsOf(stage, teaRoom)).get(meant)?.is_revoked).toBe(true);
  });
});

describe('an edit after one without an answer', () => {
  it('changes the settings that the lost one had meant, and says so', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const link = linkIn(await telegram.say(teaRoom, olivia, '/create VIP limit=3'));
    telegram.fail({ method: 'editChatInviteLink', times: 2, how: { drop: 'before' } });
    expect(textOf(await telegram.say(teaRoom, olivia, '/edit limit=none'))).toContain('whether');
    const edited = await telegram.say(teaRoom, olivia, '/edit expires=2d');
    expect(textOf(edited)).toContain('so I sent those changes again');
    const at = telegram.links(teaRoom).find(({ invite_link }) => invite_link === link);
    expect(at).toMatchObject({ name: 'VIP' });
    expect(at?.member_limit).toBeUndefined();
    expect(textOf(await telegram.say(teaRoom, olivia, '/edit limit=4'))).not.toContain(
      'sent its changes again',
    );
  });

  it('is told about it also if the one before it was refused', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    await telegram.say(teaRoom, olivia, '/create limit=3');
    telegram.fail({ method: 'editChatInviteLink', times: 2, how: { drop: 'before' } });
    await telegram.say(teaRoom, olivia, '/edit limit=7');
    telegram.fail({
      method: 'editChatInviteLink',
      how: { refuse: { error_code: 400, description: 'Bad Request: ODD' } },
    });
    await telegram.say(teaRoom, olivia, '/edit expires=1d');
    const edited = await telegram.say(teaRoom, olivia, '/edit name=B');
    expect(textOf(edited)).toContain('so I sent those changes again');
    expect(telegram.links(teaRoom)[0]).toMatchObject({ name: 'B', member_limit: 7 });
    expect(shownTo(answerTo(edited))).toBeUndefined();
  });
});
