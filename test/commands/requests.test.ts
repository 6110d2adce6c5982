import type { Message, User } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { create, passTime } from '../chat/records.ts';
import {
  answerTo,
  buttonsOf,
  dataOf,
  forgePress,
  linkIn,
  noticeIn,
  onStage,
  shownTo,
  textOf,
} from '../support/story.ts';
import type { CallFault } from '../telegram/faults.ts';

const { stage, world, say } = onStage();

/** Rows written for each request that a job approves, the person's joining included. */
const ROWS_TO_DECIDE = 11;

const run = (chat: { readonly id: number } = world.teaRoom) => stage.worker.chats.runAlarm(chat.id);
const rows = (chat: { readonly id: number } = world.teaRoom) =>
  stage.worker.chats.sql(chat.id, 'SELECT name, state, by_name AS by, trouble, bio FROM request ORDER BY n');
const states = async () => (await rows()).map(({ state }) => state);
const answered = (method = 'approveChatJoinRequest') =>
  stage.telegram.calls.filter(
    (call) => call.method === method && Number(call.params.chat_id) === world.teaRoom.id,
  ).length;
const isIn = (person: User) =>
  stage.telegram.links(world.teaRoom).some(({ members }) => members.some(({ id }) => id === person.id));

/** Messages that only this person sees: in private, or in the group. */
const heard = (person: User): Message[] =>
  [
    ...stage.telegram.read(person, { as: person }).filter(({ from }) => from?.is_bot),
    ...stage.telegram
      .read(world.teaRoom, { as: person })
      .filter(({ receiver_user }) => receiver_user?.id === person.id),
  ].filter(({ text = '' }) => /asks to join(?: by|,)|waiting/.test(text));

const start = (person: User) => stage.telegram.say(person, person, '/start');
const byApproval = (options = '') =>
  create(stage, world.teaRoom, world.olivia, `VIP limit=none approval ${options}`);

async function ask(link: string, person: User = world.sam): Promise<void> {
  const { outcome } = await stage.telegram.join(world.teaRoom, person, link);
  expect(outcome).toBe('requested');
  await run();
}

async function guests(link: string, count: number): Promise<User[]> {
  const people = Array.from({ length: count }, (_, index) =>
    stage.telegram.addPerson({ first_name: `Guest ${index}` }),
  );
  for (const person of people) await stage.telegram.join(world.teaRoom, person, link);
  return people;
}

/** Presses a button of a message, where it stands. */
function press(message: Message, label: string, person: User = world.olivia) {
  const { chat, message_id, ephemeral_message_id } = message;
  return stage.telegram.press(
    chat,
    ephemeral_message_id === undefined ? message_id : { ephemeral_message_id },
    person,
    label,
  );
}

const refuse = (description: string, method = 'approveChatJoinRequest') =>
  stage.telegram.fail({
    method,
    how: { refuse: { error_code: 400, description: `Bad Request: ${description}` } },
  });

async function shownToOlivia(): Promise<Message> {
  await start(world.olivia);
  await ask(await byApproval());
  const [message] = heard(world.olivia);
  if (!message) throw new Error('Nothing was shown');
  return message;
}

