import type { BrowserContextOptions } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { openSite, type Site } from '../support/site.ts';
import { onStage, secretFor, TOKEN } from '../support/story.ts';

// As long as Cloudflare's names get, without a place to break the line.
const ORIGIN = `https://invite-link-bot.${'account'.repeat(9)}.workers.dev`;

const browser = await openBrowser();

const { stage } = onStage('alone');

// What the Worker's start page knows of the story before.
beforeEach(() => stage.worker.reload());

let site: Site;
const open = async (options: BrowserContextOptions = {}, edit?: (html: string) => string) => {
  site = await openSite(browser, ORIGIN, stage.worker, options, edit);
  await site.page.goto('/');
  return site.page;
};
afterEach(() => site.page.context().close());

const heading = () => site.page.getByRole('heading').innerText();
const words = () => site.page.locator('main').innerText();
const link = (name: string) => site.page.getByRole('link', { name });
async function submit(token: string): Promise<void> {
  await site.page.getByLabel('Bot token').fill(token);
  await site.page.getByRole('button', { name: 'Connect' }).click();
}

describe.each([
  { javaScriptEnabled: true },
  { javaScriptEnabled: false },
])('the page of a Worker, in a browser with %o', (options) => {
  it('asks for the token, connects, and leads to the bot', async () => {
    await open(options);
    expect(await heading()).toBe('Not connected yet');
    expect(await words()).toContain('Telegram sends its updates to another address');
    await submit(TOKEN);
    expect(await heading()).toBe('Connected');
    expect(await words()).toContain('@invite_link_bot');
    expect(stage.telegram.state().webhook?.url).toBe(`${ORIGIN}/webhook`);
    for (const path of ['/connect', '/']) {
      if (path === '/') await site.page.goto(path);
      expect(new URL(site.page.url()).pathname).toBe(path);
      await link('Open in Telegram').click();
      await link('Add to a group').click();
    }
    expect(await heading()).toBe('Invite Link Bot');
    const bot = 'https://t.me/invite_link_bot';
    const both = [bot, `${bot}?startgroup=hello&admin=invite_users`];
    expect(site.elsewhere).toEqual([...both, ...both]);
    expect(site.complaints).toEqual([]);
  });

  it('refuses every wrong token in the same words, and asks again', async () => {
    await open(options);
    const answers = new Set<string>();
    for (const wrong of ['x', `${TOKEN}x`, secretFor('health')]) {
      await submit(wrong);
      answers.add(await site.page.locator('body').innerHTML());
      expect(await heading()).toBe('Not connected');
      await link('Try again').click();
      expect(await site.page.getByLabel('Bot token').inputValue()).toBe('');
    }
    expect([...answers]).toEqual([expect.stringContaining('That is not the token')]);
    expect(stage.telegram.state().webhook?.url).toBe(`${stage.worker.url}/webhook`);
  });
});

describe('the pages in a browser', () => {
  const refusal = { error_code: 400, description: `Bad Request: ${'bad'.repeat(60)}` };

  it.each([
    ['a phone', { viewport: { width: 360, height: 740 } }],
    ['a dark screen', { colorScheme: 'dark' }],
  ] as const)('fit %s, tell what failed, and show no secret', async (_, options) => {
    const page = await open(options);
    const look = async () => {
      const [wide, room] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      expect(wide).toBe(room);
      const shown = `${page.url()} ${await page.content()}`;
      for (const secret of [TOKEN, secretFor('webhook'), secretFor('health')])
        expect(shown).not.toContain(secret);
    };
    await look();
    await submit(`${TOKEN}x`);
    await look();
    await link('Try again').click();
    stage.telegram.fail({ method: 'setWebhook', how: { refuse: refusal } });
    await submit(TOKEN);
    expect(await page.getByRole('listitem').filter({ hasText: 'Not yet' }).innerText()).toContain('badbad');
    await look();
    await link('Try again').click();
    await submit(TOKEN);
    expect(await heading()).toBe('Connected');
    await look();
    await page.goto('/');
    await look();
    // Connected again, the page asks Telegram again.
    const authorization = `Bearer ${TOKEN}`;
    await stage.worker.dispatch(`${ORIGIN}/connect`, { method: 'POST', headers: { authorization } });
    stage.telegram.fail({ times: 4, how: { html: 502 } });
    await page.goto('/');
    expect(await heading()).toBe('Not available');
    await look();
  });

  it('are styled, and run no script that someone got into them', async () => {
    const ATTACK = `<script>document.title = 'taken'</script><img src="https://evil.example/" onerror="document.title = 'taken'">`;
    const page = await open({}, (html) => html.replace('</main>', `${ATTACK}</main>`));
    const colour = "getComputedStyle(document.querySelector('button')).backgroundColor";
    expect(await page.evaluate(colour)).toBe('rgb(28, 108, 174)');
    await page.getByRole('button').focus();
    // The same colour as that of the button: on white and on black it can be seen.
    expect(await page.evaluate(colour.replace('backgroundColor', 'outlineColor'))).toBe('rgb(28, 108, 174)');
    expect(await page.title()).toBe('Connect the bot');
    expect(site.elsewhere).toEqual([]);
    const forbidden = site.complaints.map((text) => /(?:script|img|style)-src/.exec(text)?.[0]);
    expect(forbidden.sort()).toEqual(['img-src', 'script-src', 'script-src']);
  });

  it('send the form nowhere but to the Worker, whatever someone made of it', async () => {
    await open({}, (html) => html.replace('action="/connect"', 'action="https://evil.example/"'));
    await site.page.getByLabel('Bot token').fill(TOKEN);
    await site.page.getByRole('button').dispatchEvent('click');
    await expect.poll(() => site.complaints.join()).toContain('form-action');
    expect(site.elsewhere).toEqual([]);
    expect(await heading()).toBe('Not connected yet');
  });
});
