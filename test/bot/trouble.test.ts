import { describe, expect, it } from 'vitest';
import {
  answerTo,
  linkIn,
  methodsOf,
  onStage,
  type Stage,
  type StandardWorld,
  setStage,
  shownTo,
  textOf,
} from '../support/story.ts';

let stage: Stage;
let world: StandardWorld;
onStage((one, other) => {
  stage = one;
  world = other;
});

const say = (text: string) => stage.telegram.say(world.teaRoom, world.olivia, text);
const refuse = (method: string, error_code: number, description: string) =>
  stage.telegram.fail({ method, how: { refuse: { error_code, description } } });

describe('when Telegram refuses', () => {
  it.each([
    [
      400,
      'Bad Request: not enough rights to manage chat invite link',
      'I need to be an administrator here with the right to invite users',
    ],
    [
      400,
      'Bad Request: CHAT_ADMIN_REQUIRED',
      'I need to be an administrator here with the right to invite users',
    ],
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
      'I need to be an administrator here with the right to invite users',
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
    expect(textOf(came)).toContain('There may be a link that I do not know');
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
    expect(textOf(came)).toBe('Telegram has trouble (error 502); nothing was done. Try again in a minute.');
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

describe('when the memory fails', () => {
  it('nothing is begun that could not be remembered', async () => {
    for (const command of ['/create', '/export', '/edit limit=5', '/revoke', '/start']) {
      stage.worker.door.fail({ operation: 'get', key: command === '/export' ? 'primary:' : 'last:' });
      const came = await say(command);
      expect(textOf(came)).toContain('I cannot read what I remember at the moment');
      expect(methodsOf(came).filter((method) => /^(create|edit|revoke|export)/.test(method))).toEqual([]);
    }
  });

  it('a write that came too early is tried again', async () => {
    stage.worker.door.fail({ operation: 'put', key: 'last:' });
    const came = await say('/create');
    expect(textOf(came)).toMatch(/^Created /);
    expect(await stage.worker.kv.get(`last:${world.teaRoom.id}`)).toContain(linkIn(came));
  });

  it('a link that could not be recorded is told in a message of its own, which is tried again', async () => {
    stage.worker.door.fail({ operation: 'put', key: 'link:', times: 3 });
    stage.telegram.fail({ method: 'sendMessage', how: { drop: 'before' } });
    const came = await say('/create');
    const url = stage.telegram.links(world.teaRoom)[0]?.invite_link;
    expect(textOf(came)).toBe(`Created ${url}, but I could not remember it: copy it now.`);
    expect(answerTo(came).reply_to_message?.text).toBe('/create');
    expect(methodsOf(came).slice(-2)).toEqual(['sendMessage', 'sendMessage']);
  });

  it('it is told what else could not be remembered', async () => {
    stage.worker.door.fail({ operation: 'put', key: 'last:', times: 3 });
    const made = await say('/create');
    expect(textOf(made)).toContain('I could not remember it as the last link');
    stage.worker.door.fail({ operation: 'put', key: 'link:', times: 3 });
    expect(textOf(await say(`/edit ${linkIn(made)} limit=5`))).toContain(
      'name every setting in the next edit',
    );
    stage.worker.door.fail({ operation: 'put', key: 'link:', times: 3 });
    expect(textOf(await say(`/revoke ${linkIn(made)}`))).toContain('I could not remember that it is revoked');
    stage.worker.door.fail({ operation: 'put', key: 'link:', times: 6 });
    const exported = textOf(await say('/export'));
    expect(exported).toContain('I could not remember the new link');
    expect(exported).toContain('I could not remember that the old link is closed');
  });

  it('a damaged value counts as none', async () => {
    await stage.worker.kv.put(`last:${world.teaRoom.id}`, '{"link":');
    expect(textOf(await say('/revoke'))).toContain('I see none yet');
    expect(textOf(await say('/create'))).toMatch(/^Created /);
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
