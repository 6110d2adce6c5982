import { afterEach, describe, expect, it } from 'vitest';
import { changesIn, forget, linkKey, makesFor, passTime, recordsOf, unpublished } from '../chat/records.ts';
import { linkIn, onStage, textOf } from '../support/story.ts';
import type { Death } from '../support/test-chat.ts';
import { addressIn, openLinks, published, settled, slugOf, toldIn, visit } from './doors.ts';

const { stage, world, say, atTelegram } = onStage();
afterEach(async () => {
  stage.worker.door.clearFaults();
  stage.worker.door.release();
  await stage.worker.chats.reset();
});

const run = () => settled(stage, world.teaRoom);
const told = () => toldIn(stage, world.olivia).map(({ text }) => text);
const lost = { method: 'createChatInviteLink', how: { drop: 'after' } } as const;
/** The links that no command has told of. */
const madeAtTelegram = () => openLinks(stage, world.teaRoom);
const join = (link = '') => stage.telegram.join(world.teaRoom, world.sam, link);

describe('an update that comes twice', () => {
  it.each([
    '/door',
    '/door Poster',
    '/door new',
    '/door off',
  ])('makes one link, and is answered the same: %s', async (command) => {
    if (/new|off/.test(command)) await say('/door');
    stage.telegram.failDelivery({ deliverTwice: 'at once' });
    const came = await say(command);
    expect(came.statuses).toEqual([200, 200]);
    expect(changesIn(came)).toHaveLength(1);
    const [first, second] = came.answers.map(({ text }) => text);
    expect(second).toBe(first);
    const again = await stage.telegram.redeliver(came.update_id);
    expect(changesIn(again)).toEqual([]);
    expect(textOf(again).split('\n').slice(0, 2)).toEqual(first?.split('\n').slice(0, 2));
    await run();
    expect(openLinks(stage, world.teaRoom)).toHaveLength(command === '/door off' ? 0 : 1);
  });

  it('opens nothing that an admin has paused since', async () => {
    const address = addressIn(await say('/door'));
    await say('/door pause');
    const resumed = await say('/door resume');
    await say('/door pause');
    expect(textOf(await stage.telegram.redeliver(resumed.update_id))).toContain('Paused: an admin paused it');
    await run();
    expect((await visit(stage, address)).says).toContain('paused');
  });

  it('opens no door for a command that came before an admin closed it', async () => {
    await say('/door');
    const shown = await say('/door');
    await stage.worker.chats.moveClock(2_000);
    await say('/door off');
    await stage.telegram.redeliver(shown.update_id);
    expect(openLinks(stage, world.teaRoom)).toEqual([]);
  });

  it('makes one door if two admins ask for the first one at once', async () => {
    const [one, other] = await Promise.all([
      say('/door'),
      stage.telegram.say(world.teaRoom, world.adam, '/door'),
    ]);
    expect(addressIn(one)).toBe(addressIn(other));
    expect(openLinks(stage, world.teaRoom)).toHaveLength(1);
  });

  it('puts one new link behind a door if two admins ask for one at once', async () => {
    const { telegram, worker } = stage;
    const old = linkIn(await say('/door'));
    await worker.chats.takeCosts();
    const held = Promise.withResolvers<void>();
    telegram.fail({ method: 'createChatInviteLink', how: { hold: held.promise } });
    const saying = [
      say('/door new'),
      telegram.say(world.adam, world.adam, `/door new chat=${world.teaRoom.id}`),
    ];
    let begun = 0;
    const count = async () => {
      begun += (await worker.chats.takeCosts()).methods.filter((method) => method === 'begin').length;
      return begun;
    };
    await expect.poll(count).toBe(2);
    held.resolve();
    const [one, other] = await Promise.all(saying);
    await run();
    expect(openLinks(stage, world.teaRoom)).toEqual([linkIn(one as never)]);
    expect(linkIn(other as never)).toBe(linkIn(one as never));
    expect(linkIn(await telegram.redeliver(other?.update_id))).toBe(linkIn(one as never));
    expect([makesFor(stage, world.teaRoom), atTelegram(old)?.is_revoked]).toEqual([2, true]);
  });
});

