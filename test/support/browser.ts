import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { launchBrowser } from './launch-browser.ts';

/**
 * Opens a browser for the tests of one file, which closes with them: `const browser = await openBrowser()` at the top of
 * the file. Without a browser the file fails.
 */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const browser = await launchBrowser(args);
  afterAll(() => browser.close());
  return browser;
}
