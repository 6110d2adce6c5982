import { describe, expect, it } from 'vitest';
import { setStage } from './scripted-bot.ts';

const NOW = 1_800_000_000;

describe('joining', () => {
  it('obeys a limit of members at the same time', async () => {
    const { createLink, telegram, world } = await setStage();
    const { invite_link } = await createLink(world.teaRoom.id, { member_limit: 1 });
    const zoe = telegram.addPerson({ first_name: 'Zoe' });
    expect(await telegram.join(world.teaRoom, world.sam, invite_link)).toMatchObject({ outcome: 'joined' });
    expect(await telegram.join(world.teaRoom, zoe, invite_link)).toMatchObject({ outcome: 'refused' });
    expect(telegram.links(world.teaRoom)[0]?.members).toEqual([world.sam]);
    await telegram.leave(world.teaRoom, world.sam);
    expect(await telegram.join(world.teaRoom, zoe, invite_link)).toMatchObject({ outcome: 'joined' });
  });

  it('ends when the link expires or is revoked', async () => {
    let time = NOW;
    const { createLink, ok, telegram, world } = await setStage({ now: () => time });
    const chat_id = world.teaRoom.id;
    const expiring = await createLink(chat_id, { expire_date: NOW + 60 });
    const revoked = await createLink(chat_id);
    await ok('revokeChatInviteLink', { chat_id, invite_link: revoked.invite_link });
    time = NOW + 60;
    expect(await telegram.join(world.teaRoom, world.sam, expiring.invite_link)).toMatchObject({
      reason: 'the link has expired',
    });
    expect(await telegram.join(world.teaRoom, world.sam, revoked.invite_link)).toMatchObject({
      reason: 'the link is revoked',
    });
  });

  it('asks first if the link says so, and a request is answered once', async () => {
    const { createLink, ok, refusal, telegram, world } = await setStage();
    const asked = { chat_id: world.teaRoom.id, user_id: world.sam.id };
    const link = await createLink(asked.chat_id, { creates_join_request: true });
    expect(await refusal('approveChatJoinRequest', asked)).toBe('Bad Request: USER_ID_INVALID');
    await telegram.join(world.teaRoom, world.sam, link.invite_link);
    expect(await ok('approveChatJoinRequest', asked)).toBe(true);
    expect(await refusal('approveChatJoinRequest', asked)).toBe('Bad Request: HIDE_REQUESTER_MISSING');
  });

  it('asks first, and may withdraw, of which the bot hears nothing', async () => {
    const { createLink, ok, refusal, telegram, world } = await setStage();
    await ok('getUpdates', { allowed_updates: ['chat_member', 'chat_join_request'] });
    const asked = { chat_id: world.teaRoom.id, user_id: world.sam.id };
    const link = await createLink(asked.chat_id, { creates_join_request: true });
    const join = () => telegram.join(world.teaRoom, world.sam, link.invite_link);
    expect(await join()).toMatchObject({ outcome: 'requested' });
    const heard = telegram.state().waiting.length;
    telegram.withdraw(world.teaRoom, world.sam);
    expect(telegram.state().waiting).toHaveLength(heard);
    expect(await refusal('declineChatJoinRequest', asked)).toBe('Bad Request: HIDE_REQUESTER_MISSING');
    expect(() => telegram.withdraw(world.teaRoom, world.sam)).toThrow('does not ask to join');
    await join();
    expect(await ok('approveChatJoinRequest', asked)).toBe(true);
  });
});

describe('what the bot hears of someone who joins', () => {
  it('is a cut link where another admin made it, and none in a public chat', async () => {
    const { ok, telegram, world } = await setStage();
    await ok('getUpdates', { allowed_updates: ['chat_member'] });
    const { invite_link } = telegram.makeLink(world.teaRoom, world.adam, { name: 'His' });
    await telegram.join(world.teaRoom, world.sam, invite_link);
    const cut = `${invite_link.slice(0, 'https://t.me/+'.length + 8)}...`;
    const last = () => telegram.state().waiting.at(-1)?.update.chat_member;
    expect(last()?.invite_link).toMatchObject({ invite_link: cut, creator: world.adam, name: 'His' });
    await telegram.leave(world.teaRoom, world.sam);
    telegram.makePublic(world.teaRoom, 'tea_room');
    await telegram.join(world.teaRoom, world.sam, invite_link);
    expect(last()).toMatchObject({ new_chat_member: { status: 'member' } });
    expect(last()).not.toHaveProperty('invite_link');
    expect(last()).not.toHaveProperty('via_join_request');
  });

  it('carries the old fields of service messages, too', async () => {
    const { telegram, world } = await setStage();
    await telegram.bringIn(world.teaRoom, world.sam, world.max);
    const old = { new_chat_participant: world.sam, new_chat_member: world.sam };
    expect(telegram.read(world.teaRoom)).toMatchObject([{ from: world.max, ...old }]);
  });

  it('is nothing when a ban, a restriction or a subscription in another hand ends, but the leave of a subscriber', async () => {
    let time = NOW;
    const { ok, telegram, world } = await setStage({ now: () => time });
    await ok('getUpdates', { allowed_updates: ['chat_member'] });
    const { dailyNews, teaRoom, sam, max } = world;
    const price = { subscription_price: 5, subscription_period: 2_592_000 };
    await telegram.join(dailyNews, sam, telegram.makeLink(dailyNews, world.adam, price).invite_link);
    await telegram.restrict(teaRoom, max, { until_date: NOW + 60 });
    const before = telegram.state().waiting.length;
    time = NOW + 2_592_000;
    const asked = { chat_id: teaRoom.id, user_id: max.id };
    expect(await ok('getChatMember', asked)).toMatchObject({ status: 'member' });
    const news = telegram
      .state()
      .waiting.slice(before)
      .map(({ update }) => update.chat_member);
    expect(news).toMatchObject([
      { old_chat_member: { until_date: time }, new_chat_member: { status: 'left', user: sam } },
    ]);
  });

  it('leaves restrictions on anyone who leaves and returns', async () => {
    const { ok, telegram, world } = await setStage();
    await telegram.restrict(world.teaRoom, world.max);
    await telegram.leave(world.teaRoom, world.max);
    const max = { chat_id: world.teaRoom.id, user_id: world.max.id };
    expect(await ok('getChatMember', max)).toMatchObject({ status: 'restricted', is_member: false });
    const { invite_link } = telegram.makeLink(world.teaRoom, world.adam);
    await telegram.join(world.teaRoom, world.max, invite_link);
    expect(await ok('getChatMember', max)).toMatchObject({ status: 'restricted', is_member: true });
  });
});

