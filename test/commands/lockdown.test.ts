import type { Message } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { passTime, publish, unpublished } from '../chat/records.ts';
import { answerTo, buttonsOf, linkIn, noticeIn, onStage, textOf } from '../support/story.ts';
import type { Outcome } from '../telegram/local-telegram.ts';

const { stage, world, say } = onStage();

const open = () =>
  stage.telegram
    .links(world.teaRoom)
    .filter((link) => !link.is_revoked && !link.is_primary && link.creator.is_bot);

const calls = (method: string) =>
  stage.telegram.calls.filter(
    (call) => call.method === method && Number(call.params.chat_id) === world.teaRoom.id,
  ).length;

const refuse = (description: string, times = 1) =>
  stage.telegram.fail({
    method: 'revokeChatInviteLink',
    times,
    how: { refuse: { error_code: 400, description } },
  });

/** The message in which the lockdown was asked for. */
function message(): Message {
  const found = stage.telegram
    .read(world.teaRoom)
    .findLast(({ text = '' }) => /closed|^Clos|^No additional/.test(text) && !text.startsWith('A lockdown'));
  if (!found) throw new Error('No such message');
  return found;
}

const shown = (): string => message().text ?? '';

const run = () => stage.worker.chats.runAlarm(world.teaRoom.id);

async function lockDown(label: string): Promise<Outcome> {
  const asked = answerTo(await say('/lockdown'));
  return stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, label);
}

/** Links that Telegram and the registry know, made without a command for each. */
async function haveLinks(count: number): Promise<void> {
  const links = Array.from({ length: count }, () =>
    stage.telegram.makeLink(world.teaRoom, stage.telegram.bot),
  );
  const made = { by: { id: world.olivia.id, name: 'Olivia' }, date: 1_790_000_000, update_id: 1 };
  const records = links.map(({ invite_link }) => ({
    invite_link,
    is_primary: false,
    is_revoked: false,
    made,
  }));
  await publish(stage, world.teaRoom, records);
}

