import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { type Launched, launch } from './launch.ts';

const browser = await openBrowser();
const folder = mkdtempSync(join(tmpdir(), 'page-'));

let started: Launched;
let address: string;
beforeAll(async () => {
  const { WRANGLER_LOG: _, ...env } = process.env;
  started = launch(['--port', '0', '--telegram-port', '0', '--state', folder], env, false);
  await started.printed('Ctrl-C ends it');
  address = /^Open (http:\S+) /m.exec(started.output())?.[1] ?? '';
});
afterAll(async () => {
  started.end('SIGTERM');
  await started.ended;
  rmSync(folder, { recursive: true });
});

let page: Page;
let troubles: string[];
beforeEach(async () => {
  page = await openPage();
});
afterEach(async () => {
  await page.context().close();
  expect(troubles).toEqual([]);
});

async function openPage(options: Parameters<typeof browser.newPage>[0] = {}): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...options });
  troubles = [];
  opened.on('pageerror', (error) => troubles.push(String(error.stack)));
  opened.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await opened.goto(address);
  await opened.getByRole('button', { name: /^T Tea Room|^Tea Room/ }).click();
  return opened;
}

const draft = (): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
const messages = (): Locator => page.locator('.message');
const says = (text: string): Locator => messages().filter({ hasText: text }).last();
const toast = (text: string): Locator => page.getByRole('status').filter({ hasText: text });

async function send(text: string): Promise<void> {
  await draft().fill(text);
  await draft().press('Enter');
}

async function become(name: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'You are' });
  const label = await field.locator('option').filter({ hasText: name }).first().textContent();
  await field.selectOption({ label: label?.trim() ?? '' });
}

/** Makes a link as the owner and answers its card. */
async function makeLink(name: string, options = ''): Promise<Locator> {
  await become('Olivia, owner');
  await send(`/create ${name} ${options}`);
  const card = says(`Name: ${name}`);
  await card.waitFor();
  return card;
}

