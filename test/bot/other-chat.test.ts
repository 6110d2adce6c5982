import { describe, expect, it } from 'vitest';
import { answerTo, linkIn, methodsOf, onStage, shownTo, textOf } from '../support/story.ts';

const { stage, world } = onStage('alone');

describe('chat=', () => {
  it('works from a private chat, by id and by name, for the whole life of a link', async () => {
    const { telegram } = stage;
    const { olivia, dailyNews } = world;
    const say = (text: string) => telegram.say(olivia.id, olivia, text);
    const named = `chat=@${dailyNews.username}`;
    const made = await say(`/create VIP ${named}`);
    expect(textOf(made)).toMatch(/\nChat: Daily News$/);
    expect(textOf(await say(`/edit limit=5 chat=${dailyNews.id}`))).toMatch(/^Edited\n/);
    const link = telegram.links(dailyNews).find(({ invite_link }) => invite_link === linkIn(made));
    expect(link).toMatchObject({ name: 'VIP', member_limit: 5 });
    expect(textOf(await say(`/revoke ${named}`))).toContain(`${linkIn(made)} link revoked`);
    expect(textOf(await say(`/export ${named}`))).toMatch(/^New primary link: /);
  });

  it('turns a name into its number before anything is stored', async () => {
    const { olivia, dailyNews } = world;
    await stage.telegram.say(olivia.id, olivia, `/create chat=@${dailyNews.username}`);
    expect(await stage.worker.kv.get(`last:${dailyNews.id}`)).not.toBeNull();
  });

  it('asks getChat beside getChatMember for a number, and before it for a name', async () => {
    const { olivia, dailyNews } = world;
    const byId = await stage.telegram.say(olivia.id, olivia, `/create chat=${dailyNews.id}`);
    expect([...methodsOf(byId)].sort()).toEqual(['createChatInviteLink', 'getChat', 'getChatMember']);
    const byName = await stage.telegram.say(olivia.id, olivia, `/create chat=@${dailyNews.username}`);
    expect(methodsOf(byName)).toEqual(['getChat', 'getChatMember', 'createChatInviteLink']);
  });

  it('is needed in a private chat', async () => {
    const came = await stage.telegram.say(world.olivia.id, world.olivia, '/create VIP');
    expect(textOf(came)).toBe(
      'Which chat? Choose it with /chats, or name it: /create chat=@name or /create chat=-1001234567890.',
    );
    expect(methodsOf(came)).toEqual([]);
  });

  it('may name the chat that one is in', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, `/create chat=${world.teaRoom.id}`);
    expect(textOf(came)).not.toContain('Chat:');
    expect(methodsOf(came)).toEqual(['getChatMember', 'createChatInviteLink']);
  });

  it('answers in public only to a person who is an admin in both chats', async () => {
    const { telegram } = stage;
    const { olivia, adam, nora, teaRoom, chessClub } = world;
    const both = await telegram.say(teaRoom, olivia, `/create chat=${chessClub.id}`);
    expect(shownTo(answerTo(both))).toBeUndefined();
    expect(textOf(both)).toContain('Chat: Chess Club');
    // Nora may invite in the Chess Club, but in the Tea Room she is no one who can make the bot talk.
    const one = await telegram.say(teaRoom, nora, `/create chat=${chessClub.id}`);
    expect(shownTo(answerTo(one))).toBe(nora.id);
    expect(textOf(one)).toMatch(/^Created /);
    // Adam may invite here, but is a member there.
    const other = await telegram.say(teaRoom, adam, `/create chat=${chessClub.id}`);
    expect(shownTo(answerTo(other))).toBe(adam.id);
    expect(textOf(other)).toContain('I can’t see that you may invite users');
  });

  it('costs nothing in the chat that a stranger names: its object is not asked, and no key is listed', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, sam } = world;
    await worker.chats.takeCosts();
    worker.door.operations.length = 0;
    for (const command of ['/links', '/lockdown', '/create', '/edit limit=5', '/health']) {
      await telegram.say(sam, sam, `${command} chat=${teaRoom.id}`);
    }
    expect((await worker.chats.takeCosts()).methods).toEqual([]);
    expect(worker.door.operations.map(({ operation }) => operation)).toEqual(['get']);
  });

  it('tells strangers the same, whether the chat exists, or the bot is in it, or they may not', async () => {
    const { telegram } = stage;
    const { sam, olivia, teaRoom, chessClub, dailyNews } = world;
    const alone = telegram.addChat({ type: 'supergroup', title: 'No bot here', owner: olivia, bot: 'left' });
    const answers = new Set<string>();
    for (const id of [teaRoom.id, chessClub.id, alone.id, -1009999999999, -42]) {
      const came = await telegram.say(sam.id, sam, `/create chat=${id}`);
      answers.add(textOf(came).replace(String(id), '…'));
    }
    for (const name of ['@no_such_chat_at_all', `@${dailyNews.username}`]) {
      const came = await telegram.say(sam.id, sam, `/revoke chat=${name}`);
      answers.add(textOf(came).replace(name, '…'));
    }
    expect([...answers]).toEqual([
      'I can’t see that you may invite users in …. Check its name or id. You and I both have to be administrators there, with the right to invite users.',
    ]);
  });
});
