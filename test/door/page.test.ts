import fc from 'fast-check';
import jsQR from 'jsqr';
import type { BrowserContextOptions } from 'playwright-core';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { openSite } from '../support/site.ts';
import { forAll, linkIn, onStage } from '../support/story.ts';
import { addressIn, settled, slugOf, visit } from './doors.ts';

const browser = await openBrowser();
const { stage, world, say } = onStage();

const ORIGIN = 'https://tea.example';
const LINK = 'https://t.me/+AbCdEfGhIjKlMnOp';
const SLUG = '0123456789ab';
const get = (path: string, init?: RequestInit) => stage.worker.dispatch(`${ORIGIN}${path}`, init);
const reads = () => stage.worker.door.operations.splice(0);
const put = (value: unknown) =>
  stage.worker.kv.put(`door:${SLUG}`, typeof value === 'string' ? value : JSON.stringify(value));
const OPEN = { chat: -1, title: 'Tea Room', state: 'open', link: LINK };

/** What a camera reads in a picture of the screen. */
function decode(picture: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(picture);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data;
}

const SCREENS: readonly (readonly [string, BrowserContextOptions])[] = (['light', 'dark'] as const).flatMap(
  (colorScheme) =>
    [360, 1280].map(
      (width) =>
        [
          `${colorScheme}-${width}`,
          { colorScheme, viewport: { width, height: 800 }, javaScriptEnabled: false },
        ] as const,
    ),
);

