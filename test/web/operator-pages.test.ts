import { describe, expect, it } from 'vitest';
import { onStage, secretFor, setStage, TOKEN } from '../support/story.ts';

const ORIGIN = 'https://bot.example';

const { stage } = onStage('alone');

const ask = (path: string, init?: RequestInit) => stage.worker.dispatch(`${ORIGIN}${path}`, init);
const bearer = (token: string, accept = 'application/json') => ({
  headers: { Authorization: `Bearer ${token}`, Accept: accept },
});
const connect = (token = TOKEN) => ask('/connect', { method: 'POST', ...bearer(token) });
const submit = (token: string) => ask('/connect', { method: 'POST', body: new URLSearchParams({ token }) });
const atTelegram = async (method: string, params: Record<string, string> = {}): Promise<unknown> => {
  const answer = await fetch(`${stage.telegram.url}/bot${TOKEN}/${method}?${new URLSearchParams(params)}`);
  return ((await answer.json()) as { result: unknown }).result;
};

describe('POST /connect', () => {
  it('sets the webhook to this origin, with the derived secret and exactly the kinds handled', async () => {
    const response = await connect();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      ok: true,
      origin: ORIGIN,
      bot: { username: 'invite_link_bot' },
    });
    expect(await atTelegram('getWebhookInfo')).toMatchObject({
      url: `${ORIGIN}/webhook`,
      max_connections: 40,
      allowed_updates: [
        'message',
        'edited_message',
        'channel_post',
        'callback_query',
        'my_chat_member',
        'chat_member',
        'chat_join_request',
      ],
    });
    expect(stage.telegram.state().webhook?.secret_token).toBe(secretFor('webhook'));
  });

  it('sets a menu for each kind of reader, for admins of ephemeral commands', async () => {
    await connect();
    const menu = async (scope: object) =>
      (await atTelegram('getMyCommands', { scope: JSON.stringify(scope) })) as {
        command: string;
        is_ephemeral?: boolean;
      }[];
    const admins = await menu({ type: 'all_chat_administrators' });
    expect(admins.filter((entry) => entry.is_ephemeral).map((entry) => entry.command)).toEqual([
      'create',
      'edit',
      'revoke',
      'link',
      'links',
      'door',
      'joins',
      'requests',
      'rules',
      'notices',
      'export',
      'lockdown',
      'forget',
      'health',
      'start',
    ]);
    expect((await menu({ type: 'default' })).map((entry) => entry.command)).toEqual(['help']);
    expect((await menu({ type: 'all_private_chats' })).map((entry) => entry.command)).toContain('chats');
  });

  it('asks for the invite right by default, in groups and channels, and describes the bot', async () => {
    await connect();
    for (const for_channels of ['false', 'true']) {
      expect(await atTelegram('getMyDefaultAdministratorRights', { for_channels })).toMatchObject({
        can_invite_users: true,
        can_delete_messages: false,
      });
    }
    expect(await atTelegram('getMyShortDescription')).toMatchObject({
      short_description: expect.stringContaining('invite links'),
    });
  });

  it('may be run again', async () => {
    await connect();
    expect(await (await connect()).json()).toMatchObject({ ok: true });
  });

  it('lets no one in without the token, alike for every wrong one', async () => {
    const answers = new Set<string>();
    for (const token of ['x', TOKEN.slice(0, -1), `${TOKEN}x`, secretFor('health'), secretFor('webhook')]) {
      const response = await connect(token);
      expect(response.status).toBe(401);
      answers.add(await response.text());
      expect((await submit(token)).status).toBe(401);
    }
    expect(answers.size).toBe(1);
    expect((await ask('/connect', { method: 'POST' })).status).toBe(401);
    expect(stage.telegram.calls.filter((call) => call.method === 'setWebhook')).toHaveLength(1);
  });

  it('does not take the token over plain http', async () => {
    const response = await stage.worker.dispatch('http://bot.example/connect', {
      method: 'POST',
      ...bearer(TOKEN),
    });
    expect(response.status).toBe(400);
  });

  it('says which step Telegram refused, and what that means', async () => {
    stage.telegram.fail({
      method: 'getMe',
      how: { refuse: { error_code: 401, description: 'Unauthorized' } },
    });
    const refused = await connect();
    expect(refused.status).toBe(502);
    expect(await refused.json()).toMatchObject({
      ok: false,
      steps: [{ name: 'token', ok: false, says: expect.stringContaining('BotFather') }],
    });
    stage.telegram.fail({
      method: 'setWebhook',
      how: {
        refuse: { error_code: 400, description: 'Bad Request: bad webhook: IP address 10.0.0.1 is reserved' },
      },
    });
    const steps = JSON.stringify(await (await connect()).json());
    expect(steps).not.toContain('isUnresolved');
    expect(steps).toContain('bad webhook: IP address 10.0.0.1 is reserved');
  });

  it('marks the step that failed since the address is too new for Telegram', async () => {
    const description = 'Bad Request: bad webhook: Failed to resolve host: Name or service not known';
    stage.telegram.fail({ method: 'setWebhook', how: { refuse: { error_code: 400, description } } });
    const { steps } = (await (await connect()).json()) as {
      steps: { name: string; isUnresolved?: boolean }[];
    };
    expect(steps.filter((step) => step.isUnresolved).map((step) => step.name)).toEqual(['webhook']);
  });

  it('answers a form with a page, and a program with lines', async () => {
    const page = await submit(TOKEN);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('href="https://t.me/invite_link_bot"');
    const lines = await ask('/connect', { method: 'POST', ...bearer(TOKEN, '*/*') });
    expect(await lines.text()).toMatch(/^done {2}Telegram accepts the token\n/);
  });

  it('reads no more of a form than a token needs', async () => {
    const body = `token=${TOKEN}&x=${'x'.repeat(5_000)}`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await ask('/connect', { method: 'POST', headers, body })).status).toBe(401);
  });

  it('says that a setting cannot be read, and registers no more than is sure', async () => {
    const own = await setStage({ TIME_ZONE: 'Berlin', EPHEMERAL: 'off' });
    const response = await own.worker.dispatch(`${ORIGIN}/connect`, { method: 'POST', ...bearer(TOKEN) });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('Not yet: TIME_ZONE has to be an IANA name');
    const menus = own.telegram.calls.filter((call) => call.method === 'setMyCommands');
    expect(JSON.stringify(menus)).not.toContain('is_ephemeral');
    await own.close();
  });

  it('with EPHEMERAL off registers ordinary commands', async () => {
    const own = await setStage({ EPHEMERAL: 'off' });
    await own.worker.dispatch(`${ORIGIN}/connect`, { method: 'POST', ...bearer(TOKEN) });
    const calls = own.telegram.calls.filter((call) => call.method === 'setMyCommands');
    expect(JSON.stringify(calls)).not.toContain('is_ephemeral');
    await own.close();
  });
});

