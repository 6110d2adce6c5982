import type { Update } from '@grammyjs/types';
import { describe, expect, it, vi } from 'vitest';
import { setStage, TOKEN } from './scripted-bot.ts';
import { createTelegram } from './telegram.ts';

describe('allowed_updates', () => {
  it('leaves out chat_member unless it is named, and everything else when it is', async () => {
    const { listen, ok, telegram, world } = await setStage();
    const kinds: string[] = [];
    await listen((update) => {
      kinds.push(...Object.keys(update).filter((key) => key !== 'update_id'));
      return undefined;
    });
    await telegram.bringIn(world.teaRoom, world.sam);
    expect(kinds).toEqual(['message']);
    await ok('setWebhook', {
      url: telegram.state().webhook?.url,
      allowed_updates: ['chat_member', 'nonsense'],
    });
    await telegram.leave(world.teaRoom, world.sam);
    expect(kinds).toEqual(['message', 'chat_member']);
    expect((await telegram.say('Tea Room', 'Max', 'hello')).update_id).toBeUndefined();
    expect(await ok('getWebhookInfo')).toMatchObject({ allowed_updates: ['chat_member'] });
    await ok('setWebhook', { url: telegram.state().webhook?.url, allowed_updates: ['nonsense'] });
    expect(await ok('getWebhookInfo')).not.toHaveProperty('allowed_updates');
  });
});

describe('setWebhook', () => {
  it.each([
    ['http://example.com/', 'An HTTPS URL must be provided for webhook'],
    ['https://example.com:444/', 'Webhook can be set up only on ports 80, 88, 443 or 8443'],
    ['https://[::1]/', 'IPv6-only addresses are not allowed'],
    ['https://192.168.0.1/', 'IP address 192.168.0.1 is reserved'],
  ])('refuses %s', async (url, why) => {
    const { refusal } = await setStage();
    expect(await refusal('setWebhook', { url })).toBe(`Bad Request: bad webhook: ${why}`);
  });

  it('refuses a secret with other characters', async () => {
    const { refusal } = await setStage();
    expect(await refusal('setWebhook', { url: 'https://example.com/', secret_token: 'a b' })).toBe(
      'Bad Request: secret token contains unallowed characters',
    );
  });
});

describe('another webhook', () => {
  it('takes the place of the old one even when it is refused', async () => {
    const { listen, ok, refusal } = await setStage();
    await listen(() => undefined);
    expect(await refusal('setWebhook', { url: 'http://example.com/' })).toContain('bad webhook');
    expect(await ok('getWebhookInfo')).toMatchObject({ url: '' });
  });

  it('ends a getUpdates that waits', async () => {
    const { ok, refusal, telegram } = await setStage();
    const waiting = refusal('getUpdates', { timeout: 30, allowed_updates: ['CHAT_MEMBER', 'chat_member'] });
    await vi.waitFor(() => expect(telegram.state().allowed_updates).toEqual(['chat_member']));
    await ok('setWebhook', { url: 'https://example.com/', allowed_updates: [5] });
    expect(await waiting).toBe('Conflict: terminated by setWebhook request');
    expect(await ok('getWebhookInfo')).toMatchObject({ allowed_updates: ['chat_member'] });
  });
});

describe('without a webhook', () => {
  it('updates wait for getUpdates, which conflicts with a webhook', async () => {
    const { listen, ok, refusal, telegram } = await setStage();
    const said = await telegram.say('Tea Room', 'Max', 'hello');
    expect(said.statuses).toEqual([]);
    const update_id = said.update_id ?? 0;
    expect(await ok<Update[]>('getUpdates')).toMatchObject([{ update_id }]);
    expect(await ok<Update[]>('getUpdates', { offset: update_id + 1 })).toEqual([]);
    await listen(() => undefined);
    expect(await refusal('getUpdates')).toMatch(
      /^Conflict: can't use getUpdates method while webhook is active/,
    );
  });
});

describe('the state', () => {
  it('is JSON from which another Telegram goes on, with updates that were not yet delivered', async () => {
    const { createLink, telegram, world } = await setStage();
    const link = await createLink(world.teaRoom.id, { name: 'VIP' });
    const { update_id } = await telegram.say('Tea Room', 'Max', 'hello');
    const stored = JSON.parse(JSON.stringify(telegram.state()));
    const resumed = await createTelegram({ token: TOKEN, state: stored });
    expect(resumed.links('tea room')).toMatchObject([link]);
    expect(resumed.read('Tea Room')).toMatchObject([{ text: 'hello' }]);
    expect(resumed.state().waiting.at(-1)?.update.update_id).toBe(update_id);
    await resumed.close();
  });
});
