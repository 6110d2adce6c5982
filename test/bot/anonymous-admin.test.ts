import { describe, expect, it } from 'vitest';
import {
  answerTo,
  buttonsOf,
  forgePress,
  linkIn,
  methodsOf,
  noticeIn,
  onStage,
  textOf,
} from '../support/story.ts';

const { stage, world } = onStage('alone');

const sayAnonymously = (text: string, replyTo?: number) =>
  stage.telegram.say(world.teaRoom, world.olivia, text, {
    anonymous: true,
    ...(replyTo !== undefined && { replyTo }),
  });
const additional = () => stage.telegram.links(world.teaRoom).filter((link) => !link.is_primary);
const confirm = (messageId: number, person = world.olivia) =>
  stage.telegram.press(world.teaRoom, messageId, person, 'Confirm');

describe('an anonymous admin', () => {
  it('confirms a command by a button, and it runs as theirs without their name', async () => {
    const asked = await sayAnonymously('/create VIP limit=5');
    expect(textOf(asked)).toBe(
      'An administrator who may invite users has to confirm this. No one will see who.',
    );
    expect(methodsOf(asked)).toEqual([]);
    const done = await confirm(answerTo(asked).message_id);
    expect(done.answers[0]?.text).toMatch(/^Created https:/);
    const [link] = additional();
    expect(link).toMatchObject({ name: 'VIP', member_limit: 5 });
    const token = link?.invite_link.replace('https://t.me/+', '');
    const record = await stage.worker.kv.get(`link:${world.teaRoom.id}:${token}`, 'text');
    expect(record).not.toContain('Olivia');
    expect(record).not.toContain(String(world.olivia.id));
    const shown = await stage.telegram.say(world.teaRoom, world.olivia, '/link');
    expect(textOf(shown)).toContain('Made by an anonymous admin');
  });

  it('stays without a name in what they do next by buttons, and in private', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const hidden = world.adam;
    await telegram.promote(teaRoom, hidden, { can_invite_users: true, is_anonymous: true });
    const asked = answerTo(await telegram.say(teaRoom, hidden, '/create', { anonymous: true }));
    const card = (await confirm(asked.message_id, hidden)).answers[0];
    const pressed = await telegram.press(teaRoom, card?.message_id ?? 0, hidden, '100');
    expect(pressed.answers[0]?.text).toContain('Changed by an anonymous admin');
    await telegram.say(hidden.id, hidden, `/create secret chat=${teaRoom.id}`);
    expect(textOf(await telegram.say(teaRoom, olivia, '/links'))).not.toContain('Adam');
    const keys = await stage.worker.kv.list({ prefix: `link:${teaRoom.id}:` });
    for (const { name } of keys.keys) expect(await stage.worker.kv.get(name, 'text')).not.toContain('Adam');
  });

  it('means the link typed before the one in the message replied to', async () => {
    const first = await stage.telegram.say(world.teaRoom, world.olivia, '/create first');
    const other = await stage.telegram.say(world.teaRoom, world.olivia, 'please close that one');
    const asked = answerTo(await sayAnonymously(`/revoke ${linkIn(first)}`, other.message?.message_id));
    const done = await confirm(asked.message_id);
    expect(done.answers[0]?.text).toContain(`${linkIn(first)} link revoked`);
  });

  it('is checked: a person without the right changes nothing, and only they see the refusal', async () => {
    const asked = answerTo(await sayAnonymously('/create'));
    for (const person of [world.max, world.nora]) {
      const pressed = await confirm(asked.message_id, person);
      expect(pressed.notice?.text).toMatch(/^Only the owner|^You are an administrator, but without/);
      expect(methodsOf(pressed)).toEqual(['getChatMember']);
    }
    expect(additional()).toEqual([]);
    expect(buttonsOf(stage.telegram.read(world.teaRoom).at(-1) ?? asked)).toEqual([['Confirm']]);
  });

  it.each([
    ['/create', 'createChatInviteLink'],
    ['/start', 'createChatInviteLink'],
    ['/export', 'exportChatInviteLink'],
    ['/edit expires=+1d', 'editChatInviteLink'],
    ['/revoke VIP', 'revokeChatInviteLink'],
  ])('may press twice: %s runs once', async (command, method) => {
    await stage.telegram.say(world.teaRoom, world.olivia, '/create VIP expires=1d');
    const asked = answerTo(await sayAnonymously(command));
    const first = await confirm(asked.message_id);
    const second = await forgePress(stage, asked, world.olivia, `confirm:${world.teaRoom.id}::`);
    const calls = [...methodsOf(first), ...methodsOf(second)];
    expect(calls.filter((call) => call === method)).toHaveLength(1);
  });

  it('means the link in the message replied to, although a press does not tell it', async () => {
    const first = await stage.telegram.say(world.teaRoom, world.olivia, '/create first');
    await stage.telegram.say(world.teaRoom, world.olivia, '/create second');
    const asked = answerTo(await sayAnonymously('/revoke', answerTo(first).message_id));
    const done = await confirm(asked.message_id);
    expect(done.answers[0]?.text).toContain(`${linkIn(first)} link revoked`);
    const doubtful = await sayAnonymously('/revoke', first.message?.message_id);
    expect(textOf(doubtful)).toContain('Which link?');
  });

  it('is shown the last link before it is closed, since it may be another admin’s', async () => {
    const url = linkIn(await stage.telegram.say(world.teaRoom, world.olivia, '/create VIP'));
    const asked = answerTo(await sayAnonymously('/revoke'));
    const shown = (await confirm(asked.message_id)).answers[0];
    expect(shown?.text).toMatch(/Made by Olivia, .*\nClose it for good\?/);
    const done = await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'Revoke');
    expect(done.answers[0]?.text).toContain(`${url} link revoked\nName: VIP\nMade by Olivia`);
  });

  it('hears in public what is wrong with the command, once they have confirmed', async () => {
    const asked = answerTo(await sayAnonymously('/create limit=abc'));
    const done = await confirm(asked.message_id);
    expect(done.answers[0]?.text).toContain('I can’t use “limit=abc”');
  });

  it('cannot be had by a forged press: the message replied to has to be an anonymous admin’s command', async () => {
    const created = await stage.telegram.say(world.teaRoom, world.olivia, '/create');
    const forged = await forgePress(stage, answerTo(created), world.olivia, `confirm:${world.teaRoom.id}::`);
    expect(noticeIn(forged)).toContain('I don’t know this button');
    const edited = answerTo(await sayAnonymously('/create'));
    const command = { ...edited.reply_to_message, edit_date: 1_790_000_000 };
    const late = await forgePress(
      stage,
      { ...edited, reply_to_message: command } as typeof edited,
      world.olivia,
      `confirm:${world.teaRoom.id}::`,
    );
    expect(noticeIn(late)).toContain('I don’t run edited commands');
    expect(additional()).toHaveLength(1);
  });
});
