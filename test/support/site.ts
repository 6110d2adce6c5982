// What a browser finds under an https address that leads to a Worker on this machine. Its requests are handed over inside
// the browser, so there is no port, no certificate and no name to look up; and nothing leaves the machine.

import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { PATIENCE_MS } from './browser.ts';
import type { RunningWorker } from './worker.ts';

export interface Site {
  readonly page: Page;
  /** The addresses that the page led or reached to outside its origin, in order; they answer nothing. */
  readonly elsewhere: readonly string[];
  /** What the browser complained about: what a policy forbade, what did not load, what was thrown. */
  readonly complaints: readonly string[];
}

/** Opens a page in a context of its own; `edit` changes the HTML on its way, as someone who got markup into it would. */
export async function openSite(
  browser: Browser,
  origin: string,
  worker: Pick<RunningWorker, 'dispatch'>,
  options: BrowserContextOptions = {},
  edit = (html: string): string => html,
): Promise<Site> {
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  async function answer(route: Route): Promise<void> {
    const request = route.request();
    const url = request.url();
    if (new URL(url).origin !== origin) {
      elsewhere.push(url);
      return route.fulfill({ status: 204 });
    }
    const [headers, body] = [await request.allHeaders(), request.postDataBuffer()];
    const response = await worker.dispatch(url, { method: request.method(), headers, body });
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: edit(await response.text()),
    });
  }

  const context = await browser.newContext({ baseURL: origin, ...options });
  await context.route('**', answer);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, elsewhere, complaints };
}
