import { describe, expect, it } from 'vitest';
import { setStage } from './scripted-bot.ts';

const NOW = 1_800_000_000;

describe('the private chat', () => {
  it('is open to the bot for five minutes while a request to join is open, unless it was started', async () => {
    let time = NOW;
    const { ok, refusal, telegram, world } = await setStage({ now: () => time });
    const hello = { chat_id: world.sam.id, text: 'hello' };
    const closed = "Forbidden: bot can't initiate conversation with a user";
    expect(await refusal('sendMessage', hello)).toBe(closed);
    const { invite_link } = telegram.makeLink(world.teaRoom, world.adam, { creates_join_request: true });
    await telegram.join(world.teaRoom, world.sam, invite_link);
    time = NOW + 300;
    await ok('sendMessage', hello);
    time = NOW + 301;
    expect(await refusal('sendMessage', hello)).toBe(closed);
    await telegram.say(world.sam, world.sam, '/start');
    await ok('sendMessage', hello);
  });

  it('is closed by a person who blocks the bot, until they write again', async () => {
    const { ok, refusal, telegram, world } = await setStage();
    const hello = { chat_id: world.sam.id, text: 'hello' };
    await telegram.say(world.sam, world.sam, '/start');
    await telegram.setBlocked(world.sam, true);
    expect(await refusal('sendMessage', hello)).toBe('Forbidden: bot was blocked by the user');
    await telegram.say(world.sam, world.sam, '/start');
    await ok('sendMessage', hello);
    const updates = telegram
      .state()
      .waiting.map(({ update }) => update.my_chat_member?.new_chat_member.status);
    expect(updates).toEqual([undefined, 'kicked', 'member', undefined]);
  });
});
