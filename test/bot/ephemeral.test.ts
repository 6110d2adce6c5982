import { describe, expect, it } from 'vitest';
import { answerTo, linkIn, onStage, shownTo, textOf } from '../support/story.ts';

const { stage, world } = onStage('alone');

describe('an ephemeral command', () => {
  it('is answered to its sender alone, in reply to it, and so is what its buttons do', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia, adam } = world;
    const came = await telegram.say(teaRoom, olivia, '/create', { ephemeral: true });
    const card = answerTo(came);
    expect(shownTo(card)).toBe(olivia.id);
    expect(came.refusedReply).toBeUndefined();
    const place = { ephemeral_message_id: card.ephemeral_message_id ?? 0 };
    const pressed = await telegram.press(teaRoom, place, olivia, '100');
    expect(pressed.notice?.text).toBe('Changed');
    expect(shownTo(pressed.answers[0] ?? card)).toBe(olivia.id);
    expect(telegram.links(teaRoom).find((link) => link.invite_link === linkIn(came))?.member_limit).toBe(100);
    expect(telegram.read(teaRoom, { as: adam }).some((message) => message.text?.includes('t.me'))).toBe(
      false,
    );
  });

  it('is never met with silence', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const unknown = await telegram.say(teaRoom, olivia, '/ban', { ephemeral: true });
    expect(textOf(unknown)).toContain('/create');
    expect(shownTo(answerTo(unknown))).toBe(olivia.id);
    const message = { message_id: 0, ephemeral_message_id: 5, date: Math.floor(Date.now() / 1000) };
    const anonymous = await telegram.send({
      message: { ...message, chat: teaRoom, sender_chat: teaRoom, text: '/create' },
    });
    expect(textOf(anonymous)).toBe(
      'I can’t see who sent this hidden command. Send it as an ordinary message, or as yourself.',
    );
  });

  it('is never answered in public, whatever goes wrong', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia, max } = world;
    for (const [person, text] of [
      [max, '/create'],
      [olivia, '/create limit=x'],
      [olivia, '/revoke'],
      [olivia, '/help'],
    ] as const) {
      expect(shownTo(answerTo(await telegram.say(teaRoom, person, text, { ephemeral: true })))).toBe(
        person.id,
      );
    }
    for (const _ of [1, 2, 3]) await stage.worker.chats.dieAt({ method: 'settle', when: 'before' });
    const lost = await telegram.say(teaRoom, olivia, '/create', { ephemeral: true });
    expect(textOf(lost)).toContain('I could not save it');
    expect(shownTo(answerTo(lost))).toBe(olivia.id);
  });

  it('is answered without the reply where that is no longer allowed', async () => {
    const date = Math.floor(Date.now() / 1000) - 20;
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create', { ephemeral: true, date });
    expect(shownTo(answerTo(came))).toBe(world.olivia.id);
    expect(answerTo(came).reply_to_message).toBeUndefined();
  });
});