describe('a request to join', () => {
  it('is shown to who made the link, in private if they started the bot', async () => {
    await start(world.olivia);
    stage.telegram.setBio(world.sam, 'I like <tea>');
    await ask(await byApproval());
    const [message, ...others] = heard(world.olivia);
    expect(others).toEqual([]);
    expect(message?.chat.id).toBe(world.olivia.id);
    expect(message?.text?.split('\n')).toEqual([
      expect.stringMatching(/^Sam \d+ asks to join by VIP, /),
      'Bio: I like <tea>',
      'Chat: Tea Room',
    ]);
    expect(message && buttonsOf(message)).toEqual([['Approve', 'Decline']]);
  });

  it('is shown alone to its maker in the group, if they never started the bot', async () => {
    await ask(await byApproval());
    const [message] = heard(world.olivia);
    expect(message?.chat.id).toBe(world.teaRoom.id);
    expect(message && shownTo(message)).toBe(world.olivia.id);
  });

  it('is recorded once, however often it is delivered, and costs no call before the jobs', async () => {
    const link = await byApproval();
    const came = await stage.telegram.join(world.teaRoom, world.sam, link);
    expect(came.updates.flatMap(({ calls }) => calls)).toEqual([]);
    await stage.telegram.redeliver(came.updates[0]?.update_id);
    expect(await states()).toEqual(['open']);
  });

  it('is delivered again while it cannot be recorded', async () => {
    const link = await byApproval();
    for (let times = 0; times < 3; times++)
      await stage.worker.chats.dieAt({ method: 'noteRequest', when: 'before' });
    const came = await stage.telegram.join(world.teaRoom, world.sam, link);
    expect(came.updates[0]?.statuses).toEqual([503, 200]);
    expect(await states()).toEqual(['open']);
  });

  it('by a link that a create without an answer had made records that link', async () => {
    stage.telegram.fail({ method: 'createChatInviteLink', how: { silent: 'after' } });
    await say('/create Lost limit=none approval');
    await ask(stage.telegram.links(world.teaRoom)[0]?.invite_link ?? '');
    expect(heard(world.olivia)).toHaveLength(1);
    expect(textOf(await say('/requests Lost'))).toMatch(/^Waiting by Lost: up to 1\n1\. Sam /);
  });

  it('is shown to who chose to see those of unknown makers, if no one is known as the maker', async () => {
    expect(textOf(await stage.telegram.say(world.teaRoom, world.adam, '/requests here'))).toMatch(
      /^Requests to join by links whose maker I do not know/,
    );
    stage.telegram.makePublic(world.teaRoom, 'tea_by_request', true);
    await stage.telegram.askToJoin(world.teaRoom, world.sam);
    await run();
    expect(heard(world.adam).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Sam \d+ asks to join, /),
    ]);
    expect(heard(world.olivia)).toEqual([]);
  });

  it('is not shown to a maker who may not invite any more, but to who chose to see such requests', async () => {
    const link = linkIn(
      await stage.telegram.say(world.teaRoom, world.adam, '/create VIP limit=none approval'),
    );
    await start(world.adam);
    await say('/requests here');
    await stage.telegram.demote(world.teaRoom, world.adam);
    await ask(link);
    expect(heard(world.adam)).toEqual([]);
    expect(heard(world.olivia)).toHaveLength(1);
  });

  it('is shown to no one, if its maker may not invite any more and no one chose to see such requests', async () => {
    const link = linkIn(
      await stage.telegram.say(world.teaRoom, world.adam, '/create VIP limit=none approval'),
    );
    await start(world.adam);
    await stage.telegram.demote(world.teaRoom, world.adam);
    const before = stage.telegram.calls.length;
    await ask(link);
    expect(stage.telegram.calls.slice(before).map(({ method }) => method)).toEqual(['getChatMember']);
  });

  it('is shown to who chose to see such requests, if Telegram does not know its maker, and later, if it does not say', async () => {
    const link = linkIn(
      await stage.telegram.say(world.teaRoom, world.adam, '/create VIP limit=none approval'),
    );
    await start(world.adam);
    await say('/requests here');
    const answer = (how: CallFault['how']) => stage.telegram.fail({ method: 'getChatMember', how });
    answer({ refuse: { error_code: 400, description: 'Bad Request: user not found' } });
    await ask(link);
    expect([heard(world.adam).length, heard(world.olivia).length]).toEqual([0, 1]);

    answer({ flood: 9 });
    await ask(link, stage.telegram.addPerson({ first_name: 'Tom' }));
    expect(heard(world.adam)).toEqual([]);
    await passTime(stage, world.teaRoom, 10_000);
    expect([heard(world.adam).length, heard(world.olivia).length]).toEqual([1, 1]);
  });

  it('is shown with what is true by then, and not at all once it is over', async () => {
    await start(world.olivia);
    const [first, second] = await guests(await byApproval(), 9);
    await run();
    const texts = () => heard(world.olivia).map(({ text = '' }) => text.split('\n')[0] ?? '');
    expect(texts().filter((text) => text.startsWith('Guest'))).toHaveLength(5);
    for (const person of [first, second])
      await stage.telegram.answerRequest(world.teaRoom, person as User, true, world.adam);
    await passTime(stage, world.teaRoom, 61_000);
    expect(texts().at(-1)).toBe('Many ask to join at once: 7 waiting.');
  });

  it('is not said to wait once all are decided', async () => {
    await start(world.olivia);
    const people = await guests(await byApproval(), 9);
    for (const person of people) await stage.telegram.answerRequest(world.teaRoom, person, true, world.adam);
    await passTime(stage, world.teaRoom, 61_000);
    expect(heard(world.olivia)).toEqual([]);
  });

  it('is shown as a number, if many ask at once, and all stay in /requests', async () => {
    await start(world.olivia);
    const link = await byApproval();
    await guests(link, 60);
    await run();
    await passTime(stage, world.teaRoom, 61_000);
    const said = heard(world.olivia).map(({ text = '' }) => text.split('\n')[0]);
    expect(said).toHaveLength(6);
    expect(said.at(-1)).toBe('Many ask to join at once: 60 waiting.');
    expect(await states()).toHaveLength(60);
    const page = answerTo(await say('/requests'));
    expect(page.text).toMatch(/^Waiting: up to 60\n/);
  });
});