describe('a create whose answer is lost', () => {
  it('makes a door that works once a person joins by its link, and then the command is answered truly', async () => {
    stage.telegram.fail(lost);
    const came = await say('/door Poster');
    expect(textOf(came)).toContain('I can’t tell whether the link was made');
    const [link] = madeAtTelegram();
    expect(textOf(await say('/links'))).not.toContain('Poster');
    await join(link);
    await run();
    const again = await stage.telegram.redeliver(came.update_id);
    const address = addressIn(again);
    expect(linkIn(again)).toBe(link);
    expect(makesFor(stage, world.teaRoom)).toBe(1);
    expect(await visit(stage, address)).toMatchObject({ status: 200, link });
  });

  it('leaves a door at its old link, until the new one is found', async () => {
    const made = await say('/door Poster');
    const [address, old] = [addressIn(made), linkIn(made)];
    stage.telegram.fail(lost);
    const came = await say('/door new');
    expect(textOf(came)).toContain('I can’t tell whether the link was made');
    await run();
    expect((await visit(stage, address)).link).toBe(old);
    const [fresh] = madeAtTelegram().filter((one) => one !== old);
    await join(fresh);
    await run();
    expect((await visit(stage, address)).link).toBe(fresh);
    expect(atTelegram(old)?.is_revoked).toBe(true);
    expect(linkIn(await stage.telegram.redeliver(came.update_id))).toBe(fresh);
    expect(openLinks(stage, world.teaRoom)).toEqual([fresh]);
  });

  it('does not open a door that is closed meanwhile, or has another link', async () => {
    const closed = addressIn(await say('/door Closed'));
    const moved = addressIn(await say('/door Moved'));
    for (const name of ['Closed', 'Moved']) {
      stage.telegram.fail(lost);
      await say(`/door ${name} new`);
    }
    await say('/door Closed off');
    const link = linkIn(await say('/door Moved new'));
    await run();
    for (const found of madeAtTelegram().filter((one) => one !== link))
      await stage.telegram.join(world.teaRoom, stage.telegram.addPerson({ first_name: 'Guest' }), found);
    await run();
    expect((await visit(stage, closed)).status).toBe(404);
    expect((await visit(stage, moved)).link).toBe(link);
  });

  it('pauses a door that renews itself, with a word, and opens it when the link is found', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    const made = await say('/door Poster');
    const address = addressIn(made);
    await say('/edit Poster expires=1h');
    await say('/door renew');
    stage.telegram.fail(lost);
    await passTime(stage, world.teaRoom, 3_601_000);
    await run();
    expect((await visit(stage, address)).says).toContain('has expired');
    expect(told().at(-1)).toMatch(
      /is paused: its link has expired\.\nI could not put a new one behind it\. I can’t tell/,
    );
    const [fresh] = madeAtTelegram().filter((one) => one !== linkIn(made));
    await join(fresh);
    await run();
    expect((await visit(stage, address)).link).toBe(fresh);
    expect(told().at(-1)).toContain('has a new link');
    expect(makesFor(stage, world.teaRoom)).toBe(2);
  });
});

const DEATHS = (['begin', 'settle'] as const).flatMap((method) =>
  (['before', 'after'] as const).map((when): Death => ({ method, when })),
);

it('/door new keeps what an edit without an answer meant to set', async () => {
  await say('/door Poster');
  stage.telegram.fail({ method: 'editChatInviteLink', how: { drop: 'after' }, times: 2 });
  expect(textOf(await say('/edit Poster approval'))).toContain('Telegram did not say');
  expect(atTelegram(linkIn(await say('/door new')))?.creates_join_request).toBe(true);
});

describe('/door off', () => {
  it.each([
    ['refuses', { refuse: { error_code: 400, description: 'Bad Request: not enough rights' } }, 1],
    ['does not answer', { drop: 'after' }, 2],
  ] as const)('closes the door also if Telegram %s, and says what it knows of the link', async (_, how, times) => {
    const address = addressIn(await say('/door'));
    stage.telegram.fail({ method: 'revokeChatInviteLink', how, times });
    expect(textOf(await say('/door off'))).toMatch(
      /^The door is closed for good: its address leads nowhere now\. Its link may still be open\.\nTelegram /,
    );
    await run();
    expect((await visit(stage, address)).status).toBe(404);
    expect(textOf(await say('/door off'))).toContain('There is no door here');
  });

  it('goes on in the supergroup if the group moves while it is under way', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    const made = await telegram.say(bookClub, olivia, '/door');
    const held = Promise.withResolvers<void>();
    telegram.fail({ method: 'revokeChatInviteLink', how: { hold: held.promise } });
    const saying = telegram.say(olivia, olivia, `/door off chat=${bookClub.id}`);
    const begun = () => stage.worker.chats.sql(bookClub.id, `SELECT 1 FROM act WHERE state = 'begun'`);
    await expect.poll(begun).toHaveLength(1);
    const { chat } = await telegram.migrate(bookClub);
    held.resolve();
    const closed = await saying;
    expect(textOf(closed)).toContain('The door is closed for good.');
    await settled(stage, chat);
    expect((await visit(stage, addressIn(made))).status).toBe(404);
    expect(openLinks(stage, chat)).toEqual([]);
  });
});

