import type { User } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { answerTo, buttonsOf, linkIn, methodsOf, onStage, shownTo, textOf } from '../support/story.ts';
import type { GroupOrChannel } from '../telegram/state.ts';

const { stage, world } = onStage('alone');

const inPrivate = (text: string, person = world.olivia) => stage.telegram.say(person.id, person, text);

async function share(chat: GroupOrChannel, person = world.olivia) {
  await inPrivate('/chats', person);
  return stage.telegram.choose(chat, person);
}

/** What the chooser would not offer, sent nevertheless. */
async function forgeShare(chat: GroupOrChannel, person: User) {
  await inPrivate('/chats', person);
  return stage.telegram.send({
    message: {
      message_id: 1,
      date: Math.floor(Date.now() / 1000),
      chat: { id: person.id, type: 'private', first_name: person.first_name },
      from: person,
      chat_shared: { request_id: 1, chat_id: chat.id },
    },
  });
}

describe('/chats', () => {
  it('offers Telegram’s own chooser, filtered to chats where both may invite', async () => {
    const came = await inPrivate('/chats');
    const markup = came.calls.at(-1)?.params.reply_markup;
    expect(markup).toMatchObject({
      keyboard: [
        [
          { request_chat: { chat_is_channel: false, user_administrator_rights: { can_invite_users: true } } },
          { request_chat: { chat_is_channel: true, bot_administrator_rights: { can_invite_users: true } } },
        ],
      ],
    });
    expect(came.refusedReply).toBeUndefined();
  });

  it('makes commands in private act in the chat chosen, every answer naming it, until another is chosen', async () => {
    const { telegram } = stage;
    const { dailyNews, chessClub } = world;
    expect(textOf(await share(dailyNews))).toContain('Your commands here act in Daily News now');
    expect(telegram.keyboard(world.olivia)).toEqual([]);
    const made = await inPrivate('/create VIP');
    expect(textOf(made)).toMatch(/\nChat: Daily News$/);
    for (const command of ['/edit limit=5', '/link', '/links', '/export', '/lockdown', '/revoke']) {
      expect(textOf(await inPrivate(command))).toMatch(/\nChat: Daily News$/);
    }
    expect(telegram.links(dailyNews).find((link) => link.invite_link === linkIn(made))?.is_revoked).toBe(
      true,
    );
    await share(chessClub);
    expect(textOf(await inPrivate('/create'))).toMatch(/\nChat: Chess Club$/);
    expect(textOf(await inPrivate(`/create chat=${dailyNews.id}`))).toMatch(/\nChat: Daily News$/);
  });

  it('keeps the chat’s name under a card that is drawn again', async () => {
    await share(world.dailyNews);
    const card = answerTo(await inPrivate('/create'));
    const pressed = await stage.telegram.press(world.olivia.id, card.message_id, world.olivia, '100');
    expect(pressed.answers[0]?.text).toMatch(/At most 100 members at once[\s\S]*\nChat: Daily News$/);
  });

  it('asks for rights as ever: to choose, and at every command', async () => {
    await expect(share(world.teaRoom, world.max)).rejects.toThrow('The chooser does not offer Tea Room');
    expect(textOf(await forgeShare(world.teaRoom, world.max))).toContain(
      'I can’t see that you may invite users in',
    );
    expect(textOf(await inPrivate('/create', world.max))).toContain('Which chat?');
    await share(world.teaRoom, world.adam);
    await stage.telegram.demote(world.teaRoom, world.adam);
    expect(textOf(await inPrivate('/create', world.adam))).toContain(
      'I can’t see that you may invite users in',
    );
    expect(stage.telegram.links(world.teaRoom).filter((link) => !link.is_primary)).toEqual([]);
  });

  it('leads from a group to the private chat', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/chats');
    expect(shownTo(answerTo(came))).toBe(world.olivia.id);
    expect(buttonsOf(answerTo(came))).toEqual([['Open it']]);
  });
});

describe('in private', () => {
  it('plain text and an unknown command are answered with the help', async () => {
    for (const text of ['hello', '/ban', 'please make a link']) {
      const came = await inPrivate(text, world.sam);
      expect(textOf(came)).toMatch(/^Commands, for admins/);
      expect(came.calls).toHaveLength(1);
    }
  });

  it('a pasted link is answered with its card, to an admin of its chat only', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia, sam } = world;
    const url = linkIn(await telegram.say(teaRoom, olivia, '/create VIP'));
    expect(textOf(await inPrivate(`What is ${url}?`))).toContain('Which chat? Choose it with /chats');
    await share(teaRoom);
    const came = await inPrivate(`What is ${url}?`);
    expect(textOf(came)).toMatch(/\nName: VIP\n[\s\S]*Made by Olivia, .*\nChat: Tea Room$/);
    expect(buttonsOf(answerTo(came))).toContainEqual(['« Links', 'Revoke']);
    const hidden = await inPrivate('the link', olivia);
    expect(textOf(hidden)).toMatch(/^Commands/);
    expect(textOf(await inPrivate(url, sam))).toContain('Which chat?');
    await telegram.demote(teaRoom, world.adam);
    await forgeShare(teaRoom, sam);
    expect(textOf(await inPrivate(url, sam))).not.toContain('VIP');
  });
});

describe('a command posted in a channel', () => {
  it('is answered with a button that leads to the private chat, and nothing else', async () => {
    const { telegram } = stage;
    const { dailyNews, olivia } = world;
    for (const command of ['/create', '/links', '/help', '/start', '/revoke']) {
      const came = await telegram.post(dailyNews, command);
      expect(textOf(came)).toBe('Manage this channel in our private chat.');
      const url = `https://t.me/invite_link_bot?start=${dailyNews.id}`;
      expect(answerTo(came).reply_markup?.inline_keyboard).toEqual([[{ text: 'Open it', url }]]);
      expect(methodsOf(came).filter((method) => method !== 'getMe')).toEqual([]);
    }
    const arrived = await inPrivate(`/start ${dailyNews.id}`);
    expect(textOf(arrived)).toContain('Your commands here act in Daily News now');
    expect(textOf(await inPrivate('/create'))).toMatch(/\nChat: Daily News$/);
    expect(textOf(await telegram.say(world.sam.id, world.sam, `/start ${dailyNews.id}`))).toContain(
      'I can’t see',
    );
    expect(telegram.links(dailyNews).some((link) => link.creator.id === olivia.id)).toBe(false);
  });
});
