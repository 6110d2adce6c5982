import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../src/lib/result.ts';
import { createHome } from '../../src/web/home.ts';
import type { WebServices } from '../../src/web/web-services.ts';

const BOT = { id: 1, username: 'tea_bot', first_name: 'Tea' };

/** The page of a Worker whose time and whose Telegram are in our hands. */
function openHome(webhook: string, me: unknown = BOT) {
  const telegram = { calls: 0, now: 0, webhook, isDown: false };
  const services = {
    apiUrl: ok('https://telegram.example'),
    clock: () => telegram.now,
    telegramUntil: () => ({
      async call(method: string) {
        telegram.calls++;
        if (telegram.isDown) return fail({ kind: 'no_answer' });
        return ok(method === 'getMe' ? me : { url: telegram.webhook });
      },
    }),
  } as unknown as WebServices;
  const home = createHome(services);
  const visit = async (address = 'https://bot.example/') => {
    const page = await (await home.show(new Request(address))).text();
    return /<h1>(.*)<\/h1>/.exec(page)?.[1];
  };
  return { home, telegram, visit };
}

const HERE = 'https://bot.example/webhook';

describe('GET /, visited again and again,', () => {
  it.each([
    ['connected', HERE, 59, 'Tea'],
    ['connected elsewhere', 'https://other.example/webhook', 4, 'Not connected yet'],
    ['connected nowhere', '', 4, 'Not connected yet'],
  ])('asks Telegram once for a while where the bot is %s', async (_, webhook, seconds, heading) => {
    const { telegram, visit } = openHome(webhook);
    for (const second of [0, 1, seconds]) {
      telegram.now = second * 1_000;
      expect(await visit()).toBe(heading);
    }
    expect(telegram.calls).toBe(2);
    telegram.now += 1_000;
    await visit();
    expect(telegram.calls).toBe(4);
  });

  it('spends no calls for Telegram in trouble, nor for each address that leads to the Worker', async () => {
    const { telegram, visit } = openHome(HERE);
    telegram.isDown = true;
    for (const address of ['https://a.example', 'https://b.example', 'https://a.example'])
      expect(await visit(address)).toBe('Not available');
    telegram.isDown = false;
    telegram.now += 5_000;
    for (const address of ['https://a.example', 'https://b.example'])
      expect(await visit(address)).toBe('Not connected yet');
    expect(await visit()).toBe('Tea');
    expect(telegram.calls).toBe(4);
  });

  it('shows the bot at once when it has been connected', async () => {
    const { home, telegram, visit } = openHome('');
    expect(await visit()).toBe('Not connected yet');
    telegram.webhook = HERE;
    home.forget();
    expect(await visit()).toBe('Tea');
  });

  it('takes an answer that does not say who the bot is for none', async () => {
    expect(await openHome(HERE, { first_name: 'Tea' }).visit()).toBe('Not available');
  });
});