describe('an object that ends', () => {
  it.each(
    DEATHS.flatMap((death) => ['/door', '/door new', '/door off'].map((command) => ({ ...death, command }))),
  )('$when $method is replaced by one that goes on: $command', async ({ command, ...death }) => {
    if (command !== '/door') await say('/door');
    const before = makesFor(stage, world.teaRoom);
    await stage.worker.chats.dieAt(death);
    const came = await say(command);
    expect(changesIn(came)).toHaveLength(1);
    await run();
    const address = addressIn(came);
    const open = openLinks(stage, world.teaRoom);
    expect(makesFor(stage, world.teaRoom) - before).toBe(command === '/door off' ? 0 : 1);
    if (command === '/door off') expect([open, (await visit(stage, address)).status]).toEqual([[], 404]);
    else expect(open).toEqual([(await visit(stage, address)).link]);
    await passTime(stage, world.teaRoom, 31_000);
    await passTime(stage, world.teaRoom, 121_000);
    expect(await unpublished(stage, world.teaRoom.id)).toEqual([]);
  });

  it('in the middle of a renewal makes no second link, and says what it does not know', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    await say('/door Poster');
    await say('/edit Poster expires=1h');
    await say('/door renew');
    await stage.worker.chats.moveClock(3_601_000);
    const held = Promise.withResolvers<void>();
    stage.telegram.fail({ method: 'createChatInviteLink', how: { hold: held.promise } });
    const running = run();
    const begun = () => stage.worker.chats.sql(world.teaRoom.id, `SELECT 1 FROM act WHERE state = 'begun'`);
    await expect.poll(begun).toHaveLength(1);
    await stage.worker.chats.abort(world.teaRoom.id);
    held.resolve();
    await running;
    for (let minutes = 0; minutes < 3; minutes++) await passTime(stage, world.teaRoom, 61_000);
    expect(makesFor(stage, world.teaRoom)).toBe(2);
    expect(told().at(-1)).toMatch(/is paused: its link has expired\.\nI could not put a new one behind it/);
  });
});

describe('Workers KV', () => {
  it('is repaired by a job if the put of a door was refused', async () => {
    stage.worker.door.fail({ operation: 'put', key: 'door:', times: 3 });
    const made = await say('/door');
    const address = addressIn(made);
    expect((await visit(stage, address)).status).toBe(404);
    for (let time = 0; time < 4; time++) await passTime(stage, world.teaRoom, 31_000);
    expect((await visit(stage, address)).link).toBe(linkIn(made));
  });

  it('shows no old link after a put that was given up', async () => {
    const { door, chats } = stage.worker;
    const address = addressIn(await say('/door'));
    await passTime(stage, world.teaRoom, 31_000);
    await chats.hurryTimers();
    door.fail({ operation: 'put', key: 'door:', how: 'hanging' });
    await say('/door new');
    await expect.poll(() => stage.worker.logged.some((line) => line.includes('no_answer'))).toBe(true);
    const link = linkIn(await say('/door new'));
    door.release();
    // Otherwise a page would not wait for Workers KV either.
    await chats.reset();
    await run();
    await passTime(stage, world.teaRoom, 160_000);
    await expect.poll(async () => (await visit(stage, address)).link).toBe(link);
  });

  it('is enough for an object that knows nothing: it learns its doors', async () => {
    const made = await say('/door Poster');
    const closed = addressIn(await say('/door Gone'));
    await say('/edit Poster expires=2d');
    await say('/door Gone off');
    await say('/door Poster renew');
    await passTime(stage, world.teaRoom, 31_000);
    await forget(stage, world.teaRoom);
    const shown = await say('/door');
    expect(addressIn(shown)).toBe(addressIn(made));
    expect(textOf(shown)).toContain('When this link expires, I put a new one behind the door');
    expect((await visit(stage, closed)).status).toBe(404);
    await passTime(stage, world.teaRoom, 2 * 86_400_000 + 1_000);
    expect((await visit(stage, addressIn(made))).link).not.toBe(linkIn(made));
  });

  it.each([
    'has another link',
    'is closed',
  ])('that shows an old link with a door that %s does not mislead it: the later word counts', async (is) => {
    const made = await say('/door Poster');
    await passTime(stage, world.teaRoom, 31_000);
    // The last of all keys.
    const key = linkKey(world.teaRoom.id, 'https://t.me/+zzzzzzzzzzzzzzzz');
    const old = await stage.worker.kv.get(linkKey(world.teaRoom.id, linkIn(made)));
    const stale = String(old).replace(/\+[\w-]{16}/, '+zzzzzzzzzzzzzzzz');
    const link = linkIn(await say('/door new'));
    if (is === 'is closed') await say('/door off');
    await passTime(stage, world.teaRoom, 31_000);
    await stage.worker.kv.put(key, stale);
    await forget(stage, world.teaRoom);
    const shown = textOf(await say('/door renew off'));
    expect(shown).toContain(is === 'is closed' ? 'There is no door here' : link);
    await run();
    expect(await stage.worker.kv.get(key)).not.toContain('"door":');
    expect(await unpublished(stage, world.teaRoom.id)).toEqual([]);
  });
});

