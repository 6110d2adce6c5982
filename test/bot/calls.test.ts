import { describe, expect, it } from 'vitest';
import type { Milliseconds } from '../../src/lib/units.ts';
import { createTelegram } from '../../src/telegram/client.ts';
import { TOKEN } from '../support/story.ts';

interface Sent {
  readonly url: URL;
  readonly init: RequestInit;
}

/** A Telegram whose clock moves only when told: each answer says how long it takes. */
function setUp(answers: readonly (() => Response)[], took: Milliseconds = 0) {
  const sent: Sent[] = [];
  const waits: Milliseconds[] = [];
  let now = 1_000_000;
  const deps = {
    token: TOKEN,
    apiUrl: 'https://api.example',
    now: () => now,
    async wait(time: Milliseconds) {
      waits.push(time);
      now += time;
    },
    async fetch(url: string, init: RequestInit) {
      sent.push({ url: new URL(url), init });
      now += took;
      const answer = answers[sent.length - 1];
      if (!answer) throw new Error('Network connection lost.');
      return answer();
    },
  };
  return { sent, waits, telegram: (deadlineIn: Milliseconds) => createTelegram(deps, now + deadlineIn) };
}

const granted = (result: unknown) => () => Response.json({ ok: true, result });
const flood = (seconds: number) => () =>
  Response.json(
    { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: seconds } },
    { status: 429 },
  );

describe('a call of the Bot API', () => {
  it('goes as GET with a query where it reads, and as form POST where it changes', async () => {
    const { sent, telegram } = setUp([granted({}), granted({})]);
    await telegram(25_000).call('getChatMember', { chat_id: -5, user_id: 7 });
    await telegram(25_000).call('sendMessage', {
      chat_id: -5,
      text: 'a&b',
      link_preview_options: { is_disabled: true },
    });
    expect(sent[0]?.url.href).toBe(`https://api.example/bot${TOKEN}/getChatMember?chat_id=-5&user_id=7`);
    expect(sent[0]?.init.method ?? 'GET').toBe('GET');
    expect(sent[1]?.init).toMatchObject({ method: 'POST', redirect: 'manual' });
    expect(String(sent[1]?.init.body)).toBe(
      'chat_id=-5&text=a%26b&link_preview_options=%7B%22is_disabled%22%3Atrue%7D',
    );
  });

  it('that reads or changes is made twice at the most, and one that makes a link once', async () => {
    const read = setUp([]);
    expect(await read.telegram(25_000).call('getMe', undefined)).toEqual({
      ok: false,
      failure: { kind: 'no_answer' },
    });
    expect(read.sent).toHaveLength(2);
    const edit = setUp([]);
    await edit.telegram(25_000).call('revokeChatInviteLink', { chat_id: -5, invite_link: 'x' });
    expect(edit.sent).toHaveLength(2);
    for (const method of ['createChatInviteLink', 'exportChatInviteLink'] as const) {
      const make = setUp([]);
      await make.telegram(25_000).call(method, { chat_id: -5 });
      expect(make.sent).toHaveLength(1);
    }
  });

  it('that makes a link is repeated after a flood wait, since Telegram refused it', async () => {
    const { sent, waits, telegram } = setUp([flood(3), granted({ invite_link: 'x' })]);
    const answer = await telegram(25_000).call('createChatInviteLink', { chat_id: -5 });
    expect(answer).toEqual({ ok: true, value: { invite_link: 'x' } });
    expect([sent.length, waits]).toEqual([2, [3_000]]);
  });

  it('is not repeated after a long flood wait', async () => {
    const { sent, waits, telegram } = setUp([flood(6)]);
    const answer = await telegram(25_000).call('createChatInviteLink', { chat_id: -5 });
    expect(answer).toEqual({ ok: false, failure: { kind: 'flood_control', retryAfter: 6 } });
    expect([sent.length, waits]).toEqual([1, []]);
  });

  it('is not started where it could not end before the deadline', async () => {
    const { sent, telegram } = setUp([granted({}), granted({})]);
    const late = { ok: false, failure: { kind: 'out_of_time' } };
    expect(await telegram(8_000).call('createChatInviteLink', { chat_id: -5 })).toEqual(late);
    expect(await telegram(1_000).call('getMe', undefined)).toEqual(late);
    expect(sent).toEqual([]);
    expect(await telegram(8_000).call('getMe', undefined)).toEqual({ ok: true, value: {} });
  });

  it('that got slow answers leaves no time for what would end too late', async () => {
    const { sent, telegram } = setUp([], 9_000);
    const slow = telegram(25_000);
    expect(await slow.call('getChatMember', { chat_id: -5, user_id: 7 })).toMatchObject({
      failure: { kind: 'no_answer' },
    });
    expect(await slow.call('createChatInviteLink', { chat_id: -5 })).toMatchObject({
      failure: { kind: 'out_of_time' },
    });
    expect(sent).toHaveLength(2);
  });

  it('is given up when no answer comes in time', async () => {
    const { telegram, sent } = setUp([]);
    await telegram(25_000).call('createChatInviteLink', { chat_id: -5 });
    expect(sent[0]?.init.signal).toBeInstanceOf(AbortSignal);
  });

  it.each([
    [502, '<html>Bad Gateway</html>', { kind: 'telegram_down', status: 502 }],
    [302, '', { kind: 'telegram_down', status: 302 }],
    [
      500,
      '{"ok":false,"error_code":500,"description":"Internal Server Error"}',
      { kind: 'telegram_down', status: 500 },
    ],
    [404, '{"ok":false,"error_code":404,"description":"Not Found"}', { kind: 'token_rejected' }],
    [429, '{"ok":false,"error_code":429}', { kind: 'flood_control', retryAfter: 30 }],
    [200, '{"ok":"true"}', { kind: 'telegram_down', status: 200 }],
    [200, '[]', { kind: 'telegram_down', status: 200 }],
  ])('that is answered with %i %s is no success', async (status, body, failure) => {
    const answer = () => new Response(body, { status });
    const { telegram } = setUp([answer, answer]);
    expect(await telegram(25_000).call('createChatInviteLink', { chat_id: -5 })).toEqual({
      ok: false,
      failure,
    });
  });

  it('tells no one the token, whatever goes wrong', async () => {
    const leaking = setUp([
      () => {
        throw new Error(`fetch of https://api.example/bot${TOKEN}/getMe failed`);
      },
    ]);
    expect(
      JSON.stringify(await leaking.telegram(25_000).call('createChatInviteLink', { chat_id: -5 })),
    ).not.toContain(TOKEN);
  });
});
