// A stage for the stories of the page: npm start as it is, and a browser on it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openBrowser, PATIENCE_MS } from '../support/browser.ts';
import { launch, type Program } from '../support/program.ts';

/** The browser says so in its console, too; that is no mistake of the page. */
const REFUSED = /status of 400|ERR_FAILED/;

/** Sets it for the stories of a file, at the top of it: each gets a page of its own, in the Tea Room, and must end without complaints. */
export async function onPage() {
  const browser = await openBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  let started: Program;
  let address: string;
  let page: Page;
  let troubles: string[];

  beforeAll(async () => {
    started = launch('test/play/start.ts', ['--port', '0', '--telegram-port', '0', '--state', folder]);
    await started.printed(/Ctrl-C ends it/);
    address = /^Open (http:\S+) /m.exec(started.output())?.[1] ?? '';
  });
  afterAll(async () => {
    started.end('SIGTERM');
    await started.ended;
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    troubles = [];
    page.on('pageerror', (error) => troubles.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !REFUSED.test(message.text())) troubles.push(message.text());
    });
    await page.goto(address);
    await open('Tea Room');
  });
  afterEach(async () => {
    await page.context().close();
    expect(troubles).toEqual([]);
  });

  const draft = (): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
  const says = (text: string): Locator => page.locator('.message').filter({ hasText: text }).last();

  const open = (chat: string): Promise<void> =>
    page.locator('.chats').getByRole('button', { name: chat }).click();

  async function send(text: string): Promise<void> {
    await draft().fill(text);
    await draft().press('Enter');
  }

  async function become(name: string): Promise<void> {
    const field = page.getByRole('combobox', { name: 'You are' });
    const label = await field.locator('option').filter({ hasText: name }).first().textContent();
    await field.selectOption({ label: label?.trim() ?? '' });
  }

  return {
    get page() {
      return page;
    },
    get address() {
      return address;
    },
    draft,
    says,
    open,
    send,
    become,
    /** Turns a switch, which shows what is armed: that is told by the local Telegram, not by the click. */
    async turn(name: string | RegExp, isOn: boolean): Promise<void> {
      const one = page.getByRole('switch', { name });
      await Promise.all([page.waitForResponse(/\/local\/(?:fail|clear)_?\w*$/), one.click()]);
      await expect.poll(() => one.isChecked()).toBe(isOn);
    },
    toast: (text: string): Locator => page.getByRole('status').filter({ hasText: text }),
    /** What one acts as now. */
    persona: (): Promise<string> =>
      page
        .getByRole('combobox', { name: 'You are' })
        .evaluate((field: { selectedOptions: { textContent: string }[] }) =>
          String(field.selectedOptions[0]?.textContent),
        ),
    /** Does something at the local Telegram, beside the page. */
    async act(verb: string, fields: Record<string, string>): Promise<unknown> {
      const body = new URLSearchParams(fields);
      return (await fetch(`${address}/local/${verb}`, { method: 'POST', body })).json();
    },
    async look(verb: string): Promise<unknown> {
      return (await fetch(`${address}/local/${verb}`)).json();
    },
    /** From now on the local Telegram refuses this verb to the page. */
    refuse: (verb: string, sentence: string): Promise<unknown> =>
      page.route(new RegExp(`/local/${verb}\\b`), (route) => route.fulfill({ status: 400, body: sentence })),
    /** Makes a link as the owner and answers its card. */
    async makeLink(name: string, options = ''): Promise<Locator> {
      await become('Olivia, owner');
      await send(`/create ${name} ${options}`);
      const card = says(`Name: ${name}`);
      await card.waitFor();
      return card;
    },
  };
}