describe('a decision on a request to join', () => {
  it('lets the person in, says who decided, and is recorded', async () => {
    const message = await shownToOlivia();
    const came = await press(message, 'Approve');
    expect(answerTo(came).text).toContain('Approved by Olivia.');
    expect(buttonsOf(answerTo(came))).toEqual([]);
    expect(isIn(world.sam)).toBe(true);
    expect(await rows()).toEqual([
      { name: 'Sam', state: 'approved', by: 'Olivia', trouble: null, bio: null },
    ]);
    expect(textOf(await say('/link'))).toContain('1 joined, 1 here');
  });

  it('may be to decline', async () => {
    const message = await shownToOlivia();
    expect(answerTo(await press(message, 'Decline')).text).toContain('Declined by Olivia.');
    expect(isIn(world.sam)).toBe(false);
    expect(await states()).toEqual(['declined']);
  });

  it('is for admins who may invite, asked at each press, and for no one else', async () => {
    const message = await shownToOlivia();
    await stage.telegram.say(world.max, world.max, '/start');
    const own = stage.telegram.read(world.max, { as: world.max }).find(({ from }) => from?.is_bot);
    const data = dataOf(message, 'Approve');
    for (const person of [world.max, world.nora, world.sam])
      await forgePress(stage, { ...(own as Message) }, person, data);
    expect(answered()).toBe(0);
    expect(await states()).toEqual(['open']);
    await forgePress(stage, { ...(own as Message) }, world.adam, data);
    expect((await rows())[0]).toMatchObject({ state: 'approved', by: 'Adam' });
  });

  it('is the first one; who decides later sees it', async () => {
    const message = await shownToOlivia();
    const theirs = answerTo(await stage.telegram.say(world.teaRoom, world.adam, '/requests'));
    await press(message, 'Approve');
    const came = await press(theirs, '✗ 1', world.adam);
    expect(noticeIn(came)).toBe('Approved by Olivia.');
    expect(answered('declineChatJoinRequest')).toBe(0);
  });

  it('of two at the same moment is one call', async () => {
    const message = await shownToOlivia();
    const theirs = answerTo(await stage.telegram.say(world.teaRoom, world.adam, '/requests'));
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.telegram.fail({ method: 'approveChatJoinRequest', how: { hold: promise } });
    const first = press(message, 'Approve');
    const leased = () => stage.worker.chats.sql(world.teaRoom.id, 'SELECT 1 FROM request WHERE lease > 0');
    await expect.poll(async () => (await leased()).length).toBe(1);
    const second = await press(theirs, '✗ 1', world.adam);
    expect(noticeIn(second)).toBe('This request is being decided right now, by another admin or by a rule.');
    resolve();
    await first;
    expect(answered('declineChatJoinRequest')).toBe(0);
    expect((await rows())[0]).toMatchObject({ state: 'approved', by: 'Olivia' });
  });

  it('in Telegram’s app is seen when the person joins', async () => {
    const message = await shownToOlivia();
    await stage.telegram.answerRequest(world.teaRoom, world.sam, true, world.adam);
    expect(await rows()).toEqual([{ name: 'Sam', state: 'approved', by: null, trouble: null, bio: null }]);
    expect(answerTo(await press(message, 'Decline')).text).toContain('Approved.');
    expect(answered('declineChatJoinRequest')).toBe(0);
  });

  it.each([
    'Approve',
    'Decline',
  ])('to %s a person who has withdrawn says that the request is gone', async (label) => {
    const message = await shownToOlivia();
    stage.telegram.withdraw(world.teaRoom, world.sam);
    expect(textOf(await say('/requests'))).toMatch(/^Waiting: up to 1\n/);
    const said = 'No longer open: withdrawn, or decided by someone else.';
    expect(answerTo(await press(message, label)).text).toContain(said);
    expect(await rows()).toMatchObject([{ state: 'gone', by: null }]);
    expect(isIn(world.sam)).toBe(false);
    expect(textOf(await say('/requests'))).toMatch(/^No one waits/);
  });

  it.each([
    ['HIDE_REQUESTER_MISSING', 'gone', 'No longer open: withdrawn, or decided by someone else.'],
    ['USER_ID_INVALID', 'gone', 'No longer open: withdrawn, or decided by someone else.'],
    ['USER_ALREADY_PARTICIPANT', 'approved', 'Already in.'],
  ])('that meets %s is recorded as %s', async (description, state, said) => {
    const message = await shownToOlivia();
    refuse(description);
    expect(answerTo(await press(message, 'Approve')).text).toContain(said);
    expect(await states()).toEqual([state]);
  });

  it.each([
    ['USER_CHANNELS_TOO_MUCH', /too many chats/, 'Not let in: already in too many chats.'],
    ['CHANNELS_TOO_MUCH', /too many chats/, 'Not let in: already in too many chats.'],
    [
      'not enough rights to manage chat join requests',
      /Make me an administrator/,
      'Telegram did not take the last decision. Try again.',
    ],
  ])('that meets %s leaves the request open, and says why', async (description, notice, said) => {
    const message = await shownToOlivia();
    refuse(description);
    expect(noticeIn(await press(message, 'Approve'))).toMatch(notice);
    expect(await states()).toEqual(['open']);
    expect(textOf(await say('/requests'))).toContain(said);
    await press(message, 'Approve');
    expect(await states()).toEqual(['approved']);
  });

  it('whose answer is lost is known when the person joins', async () => {
    const message = await shownToOlivia();
    stage.telegram.fail({ method: 'approveChatJoinRequest', how: { drop: 'after' } });
    await press(message, 'Approve');
    expect(await rows()).toEqual([
      { name: 'Sam', state: 'approved', by: 'Olivia', trouble: 'perhaps_decided', bio: null },
    ]);
    expect(isIn(world.sam)).toBe(true);
    // The join may be known before the press is answered, or after it.
    await forgePress(stage, message, world.olivia, dataOf(message, 'Approve'));
    expect(heard(world.olivia)[0]?.text).toContain('Approved by Olivia, as far as I know.');
  });

  it('to decline whose answer is lost leaves the request open, and is recorded as far as is known', async () => {
    const message = await shownToOlivia();
    stage.telegram.fail({ method: 'declineChatJoinRequest', how: { drop: 'after' } });
    expect(noticeIn(await press(message, 'Decline'))).toMatch(/^Telegram did not say whether that was done/);
    expect(await states()).toEqual(['open']);
    expect(textOf(await say('/requests'))).toContain(
      'Telegram did not say whether the last decision counted.',
    );
    const page = answerTo(await stage.telegram.say(world.teaRoom, world.adam, '/requests'));
    expect(noticeIn(await press(page, '✓ 1', world.adam))).toBe('Declined by Olivia, as far as I know.');
    expect(await rows()).toEqual([
      { name: 'Sam', state: 'declined', by: 'Olivia', trouble: 'request_gone', bio: null },
    ]);
  });

  it('that was cut off in the middle is one that may have counted, too', async () => {
    const message = await shownToOlivia();
    await stage.worker.chats.dieAt({ method: 'settleDecision', when: 'before' });
    await stage.worker.chats.dieAt({ method: 'settleDecision', when: 'before' });
    await stage.worker.chats.dieAt({ method: 'settleDecision', when: 'before' });
    expect(noticeIn(await press(message, 'Decline'))).toMatch(/^Done, but I could not record it/);
    await passTime(stage, world.teaRoom, 30_000);
    expect(answerTo(await press(message, 'Decline')).text).toContain('Declined by Olivia, as far as I know.');
  });

  it('that Telegram has refused is none that may have counted', async () => {
    const message = await shownToOlivia();
    refuse('SOMETHING_ODD', 'declineChatJoinRequest');
    await press(message, 'Decline');
    refuse('HIDE_REQUESTER_MISSING', 'declineChatJoinRequest');
    expect(answerTo(await press(message, 'Decline')).text).toContain('No longer open: withdrawn, or decided');
    expect(await states()).toEqual(['gone']);
  });

  it('is not guessed if one to approve and one to decline got no answer', async () => {
    const message = await shownToOlivia();
    const drop = (method: string, how: 'before' | 'after') =>
      stage.telegram.fail({ method, times: 2, how: { drop: how } });
    drop('approveChatJoinRequest', 'before');
    await press(message, 'Approve');
    drop('declineChatJoinRequest', 'after');
    await press(message, 'Decline');
    expect(answerTo(await press(message, 'Approve')).text).toContain(
      'No longer open. Telegram left an earlier decision without an answer: that one may have counted.',
    );
    expect(await states()).toEqual(['gone']);
  });

  it('that Telegram has taken names who made it, whatever got lost before', async () => {
    const message = await shownToOlivia();
    stage.telegram.fail({ method: 'approveChatJoinRequest', times: 2, how: { drop: 'before' } });
    await press(message, 'Approve');
    const page = answerTo(await stage.telegram.say(world.teaRoom, world.adam, '/requests'));
    await press(page, '✓ 1', world.adam);
    expect(await rows()).toMatchObject([{ state: 'approved', by: 'Adam', trouble: null }]);
  });

  it('in the app is seen when the person joins, also after one to decline that got lost', async () => {
    const message = await shownToOlivia();
    stage.telegram.fail({ method: 'declineChatJoinRequest', times: 2, how: { drop: 'before' } });
    await press(message, 'Decline');
    refuse('HIDE_REQUESTER_MISSING', 'declineChatJoinRequest');
    await press(message, 'Decline');
    expect(await states()).toEqual(['declined']);
    await stage.telegram.answerRequest(world.teaRoom, world.sam, true, world.adam);
    expect(await rows()).toMatchObject([{ state: 'approved', by: null, trouble: null }]);
  });

  it.each([
    'beginDecision',
    'settleDecision',
  ] as const)('survives the end of the object after %s', async (method) => {
    const message = await shownToOlivia();
    await stage.worker.chats.dieAt({ method, when: 'after' });
    await press(message, 'Approve');
    expect((await rows())[0]).toMatchObject({ state: 'approved', by: 'Olivia' });
    expect(answered()).toBe(1);
  });

  it('is not begun if it cannot be recorded', async () => {
    const message = await shownToOlivia();
    await stage.worker.chats.setFull(true);
    expect(noticeIn(await press(message, 'Approve'))).toMatch(/^My records take nothing more today/);
    expect(answered()).toBe(0);
  });
});