describe('GET /health', () => {
  const health = async (accept = 'application/json') => {
    const response = await ask('/health', bearer(TOKEN, accept));
    return { status: response.status, text: await response.text() };
  };

  it('is right once connected, for the token and for the key of monitors, and writes nothing', async () => {
    await connect();
    stage.worker.door.operations.length = 0;
    const { status, text } = await health();
    expect(JSON.parse(text).checks.filter((one: { ok: boolean }) => !one.ok)).toEqual([]);
    expect(status).toBe(200);
    expect((await ask('/health', bearer(secretFor('health')))).status).toBe(200);
    expect(stage.worker.door.operations.map(({ operation }) => operation)).toEqual(['get', 'get']);
    expect(
      stage.telegram.calls
        .slice(-4)
        .map((call) => call.method)
        .sort(),
    ).toEqual(['getMe', 'getMe', 'getWebhookInfo', 'getWebhookInfo']);
  });

  it('counts the doors whose address is another one, only if it is asked for them', async () => {
    const { olivia, teaRoom } = stage.world();
    const says = async () => {
      const text = await (
        await stage.worker.dispatch(`${stage.worker.url}/health?doors`, bearer(secretFor('health'), '*/*'))
      ).text();
      return /^\w+ +doors: (.*)$/m.exec(text)?.[1];
    };
    stage.worker.door.operations.length = 0;
    await health();
    expect(stage.worker.door.operations.some(({ operation }) => operation === 'list')).toBe(false);
    expect(await says()).toBe('0, all with an address of this Worker.');
    await stage.telegram.say(teaRoom, olivia, '/door Poster');
    await stage.telegram.say(teaRoom, olivia, '/door Gone');
    await stage.telegram.say(teaRoom, olivia, '/door Gone off');
    await stage.worker.chats.runAlarm(teaRoom.id);
    expect(await says()).toBe('1, all with an address of this Worker.');
    const moved = await stage.worker.dispatch('https://other.example/health?doors', bearer(TOKEN, '*/*'));
    expect(await moved.text()).toContain("1 of 1 have another address than this Worker's.");
  });

  it('is for no one else', async () => {
    for (const init of [{}, bearer('x'), bearer(secretFor('webhook')), bearer(`${TOKEN}x`)]) {
      expect((await ask('/health', init)).status).toBe(401);
    }
  });

  it('takes no secret over plain http, but on this machine', async () => {
    const answer = (origin: string) => stage.worker.dispatch(`${origin}/health`, bearer(TOKEN));
    expect((await answer('http://bot.example')).status).toBe(400);
    expect((await answer('http://127.0.0.1:8787')).status).toBe(503);
  });

  it('says what is wrong and how to fix it', async () => {
    const { status, text } = await health('*/*');
    expect(status).toBe(503);
    expect(text).toMatch(
      /WRONG webhook: Telegram sends updates to http:\/\/127\.0\.0\.1:\d+\.\n {6}Connect again/,
    );
    expect(text).toContain('ok    token: Telegram accepts it.');

    await connect();
    stage.telegram.fail({
      method: 'getMe',
      how: { refuse: { error_code: 401, description: 'Unauthorized' } },
    });
    expect((await health('*/*')).text).toContain('WRONG token: Telegram does not accept my token.');
    stage.worker.door.fail({ operation: 'get', key: 'bot' });
    expect((await health('*/*')).text).toContain('WRONG memory: Workers KV cannot be read.');
  });

  it('is wrong when the webhook cannot be asked about, and does not blame a token for a hiccup', async () => {
    await connect();
    stage.telegram.fail({ method: 'getWebhookInfo', times: 2, how: { html: 502 } });
    expect(await health('*/*')).toMatchObject({
      status: 503,
      text: expect.stringContaining('WRONG webhook: Telegram has trouble'),
    });
    stage.telegram.fail({ method: 'getMe', times: 2, how: { html: 502 } });
    const { text } = await health('*/*');
    expect(text).toMatch(/WRONG token: Telegram has trouble.*\n {6}Ask again in a minute\./);
  });

  it('tells of deliveries that fail, of a secret that differs, and of kinds that are not sent', async () => {
    const own = await setStage({}, 3_600_000);
    const { olivia, teaRoom } = own.world();
    const params = {
      url: `${own.worker.url}/webhook`,
      secret_token: 'another',
      allowed_updates: '["message"]',
    };
    await fetch(`${own.telegram.url}/bot${TOKEN}/setWebhook`, {
      method: 'POST',
      body: new URLSearchParams(params),
    });
    void own.telegram.say(teaRoom, olivia, 'hello');
    while (own.telegram.deliveries.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const response = await own.worker.dispatch(`${ORIGIN}/health`, bearer(TOKEN, '*/*'));
    const text = await response.text();
    expect(text).toContain('WRONG secret: This Worker refuses what Telegram sends');
    expect(text).toMatch(
      /WRONG deliveries: The last error, 0 minutes ago: Wrong response from the webhook: 401/,
    );
    expect(text).toContain(
      'WRONG updates: Telegram does not send: edited_message, channel_post, callback_query, my_chat_member, chat_member, chat_join_request.',
    );
    await own.close();
  });

  it.each([
    ['CREATE_DEFAULTS', 'limit=lots'],
    ['TIME_ZONE', 'Mars/Phobos'],
    ['EPHEMERAL', 'maybe'],
  ])('tells of a wrong setting: %s', async (setting, value) => {
    const own = await setStage({ [setting]: value });
    const response = await own.worker.dispatch(`${ORIGIN}/health`, bearer(TOKEN, '*/*'));
    expect(await response.text()).toContain(`WRONG settings: ${setting} has to be`);
    await own.close();
  });
});

describe('GET /', () => {
  it('neither runs nor loads anything, and shows no secret', async () => {
    await connect();
    const response = await ask('/');
    const text = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<script|\son\w+=|https?:\/\/(?!t\.me)/);
    for (const secret of [TOKEN, secretFor('webhook'), secretFor('health')])
      expect(text).not.toContain(secret);
  });

  it('is asked for by https: a form that was loaded in the clear would send the token so', async () => {
    const response = await stage.worker.dispatch('http://bot.example/');
    expect([response.status, response.headers.get('location')]).toEqual([308, 'https://bot.example/']);
  });

  it('says so where Telegram does not answer', async () => {
    await stage.worker.reload();
    stage.telegram.fail({ times: 4, how: { html: 502 } });
    const response = await ask('/');
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('Telegram has trouble');
  });
});

describe('with an address of the Bot API server that cannot be used,', () => {
  it('every page for operators says so, and none that Telegram does not answer', async () => {
    const own = await setStage({ TELEGRAM_API_URL: 'http://api.example.com' });
    const pages = await Promise.all([
      own.worker.dispatch(`${ORIGIN}/`),
      own.worker.dispatch(`${ORIGIN}/connect`, { method: 'POST', ...bearer(TOKEN) }),
      own.worker.dispatch(`${ORIGIN}/health`, bearer(TOKEN)),
    ]);
    expect(pages.map(({ status }) => status)).toEqual([503, 502, 503]);
    for (const text of await Promise.all(pages.map((page) => page.text()))) {
      expect(text).toContain('TELEGRAM_API_URL has to be an https address');
      expect(text).not.toContain('did not answer');
    }
    await own.close();
  });
});
