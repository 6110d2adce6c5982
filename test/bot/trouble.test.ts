import { describe, expect, it } from 'vitest';
import { answerTo, linkIn, methodsOf, onStage, setStage, shownTo, textOf } from '../support/story.ts';

const { stage, world, say } = onStage();

const refuse = (method: string, error_code: number, description: string) =>
  stage.telegram.fail({ method, how: { refuse: { error_code, description } } });

describe('when Telegram refuses', () => {
  it.each([
    [
      400,
      'Bad Request: not enough rights to manage chat invite link',
      'Make me an administrator here with the right to invite users',
    ],
    [400, 'Bad Request: CHAT_ADMIN_REQUIRED', 'Make me an administrator here with the right to invite users'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'Add me again'],
    [400, 'Bad Request: chat not found', 'Telegram knows no such chat'],
    [401, 'Unauthorized', 'TELEGRAM_BOT_TOKEN'],
    [
      400,
      'Bad Request: group chat was upgraded to a supergroup chat',
      'Telegram refused: Bad Request: group chat was upgraded',
    ],
    [400, 'Bad Request: <b>SOMETHING_NEW</b>', 'Telegram refused: Bad Request: <b>SOMETHING_NEW</b>'],
  ])('%i %s, the answer says what to do', async (code, description, words) => {
    refuse('createChatInviteLink', code, description);
    const came = await say('/create');
    expect(textOf(came)).toContain(words);
    expect(shownTo(answerTo(came))).toBeUndefined();
    expect(methodsOf(came)).toEqual(['getChatMember', 'createChatInviteLink']);
    expect(stage.telegram.links(world.teaRoom)).toEqual([]);
  });

  it('the bot says which right it lacks', async () => {
    await stage.telegram.promote(world.teaRoom, stage.telegram.bot, {
      can_invite_users: false,
      can_delete_messages: true,
    });
    expect(textOf(await say('/create'))).toContain(
      'Make me an administrator here with the right to invite users',
    );
  });
});

describe('when Telegram asks to wait', () => {
  it('waits for a second, and makes one link', async () => {
    stage.telegram.fail({ method: 'createChatInviteLink', how: { flood: 1 } });
    const came = await say('/create');
    expect(textOf(came)).toMatch(/^Created /);
    expect(stage.telegram.links(world.teaRoom)).toHaveLength(1);
  });

  it('says so where it would take long', async () => {
    stage.telegram.fail({ method: 'createChatInviteLink', how: { flood: 60 } });
    expect(textOf(await say('/create'))).toBe(
      'Telegram asks me to wait 60 seconds; nothing was done. Try again after that.',
    );
  });
});

describe('when no answer comes', () => {
  it.each([
    ['before', { drop: 'before' }],
    ['after', { drop: 'after' }],
    ['as a page of HTML', { html: 502 }],
  ] as const)('a create is not repeated, and it is told that the link may exist (%s)', async (_, how) => {
    stage.telegram.fail({ method: 'createChatInviteLink', how });
    const came = await say('/create');
    expect(textOf(came)).toContain('I can’t tell whether the link was made');
    expect(methodsOf(came).filter((method) => method === 'createChatInviteLink')).toHaveLength(1);
    expect(textOf(await say('/create'))).toMatch(/^Created /);
  });

  it('an export is not repeated, and it is told that the old link may be dead', async () => {
    stage.telegram.fail({ method: 'exportChatInviteLink', how: { drop: 'after' } });
    const came = await say('/export');
    expect(textOf(came)).toContain('the old one may be dead');
    expect(methodsOf(came).filter((method) => method === 'exportChatInviteLink')).toHaveLength(1);
    // The link that got lost is the one that dies by the next export, and is recorded then.
    const lost = stage.telegram.links(world.teaRoom).find((link) => link.is_primary && !link.is_revoked);
    expect(textOf(await say('/export'))).toContain(`No longer works: ${lost?.invite_link}`);
  });

  it('a read is asked again', async () => {
    stage.telegram.fail({ method: 'getChatMember', how: { drop: 'before' } });
    const came = await say('/create');
    expect(textOf(came)).toMatch(/^Created /);
    expect(methodsOf(came)).toEqual(['getChatMember', 'getChatMember', 'createChatInviteLink']);
  });

  it('to the question who may, nothing is done, and only the sender is told', async () => {
    stage.telegram.fail({ method: 'getChatMember', times: 2, how: { html: 502 } });
    const came = await say('/create');
    expect(textOf(came)).toMatch(/^I could not check your rights: Telegram has trouble\./);
    expect(shownTo(answerTo(came))).toBe(world.olivia.id);
    expect(stage.telegram.links(world.teaRoom)).toEqual([]);
  });

  it('an edit and a revoke are tried a second time, and a doubt that stays is told', async () => {
    const url = linkIn(await say('/create'));
    stage.telegram.fail({ method: 'editChatInviteLink', how: { drop: 'after' } });
    expect(textOf(await say('/edit limit=5'))).toContain('At most 5 members at once');
    stage.telegram.fail({ method: 'editChatInviteLink', times: 2, how: { drop: 'after' } });
    expect(textOf(await say('/edit limit=6'))).toContain(`Telegram did not say whether ${url} was changed`);
    stage.telegram.fail({ method: 'revokeChatInviteLink', how: { drop: 'after' } });
    expect(textOf(await say('/revoke'))).toContain(url);
    expect(stage.telegram.links(world.teaRoom)[0]?.is_revoked).toBe(true);
  });
});