describe('a person who asks to join', () => {
  it('again has one open request', async () => {
    const message = await shownToOlivia();
    await stage.telegram.answerRequest(world.teaRoom, world.sam, false, world.adam);
    await ask(stage.telegram.links(world.teaRoom)[0]?.invite_link ?? '');
    expect(await states()).toEqual(['gone', 'open']);
    expect(textOf(await say('/requests'))).toMatch(/^Waiting: up to 1\n/);
    expect(answerTo(await press(message, 'Approve')).text).toContain('No longer open');
  });

  it('is erased by /forget', async () => {
    await shownToOlivia();
    await say(`/forget ${world.sam.id}`);
    expect(await rows()).toEqual([]);
    expect(textOf(await say('/link'))).not.toContain('waiting');
  });

  it('is erased by /forget before anyone was shown the request', async () => {
    await start(world.olivia);
    await stage.telegram.join(world.teaRoom, world.sam, await byApproval());
    await say(`/forget ${world.sam.id}`);
    expect(await stage.worker.chats.sql(world.teaRoom.id, 'SELECT key FROM notice')).toEqual([]);
    await run();
    expect(heard(world.olivia)).toEqual([]);
  });

  it('may be decided by an admin whom /forget erases, also if the answer was lost', async () => {
    const message = await shownToOlivia();
    stage.telegram.fail({ method: 'declineChatJoinRequest', times: 2, how: { drop: 'before' } });
    await press(message, 'Decline');
    await say(`/forget ${world.olivia.id}`);
    const kept = await stage.worker.chats.sql(world.teaRoom.id, 'SELECT state, tried FROM request');
    expect(kept).toEqual([{ state: 'open', tried: null }]);
  });

  it('goes along when the group becomes a supergroup', async () => {
    const link = await create(stage, world.bookClub, world.olivia, 'VIP limit=none approval');
    await stage.telegram.join(world.bookClub, world.sam, link);
    const { chat } = await stage.telegram.migrate(world.bookClub);
    expect((await rows(chat)).map(({ state }) => state)).toEqual(['open']);
    expect(textOf(await stage.telegram.say(chat, world.olivia, '/link'))).toContain('1 waiting');
  });
});

