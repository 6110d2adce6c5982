// The local Telegram driven by a client that was written for the official one and by others: grammY.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot, GrammyError, webhookCallback } from 'grammy';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { setStage, TOKEN } from './scripted-bot.ts';

const MONTH_SECONDS = 2_592_000;
const ALL = ['message', 'callback_query', 'my_chat_member', 'chat_member', 'chat_join_request'] as const;

async function setGrammyStage() {
  const stage = await setStage();
  const bot = new Bot(TOKEN, { client: { apiRoot: stage.telegram.url } });
  const heard: string[] = [];
  bot.catch(({ error }) => {
    throw error;
  });
  bot.command('create', async (context) => {
    const link = await context.createChatInviteLink({ name: context.match, member_limit: 3 });
    const reply_markup = { inline_keyboard: [[{ text: 'Revoke', callback_data: link.invite_link }]] };
    await context.reply(link.invite_link, { reply_markup });
  });
  bot.command('whisper', async ({ api, chat, from, message }) => {
    const { message_id, ephemeral_message_id = 0 } = await api.sendMessage(chat.id, 'psst', {
      ephemeral_message_parameters: { receiver_user_id: from?.id ?? 0 },
      reply_parameters: { ephemeral_message_id: message?.ephemeral_message_id ?? 0 },
    });
    await api.editEphemeralMessageText(chat.id, from?.id ?? 0, ephemeral_message_id, `Psst ${message_id}`);
  });
  bot.on('callback_query:data', async (context) => {
    const link = await context.revokeChatInviteLink(context.callbackQuery.data);
    await context.editMessageText(`Revoked: ${link.is_revoked}`);
    await context.answerCallbackQuery({ text: 'Done' });
  });
  bot.on('chat_join_request', async (context) => {
    const { bio, user_chat_id, invite_link } = context.chatJoinRequest;
    await context.api.sendMessage(user_chat_id, `Welcome, ${bio}`);
    await context.approveChatJoinRequest(context.from.id);
    heard.push(`request by ${invite_link?.name ?? 'no link'}`);
  });
  bot.on('chat_member', ({ chatMember }) => {
    const way = chatMember.via_join_request ? 'a request' : chatMember.invite_link?.name;
    heard.push(
      `${chatMember.new_chat_member.user.first_name} ${chatMember.new_chat_member.status} by ${way}`,
    );
  });
  bot.on('my_chat_member', ({ chat, myChatMember }) => {
    heard.push(`bot ${myChatMember.new_chat_member.status} in ${chat.type}`);
  });
  bot.on(['message:migrate_to_chat_id', 'message:migrate_from_chat_id'], ({ message }) => {
    heard.push('migrate_to_chat_id' in message ? 'moves away' : `arrives as ${message.from.username}`);
  });
  return { ...stage, bot, heard, api: bot.api };
}

type GrammyStage = Awaited<ReturnType<typeof setGrammyStage>>;

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000 });

/** People do what an invite-link bot hears of, and what it makes of it is looked at from outside. */
async function live({ telegram, world, heard }: GrammyStage): Promise<void> {
  const { teaRoom, bookClub, adam, sam, olivia } = world;
  const texts = (chat: { id: number }) => telegram.read(chat.id).flatMap((message) => message.text ?? []);
  await telegram.say(teaRoom, adam, '/create VIP');
  await until(() => expect(texts(teaRoom).at(-1)).toBe(telegram.links(teaRoom)[0]?.invite_link));
  expect(telegram.links(teaRoom)).toMatchObject([{ name: 'VIP', member_limit: 3, is_revoked: false }]);
  await telegram.press(teaRoom, telegram.read(teaRoom).at(-1)?.message_id ?? 0, adam, 'Revoke');
  await until(() => expect(texts(teaRoom).at(-1)).toBe('Revoked: true'));

  await telegram.say(teaRoom, adam, '/whisper', { ephemeral: true });
  await until(() => expect(texts(teaRoom).at(-1)).toBe('Psst 0'));
  expect(telegram.read(teaRoom, { as: olivia }).map(({ text }) => text)).not.toContain('Psst 0');

  telegram.setBio(sam, 'a reader');
  const door = telegram.makeLink(teaRoom, olivia, { name: 'Door', creates_join_request: true });
  expect(await telegram.join(teaRoom, sam, door.invite_link)).toMatchObject({ outcome: 'requested' });
  await until(() => expect(heard).toEqual(['request by Door', 'Sam member by Door']));
  expect(texts(sam)).toEqual(['Welcome, a reader']);
  expect(telegram.read(teaRoom).at(-1)).toMatchObject({ from: sam, new_chat_members: [sam] });

  await telegram.leave(teaRoom, sam);
  telegram.makePublic(teaRoom, 'the_tea_room', true);
  await telegram.askToJoin(teaRoom, sam);
  const byRequest = ['Sam left by undefined', 'request by no link', 'Sam member by a request'];
  await until(() => expect(heard.slice(2)).toEqual(byRequest));

  await telegram.migrate(bookClub);
  const moved = ['bot administrator in supergroup', 'moves away', 'arrives as GroupAnonymousBot'];
  // The three are in queues of their own.
  await until(() => expect(heard.slice(5).sort()).toEqual(moved.sort()));
}