describe('when Workers KV fails', () => {
  it('commands work all the same, and KV is written as soon as it can be', async () => {
    const { worker } = stage;
    const { id } = world.teaRoom;
    worker.door.fail({ operation: 'put', key: '', times: 9 });
    expect(textOf(await say('/links'))).toContain('I have made no link here yet');
    worker.door.fail({ operation: 'get', key: 'last:', times: 9 });
    const url = linkIn(await say('/create VIP limit=5'));
    expect(textOf(await say('/edit limit=6'))).toContain('At most 6 members at once');
    expect(textOf(await say('/export'))).toMatch(/^New primary link: /);
    expect(textOf(await say('/health'))).toContain('Workers KV does not show');
    expect(textOf(await say('/revoke'))).toContain(`${url} link revoked`);
    worker.door.clearFaults();
    await worker.chats.moveClock(60_000);
    await worker.chats.runAlarm(id);
    expect(await worker.kv.get(`last:${id}`)).toContain(url);
    expect(await worker.kv.get(`link:${id}:${url.replace('https://t.me/+', '')}`)).toContain(
      '"is_revoked":true',
    );
    expect(textOf(await say('/health'))).not.toContain('Workers KV');
  });

  it('a damaged value counts as none', async () => {
    await stage.worker.kv.put(`last:${world.teaRoom.id}`, '{"link":');
    expect(textOf(await say('/revoke'))).toContain('I have made none here');
    expect(textOf(await say('/create'))).toMatch(/^Created /);
  });
});

describe('when the chat’s object cannot be told what Telegram has done', () => {
  const dies = async () => {
    for (const _ of [1, 2, 3]) await stage.worker.chats.dieAt({ method: 'settle', when: 'before' });
  };

  it('the link is told in a message of its own, which is tried again, and is in Workers KV', async () => {
    await dies();
    stage.telegram.fail({ method: 'sendMessage', how: { drop: 'before' } });
    const came = await say('/create');
    const url = stage.telegram.links(world.teaRoom)[0]?.invite_link ?? '';
    expect(textOf(came)).toBe(
      `Created ${url}, but I could not save it, so /links may not show it. Copy it now.`,
    );
    expect(answerTo(came).reply_to_message?.text).toBe('/create');
    expect(methodsOf(came).slice(-2)).toEqual(['sendMessage', 'sendMessage']);
    expect(await stage.worker.kv.get(`last:${world.teaRoom.id}`)).toContain(url);
    expect(stage.worker.logged.join('\n')).toContain('"outcome":"unrecorded"');
  });

  it('every other change is told, too', async () => {
    const url = linkIn(await say('/create'));
    await dies();
    expect(textOf(await say(`/edit ${url} limit=5`))).toContain('Changed https:');
    // The lease of an act that was never settled.
    await stage.worker.chats.moveClock(30_000);
    await dies();
    expect(textOf(await say(`/revoke ${url}`))).toContain('I could not record that, so my lists');
    await stage.worker.chats.moveClock(30_000);
    await dies();
    expect(textOf(await say('/export'))).toContain('I could not save it, so /links may not show it');
  });
});

describe('when the object takes no more writes', () => {
  it('nothing is begun that could not be recorded, but links can be closed', async () => {
    const { worker } = stage;
    const url = linkIn(await say('/create'));
    await worker.chats.setFull(true);
    for (const command of ['/create', '/export', '/edit limit=5', '/start']) {
      const came = await say(command);
      expect(textOf(came)).toContain('My records take nothing more today');
      expect(methodsOf(came).filter((method) => /^(create|edit|revoke|export)/.test(method))).toEqual([]);
    }
    expect(textOf(await say('/revoke'))).toContain(`${url} link revoked\nI could not record`);
    const open = stage.telegram.links(world.teaRoom).filter((one) => !one.is_revoked && !one.is_primary);
    expect(open).toEqual([]);
  });
});

describe('when a setting is wrong', () => {
  it.each([
    ['TIME_ZONE', 'Mars/Phobos', 'an IANA name such as Europe/Berlin'],
    ['CHATS', 'tea-room', 'ids of groups and channels'],
    ['TELEGRAM_API_URL', 'http://api.example.com', 'an https address'],
  ])('commands say that %s is wrong, and ordinary messages stay unanswered', async (setting, value, words) => {
    const own = await setStage({ [setting]: value });
    const { teaRoom, olivia } = own.world();
    const came = await own.telegram.say(teaRoom, olivia, '/create');
    expect(textOf(came)).toContain(`${setting} has to be`);
    expect(textOf(came)).not.toContain(value);
    expect(textOf(came)).toContain(words);
    expect((await own.telegram.say(teaRoom, olivia, 'hello')).calls).toEqual([]);
    await own.close();
  });
});
