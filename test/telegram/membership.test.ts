import type { Update } from '@grammyjs/types';
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

  it('asks first where the link says so, and is told to a bot that listens', async () => {
    const { createLink, listen, ok, refusal, telegram, world } = await setStage();
    const heard: Update[] = [];
    await listen(
      (update) => {
        heard.push(update);
        return undefined;
      },
      { allowed_updates: ['chat_join_request', 'chat_member'] },
    );
    const chat_id = world.teaRoom.id;
    const user_id = world.sam.id;
    const link = await createLink(chat_id, { creates_join_request: true });
    const asked = { chat_id, user_id };
    expect(await refusal('approveChatJoinRequest', asked)).toBe('Bad Request: USER_ID_INVALID');
    expect(await telegram.join(world.teaRoom, world.sam, link.invite_link)).toMatchObject({
      outcome: 'requested',
    });
    expect(await ok('approveChatJoinRequest', asked)).toBe(true);
    expect(await refusal('approveChatJoinRequest', asked)).toBe('Bad Request: HIDE_REQUESTER_MISSING');
    await telegram.settled();
    expect(heard).toMatchObject([
      {
        chat_join_request: {
          from: world.sam,
          user_chat_id: user_id,
          invite_link: { invite_link: link.invite_link },
        },
      },
      {
        chat_member: {
          new_chat_member: { status: 'member' },
          invite_link: { invite_link: link.invite_link },
        },
      },
    ]);
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
    expect(telegram.read(world.bookClub)).toMatchObject([{ migrate_to_chat_id: chat.id }]);
    expect(telegram.read(chat)).toMatchObject([{ migrate_from_chat_id: world.bookClub.id }]);
  });
});
