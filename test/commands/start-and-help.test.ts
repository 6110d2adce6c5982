import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from '../../src/commands/all-commands.ts';
import { answerTo, linkIn, methodsOf, onStage, shownTo, textOf } from '../support/story.ts';

const { stage, world } = onStage();

describe('/start', () => {
  it('makes a link without any options in a group', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/start');
    expect(textOf(came)).toBe(
      `Created ${linkIn(came)}\nNever expires\nAny number of members\nApproval: off\n/start makes a link without limits; /help lists everything else.`,
    );
    const [link] = stage.telegram.links(world.teaRoom);
    expect([link?.name, link?.expire_date, link?.member_limit]).toEqual([undefined, undefined, undefined]);
    expect(textOf(await stage.telegram.say(world.teaRoom, world.olivia, '/revoke'))).toContain(linkIn(came));
  });

  it('makes no link when it comes from the button that adds the bot to a group', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/start@invite_link_bot hello');
    expect(textOf(came)).toContain('/help lists the commands');
    expect(stage.telegram.links(world.teaRoom)).toEqual([]);
  });

  it('makes no link for a member', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.max, '/start');
    expect(shownTo(answerTo(came))).toBe(world.max.id);
    expect(stage.telegram.links(world.teaRoom)).toEqual([]);
  });

  it('says in private what the bot is, with buttons that add it with the invite right', async () => {
    const came = await stage.telegram.say(world.sam.id, world.sam, '/start');
    expect(textOf(came)).toContain('I manage the invite links of groups and channels');
    const buttons = answerTo(came).reply_markup?.inline_keyboard.flat();
    expect(buttons?.map((button) => ('url' in button ? button.url : undefined))).toEqual([
      'https://t.me/invite_link_bot?startgroup=hello&admin=invite_users',
      'https://t.me/invite_link_bot?startchannel&admin=invite_users',
    ]);
  });

  it('asks Telegram once a day who the bot is', async () => {
    await stage.telegram.say(world.sam.id, world.sam, '/start');
    const came = await stage.telegram.say(world.sam.id, world.sam, '/start');
    expect(methodsOf(came)).toEqual([]);
    const [key] = (await stage.worker.kv.list({ prefix: 'bot' })).keys;
    expect(key?.expiration).toBeGreaterThan(Date.now() / 1000 + 86_000);
  });
});

describe('/help', () => {
  it('names every command and every option, in a message that Telegram takes', async () => {
    const came = await stage.telegram.say(world.sam.id, world.sam, '/help');
    for (const name of ALL_COMMANDS.flatMap((command) => command.names))
      expect(textOf(came)).toContain(`/${name}`);
    expect(textOf(came)).toContain('limit=10 – at most so many members at once, or none');
    expect(textOf(came).length).toBeLessThan(4096);
    expect(came.refusedReply).toBeUndefined();
  });

  it('is shown in a group to the one who asks, and costs no call', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.max, '/help');
    expect(shownTo(answerTo(came))).toBe(world.max.id);
    expect(methodsOf(came)).toEqual([]);
  });
});

describe('/health', () => {
  it('says that the bot can work, and shows the ids of the chat and of the caller', async () => {
    const { teaRoom, olivia, adam } = world;
    const came = await stage.telegram.say(teaRoom, olivia, '/health');
    expect(textOf(came)).toBe(
      `I can work in this chat: I am an administrator who may invite users.\nChat id: ${teaRoom.id}\nYour id: ${olivia.id}`,
    );
    await stage.telegram.promote(teaRoom, adam, { can_invite_users: true, is_anonymous: true });
    expect(textOf(await stage.telegram.say(teaRoom, adam, '/health'))).not.toContain('Your id');
  });

  it('says what the bot lacks, as an administrator and as a member', async () => {
    const { teaRoom, olivia } = world;
    const { telegram } = stage;
    const asked = async () => textOf(await telegram.say(teaRoom, olivia, '/health')).split('\n')[0];
    await telegram.promote(teaRoom, telegram.bot, { can_delete_messages: true });
    expect(await asked()).toMatch(/^I can’t work in this chat: .* without the right .* Give it to me\.$/);
    await telegram.demote(teaRoom, telegram.bot);
    expect(await asked()).toMatch(/^I can’t work in this chat\. Make me an administrator /);
  });
});