describe('a request that is not shown yet', () => {
  it('is shown after the group has become a supergroup, and its buttons name the new chat', async () => {
    await start(world.olivia);
    const link = await create(stage, world.bookClub, world.olivia, 'VIP limit=none approval');
    await stage.telegram.join(world.bookClub, world.sam, link);
    const { chat } = await stage.telegram.migrate(world.bookClub);
    await run(chat);
    const [message] = heard(world.olivia);
    expect(message?.text).toMatch(/^Sam \d+ asks to join by VIP, /);
    expect(message && dataOf(message, 'Approve')).toContain(`request:${chat.id}:`);
  });

  it('is shown if Telegram says so late that the chat has moved', async () => {
    const link = await byApproval();
    const elsewhere = stage.telegram.addChat({ type: 'supergroup', title: 'Moved', owner: world.olivia });
    const parameters = { migrate_to_chat_id: elsewhere.id };
    const description = 'Bad Request: group chat was upgraded to a supergroup chat';
    const how = { refuse: { error_code: 400, description, parameters } };
    await start(world.olivia);
    await stage.telegram.join(world.teaRoom, world.sam, link);
    stage.telegram.fail({ method: 'getChatMember', how });
    await run();
    const [message] = heard(world.olivia);
    expect(message && dataOf(message, 'Approve')).toContain(`request:${elsewhere.id}:`);
  });
});