describe('a bot that is written with grammY', () => {
  it('lives by polling', async () => {
    const stage = await setGrammyStage();
    const running = stage.bot.start({ allowed_updates: [...ALL] });
    await until(() => expect(stage.telegram.state().allowed_updates).toHaveLength(ALL.length));
    await live(stage);
    await stage.bot.stop();
    await running;
  });

  it('lives by a webhook', async () => {
    const stage = await setGrammyStage();
    const secret_token = 'a-Secret_1';
    const server = createServer(webhookCallback(stage.bot, 'http', { secretToken: secret_token }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    // Listening on a port, so the address is no pipe's.
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await stage.api.setWebhook(url, { secret_token, allowed_updates: [...ALL] });
    await live(stage);
    const info = await stage.api.getWebhookInfo();
    expect(info).toMatchObject({ url, ip_address: '127.0.0.1', pending_update_count: 0 });
    expect(info).not.toHaveProperty('last_error_message');
    expect(await stage.api.deleteWebhook()).toBe(true);
    expect(await stage.api.getUpdates()).toEqual([]);
  });

  it('may call every method that a bot for invite links needs', async () => {
    const { api, telegram, world } = await setGrammyStage();
    const { teaRoom, dailyNews, sam, adam, olivia } = world;
    const room = teaRoom.id;
    expect(await api.getMe()).toMatchObject({ id: telegram.bot.id, is_bot: true });
    const primary = await api.exportChatInviteLink(room);
    expect(await api.getChat(room)).toMatchObject({ title: 'Tea Room', invite_link: primary });

    const { invite_link } = await api.createChatInviteLink(room, { name: 'VIP', member_limit: 5 });
    const renamed = await api.editChatInviteLink(room, invite_link, { name: 'Guests' });
    expect(renamed).toMatchObject({ invite_link, name: 'Guests', is_primary: false });
    expect(renamed).not.toHaveProperty('member_limit');
    expect(await api.revokeChatInviteLink(room, invite_link)).toMatchObject({ is_revoked: true });

    const paid = await api.createChatSubscriptionInviteLink(dailyNews.id, MONTH_SECONDS, 50);
    await api.editChatSubscriptionInviteLink(dailyNews.id, paid.invite_link, { name: 'Paid' });
    await telegram.join(dailyNews, sam, paid.invite_link);
    const now = Date.now() / 1000;
    const subscriber = await api.getChatMember(dailyNews.id, sam.id);
    expect('until_date' in subscriber && subscriber.until_date).toBeGreaterThan(now + MONTH_SECONDS - 60);
    await telegram.endSubscription(dailyNews, sam);
    expect(await api.getChatMember(dailyNews.id, sam.id)).toMatchObject({ status: 'left' });

    const asked = telegram.makeLink(room, adam, { creates_join_request: true }).invite_link;
    await telegram.join(room, sam, asked);
    expect(await api.declineChatJoinRequest(room, sam.id)).toBe(true);

    const { message_id } = await api.sendMessage(room, '<b>Hi</b>', { parse_mode: 'HTML' });
    expect(await api.editMessageText(room, message_id, 'Ho')).toMatchObject({ text: 'Ho' });
    const commands = [{ command: 'create', description: 'Make a link' }];
    await api.setMyCommands(commands, { scope: { type: 'all_chat_administrators' } });
    expect(telegram.menu(teaRoom, olivia)).toEqual(commands);
    expect(await api.setMyShortDescription('Invites')).toBe(true);
    await api.setMyDefaultAdministratorRights({ for_channels: true });
    await telegram.leave(room, 'bot');
    const refused = await api.createChatInviteLink(room).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(GrammyError);
    expect(refused).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot is not a member of the supergroup chat',
    });
  });
});