describe('getChatMember', () => {
  it('knows all kinds of members', async () => {
    const { ok, telegram, world } = await setStage();
    telegram.addRestrictedMember(world.teaRoom, world.sam);
    await telegram.kick(world.teaRoom, world.max);
    const zoe = telegram.addPerson({ first_name: 'Zoe' });
    const lou = telegram.addPerson({ first_name: 'Lou' });
    telegram.addMember(world.teaRoom, lou);
    const member = (user_id: number) => ok<object>('getChatMember', { chat_id: world.teaRoom.id, user_id });
    const creator = await member(world.olivia.id);
    expect(creator).toMatchObject({ status: 'creator', user: world.olivia });
    expect(creator).not.toHaveProperty('can_invite_users');
    expect(await member(world.adam.id)).toMatchObject({ status: 'administrator', can_invite_users: true });
    expect(await member(world.nora.id)).toMatchObject({ status: 'administrator', can_invite_users: false });
    expect(await member(lou.id)).toMatchObject({ status: 'member' });
    expect(await member(world.sam.id)).toMatchObject({ status: 'restricted', can_invite_users: true });
    expect(await member(zoe.id)).toMatchObject({ status: 'left' });
    expect(await member(world.max.id)).toMatchObject({ status: 'kicked' });
  });
});

describe('a group that becomes a supergroup', () => {
  it('refuses calls with its old id and tells the new one', async () => {
    const { call, ok, telegram, world } = await setStage();
    const { chat } = await telegram.migrate(world.bookClub);
    expect(await call('createChatInviteLink', { chat_id: world.bookClub.id })).toEqual({
      ok: false,
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: chat.id },
    });
    expect(await ok('createChatInviteLink', { chat_id: chat.id })).toMatchObject({ is_revoked: false });
    expect(await ok('getChat', { chat_id: world.bookClub.id })).not.toHaveProperty('invite_link');
  });

  it('reports it as three updates: in the supergroup, in the group, and in the supergroup anonymously', async () => {
    const { telegram, world } = await setStage();
    const { chat } = await telegram.migrate(world.bookClub);
    expect(telegram.state().waiting.map(({ update }) => update)).toMatchObject([
      { my_chat_member: { chat, from: world.olivia, old_chat_member: { status: 'left' } } },
      { message: { chat: world.bookClub, from: world.olivia, migrate_to_chat_id: chat.id } },
      {
        message: {
          message_id: 1,
          chat,
          from: { username: 'GroupAnonymousBot' },
          sender_chat: chat,
          migrate_from_chat_id: world.bookClub.id,
        },
      },
    ]);
  });
});

describe('a basic group', () => {
  it('lets every admin invite, whatever rights were given', async () => {
    const { ok, world } = await setStage();
    const nora = { chat_id: world.bookClub.id, user_id: world.nora.id };
    expect(await ok('getChatMember', nora)).toMatchObject({ can_invite_users: true });
  });

  it('removes people who may return by a link, since it knows no bans', async () => {
    const { createLink, ok, telegram, world } = await setStage();
    const chat_id = world.bookClub.id;
    await telegram.kick(world.bookClub, world.max);
    expect(await ok('getChatMember', { chat_id, user_id: world.max.id })).toMatchObject({ status: 'left' });
    const { invite_link } = await createLink(chat_id);
    expect(await telegram.join(world.bookClub, world.max, invite_link)).toMatchObject({ outcome: 'joined' });
    await expect(telegram.restrict(world.bookClub, world.max)).rejects.toThrow('Only supergroups');
  });

  it('tells the bot that it “left” when it is removed, and refuses it as one who was kicked', async () => {
    const { refusal, telegram, world } = await setStage();
    await telegram.kick(world.bookClub, 'bot');
    expect(telegram.state().waiting[0]?.update.my_chat_member?.new_chat_member.status).toBe('left');
    const chat_id = world.bookClub.id;
    expect(await refusal('createChatInviteLink', { chat_id })).toContain(
      'bot was kicked from the group chat',
    );
  });

  it('shows what only basic groups show', async () => {
    const { ok, world } = await setStage();
    expect(await ok('getChat', { chat_id: world.bookClub.id })).toMatchObject({
      all_members_are_administrators: false,
      accepted_gift_types: { unlimited_gifts: false },
    });
  });
});
