import type { ChatFullInfo, ChatInviteLink } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { setStage } from './scripted-bot.ts';

const NOW = 1_800_000_000;
const now = () => NOW;

describe('createChatInviteLink', () => {
  it('makes of every bad number an unlimited link, without a word', async () => {
    const { createLink, world } = await setStage({ now });
    for (const bad of ['abc', -5, 'null', '', null, 0]) {
      const link = await createLink(world.teaRoom.id, { member_limit: bad, expire_date: bad });
      expect(link).not.toHaveProperty('member_limit');
      expect(link).not.toHaveProperty('expire_date');
    }
    expect(await createLink(world.teaRoom.id, { member_limit: '5x' })).toMatchObject({ member_limit: 5 });
    expect(await createLink(world.teaRoom.id, { member_limit: 1.9 })).toMatchObject({ member_limit: 1 });
  });

  it('clamps a limit that is too high and then refuses it', async () => {
    const { createLink, refusal, world } = await setStage({ now });
    const chat_id = world.teaRoom.id;
    expect(await createLink(chat_id, { member_limit: 99_999 })).toMatchObject({ member_limit: 99_999 });
    for (const member_limit of [100_000, 5_000_000]) {
      expect(await refusal('createChatInviteLink', { chat_id, member_limit })).toBe(
        'Bad Request: USAGE_LIMIT_INVALID',
      );
    }
  });

  it('refuses an expiry in the past', async () => {
    const { refusal, world } = await setStage({ now });
    const parameters = { chat_id: world.teaRoom.id, expire_date: NOW - 1 };
    expect(await refusal('createChatInviteLink', parameters)).toBe('Bad Request: EXPIRE_DATE_INVALID');
  });

  it('takes only true, yes and 1 for true', async () => {
    const { createLink, world } = await setStage();
    const asked = async (creates_join_request: unknown) =>
      (await createLink(world.teaRoom.id, { creates_join_request })).creates_join_request;
    expect(await Promise.all([true, ' YES ', 1].map(asked))).toEqual([true, true, true]);
    expect(await Promise.all([false, 'on', 'y', 2, null].map(asked))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('cleans a name and cuts it to 32 code points', async () => {
    const { createLink, world } = await setStage();
    const nameOf = async (name: unknown) => (await createLink(world.teaRoom.id, { name })).name;
    expect(await nameOf('  VIP \n\t guests\u200b ')).toBe('VIP guests');
    expect(await nameOf('😀'.repeat(40))).toBe('😀'.repeat(32));
    expect(await nameOf('\u200b\u200b')).toBeUndefined();
    expect(await nameOf(null)).toBe('null');
  });

  it('refuses a member limit together with approval', async () => {
    const { refusal, world } = await setStage();
    const parameters = { chat_id: world.teaRoom.id, member_limit: 3, creates_join_request: true };
    expect(await refusal('createChatInviteLink', parameters)).toBe(
      "Bad Request: member limit can't be specified for links requiring administrator approval",
    );
  });

  it('needs the explicit right, in a chat where the bot is', async () => {
    const { refusal, telegram, world } = await setStage();
    const create = (chat_id: unknown) => refusal('createChatInviteLink', { chat_id });
    expect(await create(world.olivia.id)).toBe("Bad Request: can't invite members to a private chat");
    await telegram.promote(world.teaRoom, 'bot', { can_delete_messages: true });
    expect(await create(world.teaRoom.id)).toBe('Bad Request: not enough rights to manage chat invite link');
    await telegram.kick(world.bookClub, 'bot');
    expect(await create(world.bookClub.id)).toBe('Forbidden: bot was kicked from the group chat');
    await telegram.leave(world.chessClub, 'bot');
    expect(await create(world.chessClub.id)).toBe('Forbidden: bot is not a member of the supergroup chat');
    expect(await create('')).toBe('Bad Request: chat_id is empty');
    expect(await create(-100)).toBe('Bad Request: chat not found');
    expect(await create('@unknown_chat')).toBe('Bad Request: chat not found');
  });

  it('finds public chats by their name', async () => {
    const { ok } = await setStage();
    const link = await ok<ChatInviteLink>('createChatInviteLink', { chat_id: '@Daily_News' });
    expect(link.invite_link).toMatch(/^https:\/\/t\.me\/\+[A-Za-z0-9_-]{16}$/);
  });
});

describe('editChatInviteLink', () => {
  it('replaces every setting: what is left out is gone', async () => {
    const { createLink, ok, world } = await setStage({ now });
    const chat_id = world.teaRoom.id;
    const settings = { name: 'VIP', expire_date: NOW + 60, member_limit: 5 };
    const { invite_link } = await createLink(chat_id, settings);
    const edited = await ok<ChatInviteLink>('editChatInviteLink', { chat_id, invite_link, name: 'Guests' });
    expect(edited).toMatchObject({ invite_link, name: 'Guests', creates_join_request: false });
    expect(edited).not.toHaveProperty('expire_date');
    expect(edited).not.toHaveProperty('member_limit');
  });

  it('refuses links that are unknown, primary, revoked or of someone else', async () => {
    const { createLink, ok, refusal, telegram, world } = await setStage();
    const chat_id = world.teaRoom.id;
    const edit = (invite_link: string) => refusal('editChatInviteLink', { chat_id, invite_link });
    const primary = await ok<string>('exportChatInviteLink', { chat_id });
    const { invite_link } = await createLink(chat_id);
    await ok('revokeChatInviteLink', { chat_id, invite_link });

    expect(await edit('')).toBe('Bad Request: invite link must be non-empty');
    expect(await edit('https://t.me/+bogus')).toBe('Bad Request: INVITE_HASH_EXPIRED');
    expect(await edit(primary)).toBe('Bad Request: CHAT_INVITE_PERMANENT');
    expect(await edit(invite_link)).toBe('Bad Request: INVITE_HASH_EXPIRED');
    const others = telegram.makeLink(world.teaRoom, world.olivia, { name: 'Hers' });
    expect(await edit(others.invite_link)).toBe('Bad Request: CHAT_ADMIN_REQUIRED');
  });
});

describe('primary links', () => {
  it('are exported as text, the one before dying', async () => {
    const { ok, telegram, world } = await setStage();
    const chat_id = world.teaRoom.id;
    const { invite_link } = await ok<ChatFullInfo>('getChat', { chat_id });
    const exported = await ok<string>('exportChatInviteLink', { chat_id });
    expect(exported).not.toBe(invite_link);
    expect(telegram.links(world.teaRoom)).toMatchObject([
      { invite_link, is_primary: true, is_revoked: true },
      { invite_link: exported, is_primary: true, is_revoked: false },
    ]);
  });

  it('are replaced when they are revoked, and the answer is the revoked one', async () => {
    const { ok, world } = await setStage();
    const chat_id = world.teaRoom.id;
    const invite_link = await ok<string>('exportChatInviteLink', { chat_id });
    const revoked = await ok<ChatInviteLink>('revokeChatInviteLink', { chat_id, invite_link });
    expect(revoked).toMatchObject({ invite_link, is_revoked: true });
    const chat = await ok<ChatFullInfo>('getChat', { chat_id });
    expect(chat.invite_link).not.toBe(invite_link);
    expect(chat.invite_link).toBeDefined();
  });

  it('are shown by getChat only while the bot has the right', async () => {
    const { ok, telegram, world } = await setStage();
    await telegram.demote(world.teaRoom, 'bot');
    const chat = await ok<ChatFullInfo>('getChat', { chat_id: world.teaRoom.id });
    expect(chat).not.toHaveProperty('invite_link');
  });
});

describe('subscription links', () => {
  it('exist in channels, for thirty days and up to 10000 Stars', async () => {
    const { ok, refusal, world } = await setStage();
    const good = { chat_id: world.dailyNews.id, subscription_period: 2_592_000, subscription_price: 100 };
    const method = 'createChatSubscriptionInviteLink';
    const link = await ok<ChatInviteLink>(method, { ...good, name: 'Paid' });
    expect(link).toMatchObject({ subscription_period: 2_592_000, subscription_price: 100 });
    const renamed = { chat_id: good.chat_id, invite_link: link.invite_link, name: 'Dear' };
    expect(await ok('editChatSubscriptionInviteLink', renamed)).toMatchObject({
      name: 'Dear',
      subscription_price: 100,
    });
    expect(await refusal(method, { ...good, chat_id: world.teaRoom.id })).toBe(
      'Bad Request: PRICING_CHAT_INVALID',
    );
    expect(await refusal(method, { ...good, subscription_period: 60 })).toBe(
      'Bad Request: SUBSCRIPTION_PERIOD_INVALID',
    );
    expect(await refusal(method, { ...good, subscription_price: 0 })).toBe(
      'Bad Request: invalid subscription pricing specified',
    );
  });
});
