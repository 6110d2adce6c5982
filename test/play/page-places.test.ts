import { describe, expect, it } from 'vitest';
import { onPage } from './page-stage.ts';

const stage = await onPage();

const focused = (): Promise<string> =>
  stage.page.evaluate<string>(
    "document.activeElement.id || document.activeElement.getAttribute('aria-label') || document.activeElement.tagName",
  );

describe('the page of npm start, wherever one goes,', () => {
  it('shows no one what another was shown, though what they see themselves cannot be read', async () => {
    await stage.makeLink('No one else’s');
    await stage.refuse('read', 'Not now.');
    await stage.become('Max');
    await stage.toast('Not now.').waitFor();
    expect(await stage.says('No one else’s').count()).toBe(0);
    await stage.draft().fill('/');
    expect(await stage.page.getByRole('list', { name: 'Commands' }).count()).toBe(0);
  });

  it('shows a stranger nothing of a private chat, and says so', async () => {
    await stage.become('Olivia, owner');
    await stage.send('Among us');
    await stage.become('Sam');
    await stage.page.getByText('Only its members see what is said here.').waitFor();
    expect(await stage.says('Among us').count()).toBe(0);
  });

  it('keeps every control in reach, whatever people and chats are called', async () => {
    const name = 'W'.repeat(64);
    await stage.act('add_person', { first_name: name });
    await stage.act('add_person', { first_name: '\u202bשלום' });
    await stage.act('add_chat', { type: 'group', title: name.repeat(2), owner: 'Olivia' });
    await stage.page.getByText('People and rights').click();
    for (const size of [
      { width: 1400, height: 900 },
      { width: 360, height: 740 },
    ]) {
      await stage.page.setViewportSize(size);
      if (size.width < 500) await stage.page.getByRole('button', { name: 'Chats', exact: true }).click();
      await stage.page.getByRole('combobox', { name }).waitFor();
      const [wide, room] = await stage.page
        .locator('.chats-pane')
        .evaluate((pane) => [pane.scrollWidth, pane.clientWidth]);
      expect(wide).toBe(room);
    }
  });

  it('goes on after an answer that was cut', async () => {
    // Not by `times`: what is under way while the interception ends may be lost.
    let count = 0;
    await stage.page.route(/\/local\/read/, (route) => (count++ === 0 ? route.abort() : route.continue()));
    await stage.become('Max');
    await stage.toast('The connection to npm start was cut: try again.').waitFor();
    await stage.send('And on');
    await stage.says('And on').waitFor();
  });

  it('lives though Workers KV cannot be read as it is loaded', async () => {
    await stage.refuse('kv', 'The bot is still starting.');
    await stage.page.reload();
    await stage.toast('The bot is still starting.').waitFor();
    await stage.act('say', { chat: 'Tea Room', as: 'Max', text: 'Heard all the same' });
    await stage.says('Heard all the same').waitFor();
  });

  it('makes no one anonymous where they are no admin', async () => {
    await stage.become('Adam, as an anonymous admin');
    await stage.open('Chess Club');
    expect((await stage.persona()).trim()).toBe('Adam, member');
    await stage.send('It is me');
    await stage.says('It is me').locator('strong', { hasText: 'Adam' }).waitFor();
  });

  it('shows a refusal on a phone, whichever part is open, and that the connection is lost', async () => {
    await stage.page.route(/\/local\/events/, (route) => route.abort());
    await stage.page.setViewportSize({ width: 360, height: 740 });
    await stage.page.reload();
    await stage.page.getByRole('button', { name: 'Chats', exact: true }).click();
    await stage.page.getByRole('alert').filter({ hasText: 'is lost' }).waitFor();
    await stage.page.unroute(/\/local\/events/);
    await stage.page.getByRole('alert').waitFor({ state: 'detached' });
    await stage.refuse('add_person', 'No room for anybody.');
    await stage.page.getByText('People and rights').click();
    await stage.page.getByRole('textbox', { name: 'Name of someone new' }).fill('Zoe');
    await stage.page.getByRole('button', { name: 'Add', exact: true }).click();
    await stage.toast('No room for anybody.').waitFor();
  });

  it('takes what one edits for no message to another chat', async () => {
    await stage.become('Max');
    await stage.send('Meant for the tea room');
    await stage.says('Meant for the tea room').getByRole('button', { name: 'Edit' }).click();
    await stage.open('Book Club');
    expect(await stage.draft().inputValue()).toBe('');
    await stage.draft().fill('Half a thought');
    await stage.open('Tea Room');
    expect(await stage.draft().inputValue()).toBe('Half a thought');
  });

  it('gives a refused message back as it was, but never over another', async () => {
    await stage.become('Olivia');
    await stage.refuse('say', 'Not today.');
    await stage.draft().fill('/create Public');
    const inPublic = stage.page.getByRole('checkbox', { name: /Let everybody/ });
    await inPublic.check();
    await stage.draft().press('Enter');
    await stage.toast('Not today.').waitFor();
    expect(await stage.draft().inputValue()).toBe('/create Public');
    expect(await inPublic.isChecked()).toBe(true);

    const refusal = Promise.withResolvers<void>();
    await stage.page.route(/\/local\/say/, async (route) => {
      await refusal.promise;
      await route.fulfill({ status: 400, body: 'Not tomorrow.' });
    });
    await stage.draft().press('Enter');
    await stage.draft().fill('Something else');
    refusal.resolve();
    await stage.toast('Not tomorrow.').waitFor();
    expect(await stage.draft().inputValue()).toBe('Something else');
  });

  it('offers a group that became a supergroup once', async () => {
    const card = await stage.makeLink('Shared');
    await stage.act('migrate', { chat: 'Book Club' });
    await card.getByRole('button', { name: 'Share' }).click();
    const offered = stage.page.getByRole('dialog').getByRole('button', { name: 'Book Club' });
    await expect.poll(() => offered.count()).toBe(1);
  });

  it('leaves what the bot did where it is read, when a chat is opened', async () => {
    await stage.makeLink('Much to read');
    const news = stage.page.locator('#news');
    await news.evaluate((list: { scrollTop: number }) => {
      list.scrollTop = 0;
    });
    await stage.open('Book Club');
    await stage.page.getByRole('heading', { name: 'Book Club' }).waitFor();
    expect(await news.evaluate((list: { scrollTop: number }) => list.scrollTop)).toBe(0);
  });

  it('leaves the focus near what was there', async () => {
    await stage.become('Max');
    await stage.send('Answer me');
    await stage.says('Answer me').getByRole('button', { name: 'Reply' }).click();
    await stage.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await focused()).toBe('draft');

    const card = await stage.makeLink('Queue', 'approval');
    const link = (await card.getByRole('link').first().textContent()) ?? '';
    await stage.act('join', { link, as: 'Sam' });
    // The bot's message about the request may be there by now, with a button of the same name.
    const requests = stage.page.getByRole('list', { name: 'Requests to join' });
    await requests.getByRole('button', { name: 'Decline' }).click();
    await expect.poll(focused).toBe('Requests to join, and links');
    expect(await stage.page.locator('#links').getAttribute('open')).not.toBe(null);

    await stage.says('Name: Queue').getByRole('button', { name: 'Revoke' }).click();
    await stage.page.getByRole('button', { name: 'Keep it' }).waitFor();
    expect(await focused()).toBe('ARTICLE');
  });

  it('says a new message aloud, and none that was there', async () => {
    await stage.become('Max');
    await stage.send('Hello');
    await stage.says('Hello').waitFor();
    await stage.act('say', { chat: 'Tea Room', as: 'Nora', text: 'Is anybody here?' });
    await stage.page
      .getByRole('status')
      .filter({ hasText: /^Nora: Is anybody here\?$/ })
      .waitFor({ state: 'attached' });
    await stage.open('Book Club');
    await expect.poll(() => stage.page.getByRole('status').filter({ hasText: 'Nora' }).count()).toBe(0);
  });

  it('says beside a switch what it has armed, and takes back nothing else', async () => {
    await stage.page.getByText('What goes wrong next').click();
    const method = stage.page.getByRole('combobox', { name: 'Which call' });
    await stage.act('fail_kv', { operation: 'get', key: 'primary:' });
    await method.selectOption('editMessageText');
    await stage.turn('Telegram refuses', true);
    await stage.page
      .getByRole('switch', { name: /refuses \(editMessageText, Bad Request: not enough/ })
      .waitFor();
    expect(await method.isDisabled()).toBe(true);
    await stage.turn('Every write fails', true);
    await stage.turn('Every write fails', false);
    await stage.turn('Telegram refuses', false);
    await expect.poll(() => method.isDisabled()).toBe(false);
    expect(await stage.look('kv_faults')).toEqual([{ operation: 'get', key: 'primary:', times: 1 }]);
    await stage.act('clear_kv_faults', {});
  });

  it('leaves a switch as it was turned until what came of it was read', async () => {
    await stage.page.getByText('What goes wrong next').click();
    const read = Promise.withResolvers<void>();
    await stage.page.route(/\/local\/faults/, async (route) => {
      await read.promise;
      await route.continue();
    });
    await stage.turn('A read fails', true);
    await stage.act('say', { chat: 'Tea Room', as: 'Nora', text: 'Drawn meanwhile' });
    await stage.says('Drawn meanwhile').waitFor();
    expect(await stage.page.getByRole('switch', { name: 'A read fails' }).isChecked()).toBe(true);
    read.resolve();
    await stage.turn('A read fails', false);
    await expect.poll(() => stage.look('kv_faults')).toEqual([]);
  });
});
