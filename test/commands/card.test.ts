import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import {
  answerTo,
  buttonsOf,
  dataOf,
  forgePress,
  linkIn,
  methodsOf,
  noticeIn,
  onStage,
  setWebhook,
  TOKEN,
  textOf,
} from '../support/story.ts';
import { startWorker } from '../support/worker.ts';

const { stage, world, say, atTelegram } = onStage();

const press = (message: Message, button: string, person = world.olivia) =>
  stage.telegram.press(world.teaRoom, message.message_id, person, button);
/** The message as it stands now. */
const redrawn = (message: Message): Message => {
  const now = stage.telegram.read(world.teaRoom).find((one) => one.message_id === message.message_id);
  if (!now) throw new Error('The message is gone.');
  return now;
};

describe('the card of a link', () => {
  it('is what every command answers with that touches a link', async () => {
    const rows = [
      ['Copy', 'Share'],
      ['⏳ 1 hour', '1 day', '1 week', '• never'],
      ['👥 1', '10', '100', 'no limit'],
      ['✋ Turn approval on'],
      ['« Links', 'Revoke'],
    ];
    for (const command of ['/create limit=5', '/edit limit=6', '/link']) {
      expect(buttonsOf(answerTo(await say(command)))).toEqual(rows);
    }
  });

  it('copies and shares the link, and shows Revoke in red', async () => {
    const came = await say('/create');
    const url = linkIn(came);
    const buttons = answerTo(came).reply_markup?.inline_keyboard.flat() ?? [];
    expect(buttons[0]).toMatchObject({ copy_text: { text: url } });
    expect(buttons[1]).toMatchObject({ url: `https://t.me/share/url?url=${encodeURIComponent(url)}` });
    expect(buttons.at(-1)).toMatchObject({ text: 'Revoke', style: 'danger' });
  });

  it.each([
    ['100', { member_limit: 100 }, 'Changed'],
    ['👥 1', { member_limit: 1 }, 'Changed'],
    ['1 week', {}, 'Changed'],
  ])('changes the link and itself in place: %s', async (button, changed, notice) => {
    const came = await say('/create VIP');
    const card = answerTo(came);
    const pressed = await press(card, button);
    expect(pressed.notice).toMatchObject({ text: notice });
    expect(atTelegram(linkIn(came))).toMatchObject({ name: 'VIP', ...changed });
    expect(redrawn(card).text).toContain('Name: VIP');
    expect(redrawn(card).text).toContain('Changed by Olivia');
    expect(stage.telegram.read(world.teaRoom)).toHaveLength(2);
  });

  it.each([
    ['⏳ 1 hour', 3_600],
    ['1 day', 86_400],
    ['1 week', 604_800],
  ])('sets the expiry: %s', async (button, seconds) => {
    const came = await say('/create');
    const before = Math.floor(Date.now() / 1000);
    await press(answerTo(came), button);
    const expiry = atTelegram(linkIn(came))?.expire_date ?? 0;
    expect(expiry - seconds).toBeGreaterThanOrEqual(before);
    expect(expiry - seconds).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it('takes limits and expiries away, and turns approval off again', async () => {
    const came = await say('/create expires=1d limit=5');
    const card = answerTo(came);
    await press(card, 'never');
    await press(card, 'no limit');
    const link = atTelegram(linkIn(came));
    expect([link?.expire_date, link?.member_limit]).toEqual([undefined, undefined]);
    await press(card, '✋ Turn approval on');
    expect(buttonsOf(redrawn(card))[3]).toEqual(['• ✋ Admin', 'auto', 'rules', 'Turn approval off']);
    await press(redrawn(card), 'Turn approval off');
    expect(atTelegram(linkIn(came))?.creates_join_request).toBe(false);
  });

  it('marks what is on now', async () => {
    const card = answerTo(await say('/create limit=10 expires=1d'));
    const [, times, limits] = buttonsOf(card);
    expect(times).toEqual(['⏳ 1 hour', '• 1 day', '1 week', 'never']);
    expect(limits).toEqual(['👥 1', '• 10', '100', 'no limit']);
    await press(card, '1 week');
    await press(redrawn(card), 'no limit');
    expect(buttonsOf(redrawn(card)).slice(1, 3)).toEqual([
      ['⏳ 1 hour', '1 day', '• 1 week', 'never'],
      ['👥 1', '10', '100', '• no limit'],
    ]);
    expect(redrawn(card).text).toContain('Any number of members\nApproval: off');
    await press(redrawn(card), '✋ Turn approval on');
    expect(redrawn(card).text).toContain('Approval: on (an admin approves everyone who asks to join)');
    expect(buttonsOf(redrawn(card))[2]).toEqual(['👥 1', '10', '100', 'no limit']);
  });

  it('asks before approval takes the limit away', async () => {
    const came = await say('/create limit=10');
    const card = answerTo(came);
    await press(card, '✋ Turn approval on');
    expect(redrawn(card).text).toContain('Turn approval on? The limit then goes');
    expect(buttonsOf(redrawn(card))).toEqual([['Keep the limit', 'Turn approval on']]);
    expect(atTelegram(linkIn(came))).toMatchObject({ member_limit: 10, creates_join_request: false });
    const kept = redrawn(card);
    await press(kept, 'Keep the limit');
    expect(atTelegram(linkIn(came))?.member_limit).toBe(10);
    await press(redrawn(card), '✋ Turn approval on');
    const pressed = await press(redrawn(card), 'Turn approval on');
    expect(pressed.notice).toMatchObject({ text: 'Changed. There is no member limit any more.' });
    expect(atTelegram(linkIn(came))?.creates_join_request).toBe(true);
  });

  it('of a closed link makes it again: a new link with the same settings', async () => {
    const old = linkIn(await say('/create VIP guests limit=7 expires=2d'));
    const closed = answerTo(await say('/revoke'));
    expect(buttonsOf(closed)).toEqual([['« Links', 'Make again']]);
    const { message_id: id } = closed;
    stage.telegram.failDelivery({ deliverTwice: true });
    const pressed = await stage.telegram.press(world.teaRoom, id, world.adam, 'Make again');
    expect(pressed.statuses).toEqual([200, 200]);
    const open = stage.telegram.links(world.teaRoom).filter((link) => !link.is_revoked);
    expect(open).toMatchObject([
      { name: 'VIP guests', member_limit: 7, expire_date: atTelegram(old)?.expire_date },
    ]);
    expect(redrawn(closed).text).toContain(`Created ${open[0]?.invite_link}\nName: VIP guests\n`);
    expect(textOf(await stage.telegram.say(world.teaRoom, world.adam, '/revoke'))).toContain(
      `${open[0]?.invite_link} link revoked\nName: VIP guests\nMade by Adam`,
    );
  });

  it('of a closed link whose expiry is over makes one that lives as long as that one could', async () => {
    const old = linkIn(await say('/create VIP expires=1d'));
    const closed = answerTo(await say('/revoke'));
    const { id } = world.teaRoom;
    const past = (date: number) => `'$.${date === 0 ? 'made.date' : 'expire_date'}', ${1_700_000_000 + date}`;
    await stage.worker.chats.sql(
      id,
      `UPDATE link SET record = json_set(record, ${past(0)}, ${past(3600)}) WHERE record LIKE '%${old.slice(-16)}%'`,
    );
    const before = Math.floor(Date.now() / 1000);
    await press(closed, 'Make again');
    const open = stage.telegram.links(world.teaRoom).find((link) => !link.is_revoked && !link.is_primary);
    expect((open?.expire_date ?? 0) - 3600 - before).toBeGreaterThanOrEqual(0);
    expect((open?.expire_date ?? 0) - 3600 - before).toBeLessThan(600);
  });

  it('of a link whose last edit got no answer makes one as that edit meant it', async () => {
    const { reply_markup: markup } = answerTo(await say('/create VIP limit=7'));
    stage.telegram.fail({ method: 'editChatInviteLink', times: 2, how: { html: 502 } });
    await say('/edit limit=2');
    const [, id = ''] = /:([\w-]{12}):/.exec(JSON.stringify(markup)) ?? [];
    const other = answerTo(await say('/create Other'));
    const closed = answerTo(await say('/revoke'));
    const again = dataOf(closed, 'Make again').replace(/:[\w-]{12}:/, `:${id}:`);
    await forgePress(stage, other, world.olivia, again);
    expect(stage.telegram.links(world.teaRoom).at(-1)).toMatchObject({ name: 'VIP', member_limit: 2 });
  });

  it('closes the link after a second tap', async () => {
    const came = await say('/create');
    const card = answerTo(came);
    await press(card, 'Revoke');
    expect(atTelegram(linkIn(came))?.is_revoked).toBe(false);
    expect(buttonsOf(redrawn(card))).toEqual([['Keep it', 'Revoke']]);
    await press(redrawn(card), 'Keep it');
    expect(buttonsOf(redrawn(card))).toHaveLength(5);
    await press(redrawn(card), 'Revoke');
    const pressed = await press(redrawn(card), 'Revoke');
    expect(pressed.notice).toMatchObject({ text: 'Revoked' });
    expect(atTelegram(linkIn(came))?.is_revoked).toBe(true);
    expect(redrawn(card).text).toContain(`${linkIn(came)} link revoked`);
    expect(redrawn(card).text).toContain('Closed by Olivia');
    expect(buttonsOf(redrawn(card))).toEqual([['« Links', 'Make again']]);
  });

  it('says who made and changed the link, names escaped', async () => {
    const eve = stage.telegram.addPerson({ first_name: '<b>Eve</b>', last_name: '& Co' });
    stage.telegram.addMember(world.teaRoom, eve, { can_invite_users: true });
    const card = answerTo(await say('/create'));
    await press(card, '👥 1', eve);
    await press(card, '100', eve);
    expect(redrawn(card).text).toMatch(/Made by Olivia, .*\nChanged by <b>Eve<\/b> & Co, /);
  });

  it('is changed by admins with the right only; others get a refusal that only they see', async () => {
    const came = await say('/create');
    const card = answerTo(came);
    for (const person of [world.max, world.nora, world.sam]) {
      const pressed = await press(card, '100', person);
      expect(pressed.notice?.text).toMatch(/^Only the owner|^You are an administrator, but without/);
      expect(pressed.notice?.show_alert).toBe('true');
      expect(methodsOf(pressed)).toEqual(['getChatMember']);
    }
    expect(atTelegram(linkIn(came))?.member_limit).toBe(10);
    await press(card, '100', world.adam);
    expect(atTelegram(linkIn(came))?.member_limit).toBe(100);
    await stage.telegram.demote(world.teaRoom, world.adam);
    await press(card, '👥 1', world.adam);
    expect(atTelegram(linkIn(came))?.member_limit).toBe(100);
  });

  it('is told, not broken, when the link was revoked meanwhile', async () => {
    const card = answerTo(await say('/create'));
    await say('/revoke');
    const pressed = await press(card, '100');
    expect(pressed.notice?.text).toContain('is revoked already');
    expect(redrawn(card).text).toContain('Revoked');
    expect(buttonsOf(redrawn(card))).toEqual([['« Links', 'Make again']]);
  });

  it('works after a restart of the Worker: the button carries chat and link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'card-'));
    const folders = { kv: join(folder, 'kv'), objects: join(folder, 'do') };
    const { telegram } = stage;
    const bindings = { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN };
    const before = await startWorker({ bindings, folders });
    await setWebhook(telegram, before.url);
    const came = await say('/create');
    await before.close();
    const after = await startWorker({ bindings, folders });
    await setWebhook(telegram, after.url);
    const pressed = await press(answerTo(came), '100');
    expect(pressed.notice).toMatchObject({ text: 'Changed' });
    expect(atTelegram(linkIn(came))?.member_limit).toBe(100);
    await setWebhook(telegram, stage.worker.url);
    await after.close();
  });

  it('may be pressed twice: the second press changes nothing and is no error', async () => {
    const came = await say('/create');
    const card = answerTo(came);
    await press(card, '100');
    const again = await press(redrawn(card), '• 100');
    expect(again.notice).toMatchObject({ text: 'Changed' });
    stage.telegram.failDelivery({ deliverTwice: true });
    const twice = await press(card, '👥 1');
    expect(twice.statuses).toEqual([200, 200]);
    expect(methodsOf(twice).filter((method) => method === 'editChatInviteLink')).toHaveLength(1);
  });

  it('of a subscription or a primary link has no presets', async () => {
    const { olivia, dailyNews } = world;
    const inPrivate = (text: string) => stage.telegram.say(olivia.id, olivia, `${text} chat=${dailyNews.id}`);
    const paid = await inPrivate('/create price=5');
    expect(buttonsOf(answerTo(paid))).toEqual([
      ['Copy', 'Share'],
      ['« Links', 'Revoke'],
    ]);
    const primary = linkIn(await inPrivate('/export'));
    const shown = await inPrivate(`/link ${primary}`);
    expect(textOf(shown)).toContain('My primary link here');
    expect(buttonsOf(answerTo(shown))).toEqual([
      ['Copy', 'Share'],
      ['« Links', 'Revoke'],
    ]);
  });

  it('tells a failure of Telegram to the one who pressed, and leaves the link as it was', async () => {
    const came = await say('/create');
    stage.telegram.fail({ method: 'editChatInviteLink', how: { flood: 60 } });
    const pressed = await press(answerTo(came), '100');
    expect(pressed.notice?.text).toContain('Telegram asks me to wait 60 seconds; nothing was done');
    expect(atTelegram(linkIn(came))?.member_limit).toBe(10);
  });

  it('tells over the chat what it cannot show in the message', async () => {
    const came = await say('/create');
    stage.telegram.fail({
      method: 'editMessageText',
      how: { refuse: { error_code: 400, description: 'Bad Request: message to edit not found' } },
    });
    const pressed = await press(answerTo(came), '100');
    expect(pressed.notice?.text).toContain('At most 100 members at once');
    expect(pressed.notice?.show_alert).toBe('true');
  });
});

describe('forged button data', () => {
  it.each([
    '',
    'x',
    'c:',
    'c:1:2:3',
    'c:-5:AbCdEfGhIjKlMnOp:limit=0',
    'c:-5:AbCdEfGhIjKlMnOp:limit=100000',
    'c:-5:AbCdEfGhIjKlMnOp:name=evil',
    'c:-5:AbCdEfGhIjKlMnOp:chat=-6',
    'l:-5:99999:',
    'k:5:',
    'a:../..',
    'a:',
    'c:-5:AbCdEfGhIjKlMnOp:<b>',
    `l:-5:0:${'x'.repeat(40)}`,
    '\u0000',
    '🦊'.repeat(10),
  ])('%j does nothing', async (data) => {
    const came = await say('/create');
    const card = answerTo(came);
    const pressed = await forgePress(stage, card, world.olivia, data.replace('-5', String(world.teaRoom.id)));
    expect(pressed.statuses).toEqual([200]);
    expect(atTelegram(linkIn(came))).toMatchObject({ member_limit: 10, is_revoked: false });
  });

  it('that names a chat of the presser’s own does not make the bot talk in another', async () => {
    const { nora, olivia, chessClub } = world;
    const card = answerTo(await say('/create'));
    const own = answerTo(await stage.telegram.say(chessClub, olivia, '/create BUY'));
    // Nora may invite in the Chess Club, but not here.
    const pressed = await forgePress(stage, card, nora, dataOf(own, 'Revoke').replace('revoke?', 'show'));
    expect(noticeIn(pressed)).toContain('You are an administrator, but without');
    expect(redrawn(card).text).not.toContain('BUY');
  });

  it('that names a chat in which the presser is a stranger is answered like any other', async () => {
    const { max, adam, chessClub, olivia } = world;
    const card = answerTo(await say('/create'));
    const other = answerTo(await stage.telegram.say(chessClub, olivia, '/create'));
    const pressed = await forgePress(stage, card, adam, dataOf(other, '100'));
    expect(noticeIn(pressed)).toContain('I can’t see that you may invite users in');
    const refused = await forgePress(stage, card, max, 'k:-1009999999999:');
    expect(methodsOf(refused)).not.toContain('editMessageText');
  });
});

describe('/link', () => {
  it('shows the card of the link meant', async () => {
    const first = linkIn(await say('/create first'));
    await say('/create second');
    expect(textOf(await say('/link'))).toContain('Name: second');
    const came = await say(`/link ${first}`);
    expect(textOf(came)).toMatch(/^https:\/\/t\.me\/\+[\w-]+\nName: first\n/);
    expect(textOf(came)).toContain('Made by Olivia');
  });

  it('says so of a link that the bot did not make', async () => {
    const other = stage.telegram.makeLink(world.teaRoom, world.olivia);
    const came = await say(`/link ${other.invite_link}`);
    expect(textOf(came)).toContain(`I have no record of ${other.invite_link} here`);
    expect(methodsOf(came)).toEqual(['getChatMember']);
  });
});