describe('the page of a door', () => {
  it.each(SCREENS)('is read without scripts, and its code by a camera: %s', async (screen, options) => {
    const made = await say('/door');
    const path = `/j/${slugOf(addressIn(made))}`;
    const { page, elsewhere, complaints } = await openSite(browser, ORIGIN, stage.worker, options);
    await page.goto(path);
    expect(await page.title()).toBe('Tea Room');
    expect(await page.getByRole('heading').innerText()).toBe('Tea Room');
    expect(await page.getByRole('img', { name: 'QR code of this address' }).count()).toBe(1);
    expect(await page.locator('main').innerText()).toContain('No Telegram yet?');
    const picture = await page.screenshot({ fullPage: true, ...pathOf(screen) });
    expect(decode(picture)).toBe(`${ORIGIN}${path}`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('link', { name: 'Join in Telegram' }).isVisible()).toBe(false);
    expect(decode(await page.screenshot({ fullPage: true, ...pathOf(`${screen}-print`) }))).toBe(
      `${ORIGIN}${path}`,
    );
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: 'Join in Telegram' }).click();
    expect(elsewhere).toEqual([linkIn(made)]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(
    SCREENS,
  )('fits the screen, whatever the chat is called, and when it is paused: %s', async (screen, options) => {
    await put({ ...OPEN, title: `<b>${'Tee'.repeat(40)}</b> & "friends"` });
    const { page } = await openSite(browser, ORIGIN, stage.worker, { ...options, javaScriptEnabled: true });
    for (const state of ['open', 'paused', 'none']) {
      if (state === 'paused') await put({ ...OPEN, state, why: 'full' });
      await page.goto(state === 'none' ? '/j/none' : `/j/${SLUG}`);
      const [wide, room] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      expect([state, wide]).toEqual([state, room]);
      await page.screenshot({ fullPage: true, ...pathOf(`${screen}-${state}`) });
    }
    await page.context().close();
  });

  it('costs one read, no write and no call, hundreds of times over', async () => {
    await put(OPEN);
    const before = stage.telegram.calls.length;
    await stage.worker.chats.takeCosts();
    reads();
    await forAll(Array.from({ length: 400 }), async () => {
      const page = await get(`/j/${SLUG}`);
      expect(page.status).toBe(200);
      await page.arrayBuffer();
    });
    const operations = reads();
    expect(operations).toHaveLength(400);
    expect(new Set(operations.map(({ operation, key }) => `${operation} ${key}`))).toEqual(
      new Set([`get door:${SLUG}`]),
    );
    expect(stage.telegram.calls.length).toBe(before);
    expect((await stage.worker.chats.takeCosts()).methods).toEqual([]);
  });

  it.each([
    '',
    '0',
    '0123456789abc',
    '0123456789au',
    'a'.repeat(5_000),
    '%00',
    '../health',
    'aaaa/aaaaaaa',
    '012345 789ab',
  ])('reads nothing for what can be no address: %s', async (slug) => {
    reads();
    expect((await get(`/j/${slug}`)).status).toBe(slug === '../health' ? 401 : 404);
    expect(reads()).toEqual([]);
  });

  it('is the same for a closed door, an unknown and an impossible address', async () => {
    const made = await say('/door');
    await say('/door off');
    await settled(stage, world.teaRoom);
    const pages = await Promise.all(
      [slugOf(addressIn(made)), 'zzzzzzzzzzzz', 'x'].map(async (slug) => {
        const page = await get(`/j/${slug}`);
        return [page.status, (await page.text()).replace(/nonce="[^"]*"/g, '')];
      }),
    );
    expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(1);
    expect(pages[0]?.[0]).toBe(404);
  });

  it('is kept by no cache and no search engine, runs no script, and can be shared with a preview', async () => {
    await put({ ...OPEN, title: 'Tea & "Talk" <i>\ud83d</i>' });
    const { page, headers } = await visit(stage, `${ORIGIN}/j/${SLUG}`);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'nonce-/);
    expect(headers.get('X-Robots-Tag')).toBe('noindex');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(page).toContain('<meta name="robots" content="noindex">');
    expect(page).toContain(
      '<meta property="og:title" content="Tea &amp; &quot;Talk&quot; &lt;i&gt;\ufffd&lt;/i&gt;">',
    );
    expect(page).toContain(`<meta property="og:url" content="${stage.worker.url}/j/${SLUG}">`);
    expect(page).toContain(
      '<meta property="og:description" content="You are invited to this chat in Telegram.">',
    );
    expect(page).not.toContain('<script');
  });

  it('leads to an invite link and nowhere else, whatever Workers KV holds', async () => {
    const target = fc.oneof(
      fc.constantFrom(
        'https://evil.example/',
        'javascript:alert(1)',
        'https://t.me/evil',
        '//evil',
        'https://t.me@evil.example/+AbCdEfGhIjKlMnOp',
        'https://evil.example/?t.me/+AbCdEfGhIjKlMnOp',
        't.me/joinchat/AbCdEfGhIjKlMnOp',
        `${LINK}"><script>`,
      ),
      fc.webUrl(),
      fc.string({ unit: 'binary' }),
    );
    const value = fc.oneof(
      fc.record(
        {
          title: fc.string({ unit: 'binary' }),
          state: fc.constantFrom('open', 'paused', 'closed', 'odd'),
          link: target,
          why: fc.string(),
          expires: fc.anything(),
        },
        { requiredKeys: [] },
      ),
      fc.anything(),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(value, async (one) => {
        await put(typeof one === 'string' ? one : (JSON.stringify(one) ?? 'null'));
        const { status, link, page } = await visit(stage, `${ORIGIN}/j/${SLUG}`);
        expect([200, 404]).toContain(status);
        if (link !== undefined) expect(link).toMatch(/^https:\/\/t\.me\/\+[\w-]{10,64}$/);
        expect(page).not.toMatch(/<script|javascript:|evil/);
      }),
      { numRuns: 150 },
    );
  });

  it('is typed from a poster in capitals, and with letters for digits', async () => {
    await put(OPEN);
    for (const slug of ['0123456789AB', 'O123456789ab', 'ol23456789ab', 'oi23456789AB'])
      expect((await get(`/j/${slug}`)).status).toBe(200);
  });

  it('answers HEAD like GET without a body, and refuses other methods', async () => {
    await put(OPEN);
    for (const slug of [SLUG, 'zzzzzzzzzzzz']) {
      const [page, head] = [await get(`/j/${slug}`), await get(`/j/${slug}`, { method: 'HEAD' })];
      expect([head.status, await head.text()]).toEqual([page.status, '']);
      expect(head.headers.get('Content-Type')).toBe(page.headers.get('Content-Type'));
    }
    reads();
    const refused = await get(`/j/${SLUG}`, { method: 'POST', body: 'x' });
    expect([refused.status, refused.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
    expect(reads()).toEqual([]);
  });

  it('says that it cannot be shown if Workers KV cannot be read, and not that it is closed', async () => {
    await put(OPEN);
    stage.worker.door.fail({ operation: 'get', key: 'door:' });
    expect(await visit(stage, `${ORIGIN}/j/${SLUG}`)).toMatchObject({
      status: 503,
      heading: 'Not available',
    });
    expect((await visit(stage, `${ORIGIN}/j/${SLUG}`)).link).toBe(LINK);
  });
});

/** `SCREENSHOTS=<folder>` keeps the pictures, to be looked at. */
const pathOf = (name: string) =>
  process.env.SCREENSHOTS ? { path: `${process.env.SCREENSHOTS}/${name}.png` } : {};
