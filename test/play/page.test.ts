import { describe, expect, it } from 'vitest';
import { onPage } from './page-stage.ts';

const stage = await onPage();

const isBot = (member: object): boolean => JSON.stringify(member).includes('"is_bot":true');

describe('the page of npm start', () => {
  it('shows the answer to a command, what the bot did for it, and what KV holds now', async () => {
    const card = await stage.makeLink('Walkers');
    const link = (await card.getByRole('link').first().textContent()) ?? '';
    await card.getByText('At most 10 members at once').waitFor();

    const did = stage.page.getByRole('list', { name: 'What the bot did' });
    await did.getByText('made the link').last().click();
    await did.getByText('createChatInviteLink').last().click();
    await did.getByText('"name": "Walkers"').first().waitFor();
    const kv = stage.page.getByRole('list', { name: 'Workers KV' });
    await kv
      .locator('.fresh')
      .filter({ hasText: link.replace('https://t.me/+', '') })
      .first()
      .waitFor();
  });

  it('opens on a card that is in use, with the caret in the message field', async () => {
    await stage.become('Olivia, owner');
    await stage.says('Name: Garden party').getByText('1 joined, 1 here').waitFor();
    await stage.page.reload();
    await expect.poll(() => stage.page.evaluate('document.activeElement.id')).toBe('draft');
    await stage.page.getByRole('link', { name: 'Skip to the message field' }).press('Enter');
    expect(await stage.page.evaluate('document.activeElement.id')).toBe('draft');
  });

  it('offers in an empty chat what to try, and shows then what was said last, and the keys of that chat', async () => {
    await stage.open('Chess Club');
    await stage.page.getByText('Nothing about this chat yet.').waitFor();
    await stage.page.getByRole('button', { name: '/create Family approval' }).click();
    await stage.draft().press('Enter');
    await stage.says('Name: Family').waitFor();
    await stage.page
      .getByRole('button', { name: 'Chess Club, supergroup' })
      .getByText('Invite Link Bot: Created https://t.me/')
      .waitFor();
    const kv = stage.page.getByRole('list', { name: 'Workers KV' });
    await kv.getByText(/^last:/).waitFor();
    expect(await kv.getByText('bot', { exact: true }).count()).toBe(0);
    await stage.page.getByRole('checkbox', { name: /those of other chats too/ }).check();
    await kv.getByText('bot', { exact: true }).waitFor();
    expect(await kv.getByText(/^last:/).count()).toBeGreaterThan(1);
  });

  it('presses a button, and the message is drawn again', async () => {
    const card = await stage.makeLink('Cyclists');
    await card.getByRole('button', { name: '100', exact: true }).click();
    await stage.says('Name: Cyclists').getByText('At most 100 members at once').waitFor();
    await stage.says('Name: Cyclists').getByRole('button', { name: 'Revoke' }).click();
    await stage.page.getByRole('button', { name: 'Keep it' }).waitFor();
  });

  it('lets people join by a link until it is full, and shows it in the chat', async () => {
    const card = await stage.makeLink('One guest', 'limit=1');
    await card.getByRole('link').first().click();
    await stage.page.getByRole('button', { name: /^as Sam/ }).click();
    await stage.toast('Sam has joined.').waitFor();
    await stage.page.getByText('Sam joined').last().waitFor();
    const stays = stage.page
      .getByRole('list', { name: 'The chat’s object' })
      .getByRole('listitem')
      .filter({ hasText: 'stay' });
    await stays.locator('summary').click();
    await stays.getByText('"name":"Sam"').waitFor();

    await stage.page.getByText('People and rights').click();
    await stage.page.getByRole('textbox', { name: 'Name of someone new' }).fill('Uma <b>Thur</b>');
    await stage.page.getByRole('button', { name: 'Add', exact: true }).click();
    await stage.says('One guest').getByRole('link').first().click();
    await stage.page.getByRole('button', { name: 'as Uma <b>Thur</b>' }).click();
    await stage.toast('cannot join: the member limit of the link is reached').waitFor();
  });

  it('opens the page of a door from the chat, lets a stranger in by it, and shows the counts move', async () => {
    await stage.become('Olivia, owner');
    await stage.send('/door Poster');
    await stage.says('This address stays').getByRole('link', { name: '/j/' }).click();
    const opening = stage.page.context().waitForEvent('page');
    await stage.page.getByRole('dialog').getByRole('link', { name: 'Open its page' }).click();
    const opened = await opening;
    expect(await opened.getByRole('heading').innerText()).toBe('Tea Room');
    expect(await opened.getByRole('link', { name: 'Join in Telegram' }).count()).toBe(1);
    await stage.act('add_person', { first_name: 'Walter' });
    await stage.page.getByRole('button', { name: /^as Walter/ }).click();
    await stage.toast('Walter has joined.').waitFor();
    await stage.send('/door Poster');
    await stage.says('Name: Poster').getByText('1 joined, 1 here').waitFor();
  });

  it('shows who asks to join, and lets them withdraw', async () => {
    const card = await stage.makeLink('Guest list', 'approval');
    await stage.act('add_person', { first_name: 'Wanda' });
    await card.getByRole('link').first().click();
    await stage.page.getByRole('button', { name: /^as Wanda/ }).click();
    const requests = stage.page.getByRole('list', { name: 'Requests to join' });
    const hers = requests.getByRole('listitem').filter({ hasText: 'Wanda' });
    await hers.getByRole('button', { name: 'Withdraw' }).click();
    await hers.waitFor({ state: 'detached' });
    await stage.says('Wanda').getByRole('button', { name: 'Approve' }).click();
    await stage.says('Wanda').getByText('No longer open: withdrawn').waitFor();
  });

  it('refuses a member, and shows it to that member alone', async () => {
    await stage.become('Max');
    await stage.send('/create Mine');
    await stage
      .says('administrators with the right to invite users, can ask me')
      .getByText('only you see this')
      .waitFor();
    await stage.become('Adam');
    await expect.poll(() => stage.says('can ask me').count()).toBe(0);
    await stage.says('/create Mine').waitFor();
  });

  it('hides what an admin does by an ephemeral command from the others, unless it is made public', async () => {
    await stage.makeLink('Secret guests');
    await stage.become('Max');
    await expect.poll(() => stage.says('Secret guests').count()).toBe(0);

    await stage.become('Olivia, owner');
    await stage.draft().fill('/create Open day');
    await stage.page.getByRole('checkbox', { name: /Let everybody in the chat see/ }).check();
    await stage.draft().press('Enter');
    await stage.says('Name: Open day').waitFor();
    await stage.become('Max');
    await stage.says('Name: Open day').waitFor();
  });

  it('offers the commands that the bot registered, by keyboard alone', async () => {
    await stage.become('Adam');
    await stage.draft().pressSequentially('/lin');
    await stage.page
      .getByRole('list', { name: 'Commands' })
      .getByText('List the links that I made here')
      .waitFor();
    await stage.draft().press('Tab');
    expect(await stage.draft().inputValue()).toBe('/link ');
    await stage.draft().fill('/lock');
    await stage.draft().press('Enter');
    expect(await stage.draft().inputValue()).toBe('/lockdown ');
    await stage.draft().fill('/rev');
    await stage.draft().press('ArrowUp');
    await stage.page.keyboard.press('Enter');
    expect(await stage.draft().inputValue()).toBe('/revoke ');
    await stage.become('Max');
    await stage.draft().fill('/');
    await stage.page.getByRole('list', { name: 'Commands' }).getByText('/help').waitFor();
    const offered = stage.page.getByRole('list', { name: 'Commands' }).getByRole('listitem');
    await expect.poll(() => offered.count()).toBe(1);
  });

  it('shows that a link is kept while Workers KV takes no writes, and that KV is behind', async () => {
    await stage.become('Olivia, owner');
    await stage.page.getByText('What goes wrong next').click();
    await stage.turn('Every write fails', true);
    await stage.send('/create Kept');
    await stage.says('Name: Kept').waitFor();
    await stage.send('/health');
    await stage.says('Workers KV does not show').waitFor();
    await stage.turn('Every write fails', false);
  });

  it('asks an anonymous admin to confirm by a button', async () => {
    await stage.become('Adam, as an anonymous admin');
    await stage.send('/create Unnamed');
    await stage.page.getByRole('button', { name: 'Confirm' }).last().click();
    await stage.says('Name: Unnamed').waitFor();
  });

  it('lets the next call go wrong by a switch, which goes off when it has', async () => {
    await stage.become('Olivia, owner');
    await stage.page.getByText('What goes wrong next').click();
    const refused = stage.page.getByRole('switch', { name: 'Telegram refuses' });
    await stage.page.getByRole('combobox', { name: 'Which call' }).selectOption('createChatInviteLink');
    await stage.turn('Telegram refuses', true);
    await stage.send('/create Too many');
    await stage.page.locator('.news .trouble').filter({ hasText: 'not enough rights' }).first().waitFor();
    await stage.says('Telegram does not let me.').waitFor();
    await expect.poll(() => refused.isChecked()).toBe(false);
  });

  it('changes what the bot may do', async () => {
    await stage.become('Olivia, owner');
    await stage.page.getByText('People and rights').click();
    const rights = stage.page.getByRole('combobox', { name: 'The bot' });
    const botMayInvite = async (): Promise<unknown> => {
      const chats = (await stage.look('chats')) as { title: string; members: object[] }[];
      const members = chats.find(({ title }) => title === 'Tea Room')?.members ?? [];
      return members.some((one) => 'can_invite_users' in one && one.can_invite_users && isBot(one));
    };
    await rights.selectOption({ label: 'may not invite' });
    await expect.poll(botMayInvite).toBe(false);
    await stage.send('/create Nothing');
    await stage.says('invite').filter({ hasText: 'right' }).waitFor();
    await rights.selectOption({ label: 'may invite' });
    await expect.poll(botMayInvite).toBe(true);
  });

  it('chooses a chat in private, and manages it from there', async () => {
    await stage.page.getByRole('button', { name: /Daily News/ }).click();
    await stage.become('Olivia, owner');
    await stage.page.getByRole('button', { name: /private chat/ }).click();
    await stage.send('/chats');
    await stage.page.getByRole('button', { name: 'A channel' }).click();
    await stage.page.getByRole('dialog').getByRole('button', { name: 'Daily News' }).click();
    await stage.says('Daily News').waitFor();
    await stage.send('/create Readers');
    await stage.says('Name: Readers').waitFor();
  });

  it('replies to a message and edits one', async () => {
    await stage.become('Max');
    await stage.send('Who has a link?');
    await stage.become('Adam');
    await stage.says('Who has a link?').getByRole('button', { name: 'Reply' }).click();
    await stage.page.getByText('You are replying to: Who has a link?').waitFor();
    await stage.send('I had');
    await stage.says('I had').locator('blockquote').filter({ hasText: 'Who has a link?' }).waitFor();
    await stage.draft().press('ArrowUp');
    expect(await stage.draft().inputValue()).toBe('I had');
    await stage.send('I have');
    await stage.says('I have').getByText('edited').waitFor();
  });

  it('keeps markup in names and titles text', async () => {
    const title = '<img src=x onerror=alert(1)>';
    await fetch(`${stage.address}/local/add_chat`, {
      method: 'POST',
      body: new URLSearchParams({ type: 'supergroup', title, owner: 'Olivia' }),
    });
    await stage.page.getByRole('button', { name: title }).click();
    await stage.become('Olivia, owner');
    await stage.send('/create <script>alert(1)</script>');
    await stage.says('Name: <script>alert(1)</script>').waitFor();
    expect(await stage.page.locator('main img, main script').count()).toBe(0);
  });

  it('fits a phone, part by part', async () => {
    await stage.page.setViewportSize({ width: 360, height: 740 });
    for (const part of ['Chats', 'Bot', 'KV', 'Messages']) {
      await stage.page.getByRole('button', { name: part, exact: true }).click();
      const width = await stage.page.evaluate('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(360);
    }
    await stage.draft().waitFor();
  });

  it('starts over by one button', async () => {
    await stage.makeLink('Forgotten');
    await stage.page.getByRole('button', { name: /^Start over/ }).click();
    await stage.page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await stage.page.getByText('Nothing was said here yet.').waitFor();
    // What Telegram says of the bot itself is read again at once.
    await stage.page.getByRole('checkbox', { name: 'All keys (1), those of other chats too' }).waitFor();
    await stage.makeLink('First again');
  });
});