describe('a request to join a channel', () => {
  /** A private one, by a link that Olivia has made from her private chat, since a channel shows nothing to one person alone. */
  async function askInChannel() {
    const { telegram, worker } = stage;
    const channel = telegram.addChat({ type: 'channel', title: 'Tea News', owner: world.olivia });
    telegram.addMember(channel, world.adam, { can_invite_users: true });
    const inChannel = (person: User, text: string) =>
      telegram.say(person, person, `${text} chat=${channel.id}`);
    const link = linkIn(await inChannel(world.olivia, '/create VIP limit=none approval'));
    const posts = telegram.read(channel).length;
    return {
      inChannel,
      async ask(person = world.sam) {
        await telegram.join(channel, person, link);
        await worker.chats.runAlarm(channel.id);
        // Its subscribers see nothing of that.
        expect(telegram.read(channel)).toHaveLength(posts);
      },
      rows: () => rows(channel),
    };
  }

  it('is shown to the maker in private, decided there, and listed there', async () => {
    const { inChannel, ask, rows } = await askInChannel();
    await ask();
    const [message] = heard(world.olivia);
    expect(message?.text).toMatch(/^Sam \d+ asks to join by VIP, .*\nChat: Tea News$/s);
    expect(textOf(await inChannel(world.olivia, '/requests'))).toMatch(/^Waiting: up to 1\n1\. Sam /);
    const came = await press(message as Message, 'Approve');
    expect(answerTo(came).text).toMatch(/Approved by Olivia\.\nChat: Tea News$/);
    expect(await rows()).toMatchObject([{ state: 'approved', by: 'Olivia' }]);
  });

  it('is shown to who sent /requests here in private, if the maker has blocked the bot', async () => {
    const { inChannel, ask } = await askInChannel();
    expect(textOf(await inChannel(world.adam, '/requests here'))).toMatch(/^Requests to join by links whose/);
    await stage.telegram.setBlocked(world.olivia, true);
    await ask();
    expect(heard(world.olivia)).toEqual([]);
    expect(heard(world.adam).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Sam \d+ asks to join by VIP, .*\nChat: Tea News$/s),
    ]);
  });

  it('waits in /requests, if no one can be shown it', async () => {
    const { inChannel, ask } = await askInChannel();
    await stage.telegram.setBlocked(world.olivia, true);
    await ask();
    await start(world.adam);
    expect(textOf(await inChannel(world.adam, '/requests'))).toMatch(/^Waiting: up to 1\n/);
  });
});

describe('/requests', () => {
  it('shows the open ones in pages, newest first, to the asker alone, and says what it cannot know', async () => {
    await guests(await byApproval(), 7);
    const page = answerTo(await say('/requests'));
    expect(shownTo(page)).toBe(world.olivia.id);
    const said = page.text?.split('\n') ?? [];
    expect(said[0]).toBe('Waiting: up to 7');
    expect(said[1]).toMatch(/^1\. Guest 6 \d+ asks to join by VIP, /);
    expect(said.at(-1)).toBe(
      'Requests from before I was an admin here I cannot see. Telegram does not tell me who withdraws, so there may be fewer.',
    );
    expect(buttonsOf(page)).toEqual([
      ...[1, 2, 3, 4, 5].map((number) => [`✓ ${number}`, `✗ ${number}`]),
      ['Older »'],
      ['Approve all 7', 'Decline all 7'],
    ]);
    const older = answerTo(await press(page, 'Older »'));
    expect(older.text).toMatch(/1\. Guest 1 .*\n2\. Guest 0 /);
    const decided = await press(older, '✓ 2');
    expect(noticeIn(decided)).toBe('Approved by Olivia.');
    expect(answerTo(decided).text).not.toContain('Guest 0');
  });

  it('shows those of one link', async () => {
    const vip = await byApproval();
    const other = await create(stage, world.teaRoom, world.olivia, 'Other limit=none approval');
    await ask(vip);
    await guests(other, 1);
    for (const text of ['/requests Other', `/requests ${other}`]) {
      const page = answerTo(await say(text));
      expect(page.text).toMatch(/^Waiting by Other: up to 1\n1\. Guest 0 /);
      expect(buttonsOf(page).at(-1)).toEqual(['« Link']);
    }
    expect(textOf(await say('/requests'))).toMatch(/^Waiting: up to 2/);
  });

  it('says if no one waits', async () => {
    expect(textOf(await say('/requests'))).toMatch(/^No one waits to be let in, as far as I know\./);
  });

  it('is not for members', async () => {
    expect(textOf(await stage.telegram.say(world.teaRoom, world.max, '/requests'))).toMatch(
      /^Only the owner/,
    );
  });

  it('tells an anonymous admin that “here” needs a person', async () => {
    const asked = await stage.telegram.say(world.teaRoom, world.olivia, '/requests here', {
      asChannel: world.teaRoom,
    });
    const came = await stage.telegram.press(
      world.teaRoom,
      answerTo(asked).message_id,
      world.olivia,
      'Confirm',
    );
    expect(JSON.stringify(came.calls)).toContain('I do not store who an anonymous admin is');
  });
});