describe('the page of npm start', () => {
  it('shows the answer to a command, what the bot did for it, and what KV holds now', async () => {
    const card = await makeLink('Walkers');
    const link = (await card.getByRole('link').first().textContent()) ?? '';
    await card.getByText('At most 10 members at once').waitFor();

    const did = page.getByRole('list', { name: 'What the bot did' });
    await did.getByText('createChatInviteLink').last().click();
    await did.getByText('"name": "Walkers"').first().waitFor();
    const kv = page.getByRole('list', { name: 'Workers KV' });
    await kv
      .locator('.fresh')
      .filter({ hasText: link.replace('https://t.me/+', '') })
      .first()
      .waitFor();
  });

  it('presses a button, and the message is drawn anew', async () => {
    const card = await makeLink('Cyclists');
    await card.getByRole('button', { name: '100', exact: true }).click();
    await says('Name: Cyclists').getByText('At most 100 members at once').waitFor();
    await says('Name: Cyclists').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Keep it' }).waitFor();
  });

  it('lets people join by a link until it is full, and shows it in the chat', async () => {
    const card = await makeLink('One guest', 'limit=1');
    await card.getByRole('link').first().click();
    await page.getByRole('button', { name: /^as Sam/ }).click();
    await toast('Sam has joined.').waitFor();
    await page.getByText('Sam joined').last().waitFor();

    await page.getByText('People and rights').click();
    await page.getByRole('textbox', { name: 'Name of somebody new' }).fill('Uma <b>Thur</b>');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await says('One guest').getByRole('link').first().click();
    await page.getByRole('button', { name: 'as Uma <b>Thur</b>' }).click();
    await toast('cannot join: the member limit of the link is reached').waitFor();
  });

  it('refuses a member, and shows it to that member alone', async () => {
    await become('Max');
    await send('/create Mine');
    await says('administrators with the right to invite users, can ask me')
      .getByText('only you see this')
      .waitFor();
    await become('Adam');
    await expect.poll(() => says('can ask me').count()).toBe(0);
    await says('/create Mine').waitFor();
  });

  it('hides what an admin does by an ephemeral command from the others, unless it is made public', async () => {
    await makeLink('Secret guests');
    await become('Max');
    await expect.poll(() => says('Secret guests').count()).toBe(0);

    await become('Olivia, owner');
    await draft().fill('/create Open day');
    await page.getByRole('checkbox', { name: /Let everybody in the chat see/ }).check();
    await draft().press('Enter');
    await says('Name: Open day').waitFor();
    await become('Max');
    await says('Name: Open day').waitFor();
  });

  it('offers the commands that the bot registered, by keyboard alone', async () => {
    await become('Adam');
    await draft().pressSequentially('/lin');
    await page.getByRole('list', { name: 'Commands' }).getByText('List the links that I made here').waitFor();
    await draft().press('Tab');
    expect(await draft().inputValue()).toBe('/link ');
    await draft().fill('/re');
    await draft().press('ArrowUp');
    await page.keyboard.press('Enter');
    expect(await draft().inputValue()).toBe('/revoke ');
    await become('Max');
    await draft().fill('/');
    await page.getByRole('list', { name: 'Commands' }).getByText('/help').waitFor();
    const offered = page.getByRole('list', { name: 'Commands' }).getByRole('listitem');
    await expect.poll(() => offered.count()).toBe(1);
  });

  it('asks an anonymous admin to confirm by a button', async () => {
    await become('Adam, as an anonymous admin');
    await send('/create Unnamed');
    await page.getByRole('button', { name: 'Confirm' }).last().click();
    await says('Name: Unnamed').waitFor();
  });

  it('lets the next call go wrong by a switch, which goes off when it has', async () => {
    await become('Olivia, owner');
    await page.getByText('What goes wrong next').click();
    const refused = page.getByRole('switch', { name: 'Telegram refuses' });
    await page.getByRole('combobox', { name: 'Which call' }).selectOption('createChatInviteLink');
    await refused.check();
    await send('/create Too many');
    await page.locator('.news .trouble').filter({ hasText: 'not enough rights' }).first().waitFor();
    await says('Telegram does not let me.').waitFor();
    await expect.poll(() => refused.isChecked()).toBe(false);
  });

  it('changes what the bot may do', async () => {
    await become('Olivia, owner');
    await page.getByText('People and rights').click();
    const rights = page.getByRole('combobox', { name: 'The bot' });
    await rights.selectOption({ label: 'admin, may not invite' });
    await send('/create Nothing');
    await says('invite').filter({ hasText: 'right' }).waitFor();
    await rights.selectOption({ label: 'admin, may invite' });
    await expect.poll(() => rights.inputValue()).toBe('inviter');
  });

  it('chooses a chat in private, and manages it from there', async () => {
    await page.getByRole('button', { name: /Daily News/ }).click();
    await become('Olivia, owner');
    await page.getByRole('button', { name: /private chat/ }).click();
    await send('/chats');
    await page.getByRole('button', { name: 'A channel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Daily News' }).click();
    await says('Daily News').waitFor();
    await send('/create Readers');
    await says('Name: Readers').waitFor();
  });

  it('replies to a message and edits one', async () => {
    await become('Max');
    await send('Who has a link?');
    await become('Adam');
    await says('Who has a link?').getByRole('button', { name: 'Reply' }).click();
    await page.getByText('You are replying to: Who has a link?').waitFor();
    await send('I had');
    await says('I had').locator('blockquote').filter({ hasText: 'Who has a link?' }).waitFor();
    await draft().press('ArrowUp');
    expect(await draft().inputValue()).toBe('I had');
    await send('I have');
    await says('I have').getByText('edited').waitFor();
  });

  it('keeps markup in names and titles text', async () => {
    const title = '<img src=x onerror=alert(1)>';
    await fetch(`${address}/local/add_chat`, {
      method: 'POST',
      body: new URLSearchParams({ type: 'supergroup', title, owner: 'Olivia' }),
    });
    await page.getByRole('button', { name: title }).click();
    await become('Olivia, owner');
    await send('/create <script>alert(1)</script>');
    await says('Name: <script>alert(1)</script>').waitFor();
    expect(await page.locator('main img, main script').count()).toBe(0);
  });

  it('fits a phone, part by part', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const part of ['Chats', 'Bot', 'KV', 'Messages']) {
      await page.getByRole('button', { name: part, exact: true }).click();
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(360);
    }
    await draft().waitFor();
  });

  it('begins anew by one button', async () => {
    await makeLink('Forgotten');
    await page.getByRole('button', { name: /^Begin anew/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Begin anew' }).click();
    await page.getByText('Nothing was said here yet.').waitFor();
    // What Telegram says of the bot itself is read again at once.
    await page.getByRole('heading', { name: 'Workers KV 1 key' }).waitFor();
    await makeLink('First again');
  });
});