describe('/lockdown', () => {
  it('asks first, and says what it cannot reach', async () => {
    await say('/create');
    const came = await say('/lockdown');
    expect(textOf(came)).toBe(
      'Close the one active link that I know here, for good, and replace my primary link?\nLinks that other admins made themselves I can neither see nor close: ask each of them.',
    );
    expect(buttonsOf(answerTo(came))).toEqual([['No, show them', 'Close them']]);
    expect(open()).toHaveLength(1);
  });

  it('closes every link after one press, replaces the primary one, and keeps the new one to itself', async () => {
    for (const name of ['a', 'b', 'c']) await say(`/create ${name}`);
    const primary = linkIn(await say('/export'));
    const pressed = await lockDown('Close them');
    expect(noticeIn(pressed)).toBe('The lockdown has begun. This message shows how far it is.');
    await run();
    expect(shown()).toBe(
      'All 3 closed.\nMy old primary link no longer works. I don’t show the new one; when you need one, send /export.\nLinks that other admins made themselves I can neither see nor close: ask each of them.',
    );
    expect(buttonsOf(message())).toEqual([['Once more']]);
    expect(open()).toEqual([]);
    const [fresh] = stage.telegram.links(world.teaRoom).filter((link) => link.is_primary && !link.is_revoked);
    expect(fresh?.invite_link).not.toBe(primary);
    const listed = textOf(await say('/links'));
    expect(listed).toContain('My primary link – Olivia');
    expect(listed).not.toContain(fresh?.invite_link);
  });

  it.each([0, 1, 40, 120])('closes %d links, with at most 40 calls in a run', {
    timeout: 120_000,
  }, async (count) => {
    await haveLinks(count);
    await lockDown(count === 0 ? 'Replace it' : 'Close them');
    const exportsBefore = calls('exportChatInviteLink');
    let ended = '';
    for (let runs = 0; !ended; runs++) {
      expect(runs).toBeLessThan(count / 15 + 3);
      const [before, puts] = [stage.telegram.calls.length, stage.worker.door.operations.length];
      await stage.worker.chats.runAlarm(world.teaRoom.id, 1);
      const asked = stage.telegram.calls.length - before + stage.worker.door.operations.length - puts;
      expect(asked).toBeLessThanOrEqual(40);
      if (shown().includes('My old primary link no longer works')) ended = shown();
      else if (runs > 2) expect(shown()).toMatch(/^Closing links: \d+ closed, \d+ to go\.$/);
    }
    const said =
      ['No additional link of mine was open.', 'The one link is closed.'][count] ?? `All ${count} closed.`;
    expect(ended.split('\n')[0]).toBe(said);
    expect(open()).toEqual([]);
    expect(calls('exportChatInviteLink') - exportsBefore).toBe(1);
    await run();
    expect(await unpublished(stage, world.teaRoom.id)).toEqual([]);
  });

  it('makes a pause when Telegram asks for it, and says which links stay open and why', async () => {
    await haveLinks(5);
    stage.telegram.fail({ method: 'revokeChatInviteLink', how: { flood: 60 } });
    await lockDown('Close them');
    await run();
    expect(shown()).toMatch(/^Closing links: 0 closed, 5 to go\.\nTelegram asks me to wait 60 seconds/);
    refuse('Bad Request: ODD');
    await passTime(stage, world.teaRoom, 61_000);
    expect(shown()).toMatch(
      /^Closed 4\. Still open: 1\.\nNot closed: https:\/\/t\.me\/\S+ Telegram refused: Bad Request: ODD.*\nMy old primary/,
    );
    expect(open()).toHaveLength(1);
    await say('/create meanwhile');
    await stage.telegram.press(world.teaRoom, message().message_id, world.olivia, 'Once more');
    await run();
    expect(shown()).toMatch(/^All 2 closed\./);
    expect(open()).toEqual([]);
  });

  it('stops when the bot may not go on, and says so', async () => {
    await haveLinks(9);
    refuse('Bad Request: not enough rights to manage chat invite link', 9);
    await lockDown('Close them');
    await run();
    expect(shown()).toMatch(/^Closed 0\. Still open: 9\.\nI stopped\. /);
    expect(calls('revokeChatInviteLink')).toBe(5);
  });

  it('tries links without an answer again until Telegram answers', async () => {
    await haveLinks(3);
    stage.telegram.fail({ method: 'revokeChatInviteLink', times: 4, how: { html: 502 } });
    await lockDown('Close them');
    await run();
    expect(shown()).toMatch(/^Closing links: 0 closed, 3 to go\.\nTelegram did not answer/);
    await passTime(stage, world.teaRoom, 3_000);
    await passTime(stage, world.teaRoom, 60_000);
    await passTime(stage, world.teaRoom, 60_000);
    expect(shown()).toMatch(/^All 3 closed\./);
    expect(open()).toEqual([]);
  });

  it('counts a link as closed that Telegram says is gone', async () => {
    await haveLinks(2);
    refuse('Bad Request: INVITE_HASH_EXPIRED');
    await lockDown('Close them');
    await run();
    expect(shown()).toMatch(/^All 2 closed\./);
  });

  it('refuses new links while it runs, and says that a link may exist', async () => {
    await haveLinks(2);
    stage.telegram.fail({ method: 'createChatInviteLink', how: { html: 502 } });
    await say('/create lost');
    const asked = answerTo(await say('/lockdown'));
    await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'Close them');
    for (const command of ['/create', '/export'])
      expect(textOf(await say(command))).toContain('A lockdown is closing every link of mine here');
    // The message still has its button, since the object draws it.
    const again = await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'Close them');
    expect(noticeIn(again)).toContain('The lockdown has begun');
    await run();
    expect(shown()).toContain('One more link may be open: Telegram gave no answer');
    expect(textOf(await say('/create'))).toMatch(/^Created/);
  });

  it('goes on after the object has died in the middle, with no second export', async () => {
    await haveLinks(30);
    const exportsBefore = calls('exportChatInviteLink');
    await lockDown('Close them');
    for (const when of ['before', 'after', 'before', 'after'] as const) {
      await stage.worker.chats.dieAt({ method: 'alarm', when });
      await stage.worker.chats.runAlarm(world.teaRoom.id, 1);
      await stage.worker.chats.moveClock(61_000);
    }
    await run();
    expect(shown()).toMatch(/^All 30 closed\./);
    expect(open()).toEqual([]);
    expect(calls('exportChatInviteLink') - exportsBefore).toBe(1);
  });

  it('exports once, and says that it does not know, if the object ends in the middle of that', async () => {
    await haveLinks(1);
    const exportsBefore = calls('exportChatInviteLink');
    await lockDown('Close them');
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.telegram.fail({ method: 'exportChatInviteLink', how: { hold: promise } });
    const running = run();
    await expect
      .poll(() =>
        stage.worker.chats.sql(
          world.teaRoom.id,
          `SELECT 1 FROM act WHERE state = 'begun' AND key LIKE '%/primary'`,
        ),
      )
      .toHaveLength(1);
    await stage.worker.chats.abort(world.teaRoom.id);
    resolve();
    await running;
    await passTime(stage, world.teaRoom, 61_000);
    expect(shown()).toMatch(/^The one link is closed\.\nI don’t know whether my primary link is closed/);
    expect(calls('exportChatInviteLink')).toBe(exportsBefore + 1);
  });

  it('says the end in a new message if the first one is gone', async () => {
    await haveLinks(1);
    await lockDown('Close them');
    stage.telegram.fail({
      method: 'editMessageText',
      how: { refuse: { error_code: 400, description: 'Bad Request: message to edit not found' } },
    });
    await run();
    expect(stage.telegram.read(world.teaRoom).at(-1)?.text).toMatch(/^The one link is closed\./);
  });

  it('closes what it can when the object takes no more writes, and goes on at a press', async () => {
    await haveLinks(60);
    await say('/lockdown');
    await stage.worker.chats.setFull(true);
    const press = (label: string) =>
      stage.telegram.press(world.teaRoom, message().message_id, world.olivia, label);
    await press('Close them');
    expect(shown()).toMatch(/^Closing links: \d+ closed, \d+ to go\.\nI can’t go on by myself today/);
    await press('Go on');
    expect(shown()).toMatch(
      /^All 60 closed\.\nMy primary link is not replaced\. .*\nI could not record this/,
    );
    expect(open()).toEqual([]);
  });

  it('goes on when the object takes no more writes in the middle', async () => {
    await haveLinks(30);
    await lockDown('Close them');
    await stage.worker.chats.setFull(120);
    await run();
    for (let minutes = 0; minutes < 3; minutes++) await passTime(stage, world.teaRoom, 61_000);
    expect(shown()).toMatch(/^All 30 closed\./);
    expect(open()).toEqual([]);
  });

  it('closes the record of the primary link that it replaced, also if Telegram does not say which that was', async () => {
    const primary = linkIn(await say('/export'));
    await lockDown('Replace it');
    stage.telegram.fail({ method: 'getChat', times: 2, how: { html: 502 } });
    await run();
    const key = `link:${world.teaRoom.id}:${primary.replace('https://t.me/+', '')}`;
    expect(await stage.worker.kv.get(key)).toContain('"is_revoked":true');
  });

  it('is for admins only, at each press', async () => {
    await say('/create');
    const asked = answerTo(await say('/lockdown'));
    const pressed = await stage.telegram.press(world.teaRoom, asked.message_id, world.max, 'Close them');
    expect(pressed.notice?.text).toContain('Only the owner');
    expect(open()).toHaveLength(1);
  });
});