describe('a decision on all requests', () => {
  const all = async (label: string, count = 3) => {
    await guests(await byApproval(), count);
    const page = answerTo(await say('/requests'));
    const asked = answerTo(await press(page, `${label} ${count}`));
    return asked;
  };
  const shown = () =>
    stage.telegram
      .read(world.teaRoom, { as: world.olivia })
      .map(({ text = '' }) => text)
      .findLast((text) => /Approved:|Declined:/.test(text));

  it('is asked for twice, shows how far it is, and ends with the truth', async () => {
    const asked = await all('Approve all');
    expect(asked.text).toBe('Approve all 3 that are open by now?');
    expect(buttonsOf(asked)).toEqual([['No, show them', 'Approve all']]);
    expect(answered()).toBe(0);
    await press(asked, 'Approve all');
    await run();
    expect(shown()).toBe('Approved: 3');
    expect((await rows()).map(({ state, by }) => [state, by])).toEqual(
      Array.from({ length: 3 }, () => ['approved', 'Olivia']),
    );
  });

  it('may be to decline', async () => {
    await press(await all('Decline all'), 'Decline all');
    await run();
    expect(shown()).toBe('Declined: 3');
  });

  it.each([
    60, 500,
  ])('works through %d within the calls of the free plan, shows progress, and ends with the truth', {
    timeout: 120_000,
  }, async (count) => {
    const { chats } = stage.worker;
    await press(await all('Approve all', count), 'Approve all');
    await chats.takeCosts();
    const calls = stage.telegram.calls.length;
    const progress: number[] = [];
    for (let runs = 0; (await states()).includes('open'); runs++) {
      expect(runs).toBeLessThan(count / 10);
      const before = stage.telegram.calls.length;
      await chats.runAlarm(world.teaRoom.id, 1);
      expect(stage.telegram.calls.length - before).toBeLessThanOrEqual(40);
      const [, open, approved] = /^Working: (\d+) to go\.\nApproved: (\d+)$/.exec(shown() ?? '') ?? [];
      if (approved === undefined) continue;
      expect(Number(open) + Number(approved)).toBe(count);
      progress.push(Number(approved));
    }
    await run();
    expect(shown()).toBe(`Approved: ${count}`);
    expect(new Set(progress).size).toBeGreaterThan(count / 25);
    expect(progress).toEqual([...progress].sort((one, other) => one - other));
    expect(answered()).toBe(count);
    const edits = stage.telegram.calls.slice(calls).filter(({ method }) => method.startsWith('edit'));
    expect(edits.length).toBeLessThan(count / 10);
    expect((await rows()).every(({ state, by }) => state === 'approved' && by === 'Olivia')).toBe(true);
    expect((await chats.takeCosts()).rowsWritten / count).toBeLessThan(ROWS_TO_DECIDE);
    expect(textOf(await say('/link'))).toContain(`${count} joined, ${count} here`);
  });

  it('is one at a time: who asks for another one is told so', async () => {
    const asked = await all('Approve all');
    const page = answerTo(await stage.telegram.say(world.teaRoom, world.adam, '/requests'));
    const theirs = answerTo(await press(page, 'Decline all 3', world.adam));
    await press(asked, 'Approve all');
    expect(noticeIn(await press(asked, 'Approve all'))).toMatch(/^I am working on it\./);
    expect(noticeIn(await press(theirs, 'Decline all', world.adam))).toBe(
      'Another decision on all requests is under way. Try again when it has ended.',
    );
    await run();
    expect(shown()).toBe('Approved: 3');
  });

  it('is for admins who may invite, asked at the first tap and at the second', async () => {
    const asked = await all('Approve all');
    await stage.telegram.say(world.max, world.max, '/start');
    const own = stage.telegram.read(world.max, { as: world.max }).find(({ from }) => from?.is_bot) as Message;
    const second = dataOf(asked, 'Approve all');
    for (const data of [second.replace('y!', 'y'), second])
      for (const person of [world.max, world.nora, world.sam]) await forgePress(stage, own, person, data);
    await run();
    expect(await states()).toEqual(['open', 'open', 'open']);
    expect(answered()).toBe(0);
    expect(JSON.stringify(stage.telegram.read(world.max, { as: world.max }))).not.toContain('Guest');
    expect((await stage.worker.chats.sql(world.teaRoom.id, 'SELECT sweep FROM chat'))[0]?.sweep).toBeNull();
  });

  it('says who could not be let in, and leaves them open', async () => {
    const asked = await all('Approve all');
    refuse('USER_CHANNELS_TOO_MUCH');
    refuse('HIDE_REQUESTER_MISSING');
    await press(asked, 'Approve all');
    await run();
    expect(shown()).toBe(
      'Approved: 1\nWithdrawn, or decided elsewhere: 1\nStill open: 1. /requests says why.',
    );
  });

  it('is not stopped by one person whom Telegram refuses', async () => {
    const asked = await all('Approve all');
    refuse('INPUT_USER_DEACTIVATED');
    await press(asked, 'Approve all');
    await run();
    expect(shown()).toBe('Approved: 2\nStill open: 1. /requests says why.');
    expect(textOf(await say('/requests'))).toContain('Telegram did not take the last decision. Try again.');
  });

  it('stops if Telegram refuses one after the other', async () => {
    const asked = await all('Approve all', 9);
    for (let times = 0; times < 9; times++) refuse('SOMETHING_ODD');
    await press(asked, 'Approve all');
    await run();
    expect(shown()).toBe(
      'Approved: 0\nStill open: 9. /requests says why.\nI stopped. Telegram refused: Bad Request: SOMETHING_ODD',
    );
    expect(answered()).toBe(3);
  });

  it('waits if Telegram asks for it, and stops if the bot has lost its right', async () => {
    const asked = await all('Approve all');
    stage.telegram.fail({ method: 'approveChatJoinRequest', how: { flood: 60 } });
    await press(asked, 'Approve all');
    await run();
    expect(shown()).toMatch(/^Working: 3 to go\.\nApproved: 0\nTelegram asks me to wait 60 seconds/);
    refuse('not enough rights to manage chat join requests');
    await passTime(stage, world.teaRoom, 61_000);
    expect(shown()).toMatch(/^Approved: 0\nStill open: 3\. .*\nI stopped\. Telegram does not let me/);
    expect(await states()).toEqual(['open', 'open', 'open']);
  });

  it('goes on after the end of the object in the middle of a call, and records what that had done', async () => {
    await press(await all('Decline all'), 'Decline all');
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.telegram.fail({ method: 'declineChatJoinRequest', how: { hold: promise } });
    const cut = run();
    const leased = () => stage.worker.chats.sql(world.teaRoom.id, 'SELECT 1 FROM request WHERE lease > 0');
    await expect.poll(async () => (await leased()).length).toBe(1);
    await stage.worker.chats.abort(world.teaRoom.id);
    resolve();
    await cut;
    await passTime(stage, world.teaRoom, 61_000);
    expect(shown()).toBe('Declined: 3');
    expect(new Set((await rows()).map(({ state, by }) => `${state} ${by}`))).toEqual(
      new Set(['declined Olivia']),
    );
  });

  it('goes on after the end of the object, and approves no one twice', async () => {
    const asked = await all('Approve all');
    await press(asked, 'Approve all');
    await stage.worker.chats.abort(world.teaRoom.id);
    stage.telegram.fail({ method: 'approveChatJoinRequest', how: { drop: 'after' } });
    await run();
    await passTime(stage, world.teaRoom, 120_000);
    expect(shown()).toBe('Approved: 3');
  });
});

describe('a link with open requests', () => {
  it('shows how many wait on its card and in /links, and says so when it is revoked', async () => {
    const link = await byApproval();
    await guests(link, 4);
    const card = answerTo(await say(`/link ${link}`));
    expect(card.text).toContain('\n4 waiting');
    expect(textOf(await say('/links'))).toContain('VIP – with approval – 4 waiting');
    const page = await press(card, '4 waiting');
    expect(page.answers.some(({ text = '' }) => text.startsWith('Waiting by VIP: up to 4'))).toBe(true);
    expect(textOf(await say(`/revoke ${link}`))).toContain('4 still ask to join by it');
  });
});
