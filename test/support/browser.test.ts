import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { fillOnce } from './folder-once.ts';

const browser = await openBrowser();

describe('the browser of the tests', () => {
  it('shows text, each letter by its own glyph', async () => {
    const page = await browser.newPage();
    await page.setContent(
      '<style>body{font:40px system-ui,sans-serif}</style><b>i</b><b>W</b><b>\u{e123}</b>',
    );
    const widths = await page
      .locator('b')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
    const [narrow = 0, wide = 0] = widths;
    expect(narrow).toBeGreaterThan(5);
    expect(wide).toBeGreaterThan(narrow * 2);
    const drawn = async (text: string) => {
      await page.locator('body').evaluate((body, to) => (body.textContent = to), text);
      return (await page.screenshot()).toString('base64');
    };
    expect(new Set([await drawn('a'), await drawn('o'), await drawn('')]).size).toBe(3);
    await page.close();
  });
});

describe('a folder that is filled once', () => {
  let around: string;
  let folder: string;
  beforeEach(() => {
    around = mkdtempSync(join(tmpdir(), 'folder-once-'));
    folder = join(around, 'folder');
  });
  afterEach(() => rmSync(around, { recursive: true }));

  const fill = async (into: string, text: string) => {
    writeFileSync(join(into, 'a'), text);
    // The first to begin is the last to end.
    for (let turn = Number(text); turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(join(into, 'b'), text);
  };
  const read = () => ['a', 'b'].map((name) => readFileSync(join(folder, name), 'utf8'));

  it('is whole and of one, when many fill it at the same time, and they leave nothing beside it', async () => {
    const texts = ['1', '2', '3', '4'];
    await Promise.all(texts.map((text) => fillOnce(folder, (into) => fill(into, text))));
    const [a, b] = read();
    expect(texts).toContain(a);
    expect(b).toBe(a);
    expect(readdirSync(around)).toEqual(['folder']);
    await fillOnce(folder, () => Promise.reject(new Error('filled again')));
  });

  it('is not there before it is whole: who is killed halfway leaves nothing that is taken', async () => {
    let begun = () => {};
    const halfway = new Promise<void>((resolve) => {
      begun = resolve;
    });
    void fillOnce(folder, (into) => {
      writeFileSync(join(into, 'a'), 'half');
      begun();
      return new Promise(() => {});
    });
    await halfway;
    expect(existsSync(folder)).toBe(false);
    await fillOnce(folder, (into) => fill(into, '5'));
    expect(read()).toEqual(['5', '5']);
  });
});
