import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { launchBrowser } from './launch-browser.ts';

/** Nearly as long as a test has: no story is about time. */
export const PATIENCE_MS = 50_000;

/**
 * Opens a browser for the tests of one file, which closes with them: `const browser = await openBrowser()` at the top of
 * the file. Without a browser the file fails.
 */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const browser = await launchBrowser(args);
  afterAll(() => browser.close());
  return browser;
}