describe('if the day’s writes are spent', () => {
  it.each([
    '/door Flyer',
    '/door Poster new',
    '/door Poster pause',
  ])('%s is refused before Telegram is called', async (command) => {
    const made = await say('/door Poster');
    await stage.worker.chats.setFull(true);
    const came = await say(command);
    expect(textOf(came)).toContain('My records take nothing more today');
    expect(changesIn(came)).toEqual([]);
    expect((await visit(stage, addressIn(made))).link).toBe(linkIn(made));
    expect(addressIn(await say('/door Poster'))).toBe(addressIn(made));
  });

  it.each(['/door off', '/revoke'])('%s closes the link, and its door leads nowhere', async (command) => {
    const made = await say('/door');
    await stage.worker.chats.setFull(true);
    const came = await say(command);
    expect(textOf(came)).toContain('I could not record that');
    expect(atTelegram(linkIn(made))?.is_revoked).toBe(true);
    expect((await visit(stage, addressIn(made))).says).toContain('withdrawn');
    await stage.worker.chats.setFull(false);
    await say('/door off');
    await run();
    expect((await visit(stage, addressIn(made))).status).toBe(404);
  });

  it.each(
    Array.from({ length: 14 }, (_, left) => left),
  )('whichever write is the last, a new link is told or behind its door: %i', async (left) => {
    const made = await say('/door');
    await stage.worker.chats.setFull(left);
    const came = await say('/door new');
    await stage.worker.chats.setFull(false);
    await run();
    const { link } = await visit(stage, addressIn(made));
    const made2 = stage.telegram.links(world.teaRoom.id).at(-1)?.invite_link;
    if (makesFor(stage, world.teaRoom) === 1) return expect(link).toBe(linkIn(made));
    expect(textOf(came)).toContain(made2);
    expect(openLinks(stage, world.teaRoom)).toContain(link);
  });
});

describe('a group that becomes a supergroup', () => {
  it('takes its doors along, and their pages name the new chat', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    const made = await telegram.say(bookClub, olivia, '/door Poster');
    const address = addressIn(made);
    const guest = telegram.addPerson({ first_name: 'Guest' });
    await telegram.join(bookClub, guest, linkIn(made));
    const { chat } = await telegram.migrate(bookClub);
    await passTime(stage, bookClub, 31_000);
    await settled(stage, chat);
    await passTime(stage, chat, 121_000);
    expect(await published(stage, address)).toMatchObject({ chat: chat.id, state: 'open' });
    const shown = await telegram.say(chat as never, olivia, '/door');
    expect(addressIn(shown)).toBe(address);
    const fresh = await telegram.say(chat as never, olivia, '/door new');
    await settled(stage, chat);
    expect((await visit(stage, address)).link).toBe(linkIn(fresh));
    expect([...(await recordsOf(stage, chat)).values()]).toHaveLength(2);
  });

  it('writes a door in the name of the new chat again if a put of the old object may come late', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    worker.door.fail({ operation: 'put', key: 'door:', how: 'hanging' });
    const address = addressIn(await telegram.say(bookClub, olivia, '/door'));
    const { chat } = await telegram.migrate(bookClub);
    const nameOfChat = async () => ((await published(stage, address)) as { chat: number } | null)?.chat;
    await settled(stage, chat);
    expect(await nameOfChat()).toBe(chat.id);
    worker.door.release();
    await expect.poll(nameOfChat).toBe(bookClub.id);
    await passTime(stage, chat, 121_000);
    expect(await nameOfChat()).toBe(chat.id);
  });

  it('writes a door in the name of the new chat also if the old object still had it to publish', async () => {
    const { telegram, worker } = stage;
    const { bookClub, olivia } = world;
    worker.door.fail({ operation: 'put', key: 'door:', times: 99 });
    const address = addressIn(await telegram.say(bookClub, olivia, '/door'));
    const { chat } = await telegram.migrate(bookClub);
    worker.door.clearFaults();
    await settled(stage, chat);
    await passTime(stage, bookClub, 31_000);
    expect(await published(stage, address)).toMatchObject({ chat: chat.id });
    expect(slugOf(address)).toHaveLength(12);
  });
});
