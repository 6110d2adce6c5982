import { describe, expect, it } from 'vitest';
import { passTime, unpublished } from '../chat/records.ts';
import { answerTo, buttonsOf, linkIn, onStage, textOf } from '../support/story.ts';
import { addressIn, openLinks, settled, toldIn, visit } from './doors.ts';

const { stage, world, say, atTelegram } = onStage();

const DAY_MS = 86_400_000;

const run = () => settled(stage, world.teaRoom);
const told = () => toldIn(stage, world.olivia).filter(({ text = '' }) => /door|Poster/.test(text));
const comeBy = async (link: string, count = 1) => {
  const guests = Array.from({ length: count }, (_, index) =>
    stage.telegram.addPerson({ first_name: `Guest ${index}` }),
  );
  for (const guest of guests) await stage.telegram.join(world.teaRoom, guest, link);
  return guests;
};

/** A door whose maker can be told in private. */
async function open(settings = '') {
  await stage.telegram.say(world.olivia, world.olivia, '/start');
  const made = await say('/door Poster');
  if (settings) await say(`/edit Poster ${settings}`);
  await run();
  return { address: addressIn(made), link: linkIn(made) };
}

const says = async (address: string): Promise<string | undefined> => (await visit(stage, address)).says;

async function pressNotice(label: string) {
  const notice = told().at(-1);
  return stage.telegram.press(world.olivia, notice?.message_id ?? 0, world.olivia, label);
}

describe('a door whose link is revoked', () => {
  it.each([
    [
      'by its command',
      async (link: string) => {
        await say(`/revoke ${link}`);
      },
    ],
    [
      'by another admin’s',
      async (link: string) => {
        await stage.telegram.say(world.teaRoom, world.adam, `/revoke ${link}`);
      },
    ],
    [
      'by a press',
      async () => {
        const card = await say('/link Poster');
        await stage.telegram.press(world.teaRoom, answerTo(card).message_id, world.olivia, 'Revoke');
        await stage.telegram.press(world.teaRoom, answerTo(card).message_id, world.olivia, 'Revoke');
      },
    ],
    [
      'elsewhere, as Telegram says at an edit',
      async (link: string) => {
        stage.telegram.fail({
          method: 'editChatInviteLink',
          how: { refuse: { error_code: 400, description: 'Bad Request: INVITE_HASH_EXPIRED' } },
        });
        await say(`/edit ${link} limit=3`);
      },
    ],
    [
      'elsewhere, as Telegram says at a revoke',
      async (link: string) => {
        stage.telegram.fail({
          method: 'revokeChatInviteLink',
          how: { refuse: { error_code: 400, description: 'Bad Request: INVITE_HASH_EXPIRED' } },
        });
        await say(`/revoke ${link}`);
      },
    ],
  ] as const)('%s pauses, and its maker is told, with a button for a new link', async (_, revoke) => {
    const { address, link } = await open();
    await revoke(link);
    await run();
    const page = await visit(stage, address);
    expect(page.says).toContain('the invitation was withdrawn');
    expect(page.page).not.toContain('t.me/+');
    expect(told().at(-1)?.text).toBe(`Poster: ${address} is paused: its link is closed.\nChat: Tea Room`);
    expect(told()).toHaveLength(1);
    await pressNotice('New link behind it');
    await run();
    const [fresh] = openLinks(stage, world.teaRoom).slice(-1);
    expect((await visit(stage, address)).link).toBe(fresh);
    expect(fresh).not.toBe(link);
  });

  it('is told in the group, to its maker alone, if the maker never wrote to the bot', async () => {
    const made = await say('/door Poster');
    await say(`/revoke ${linkIn(made)}`);
    await run();
    const [whispered] = stage.telegram
      .read(world.teaRoom, { as: world.olivia })
      .filter(({ receiver_user }) => receiver_user?.id === world.olivia.id);
    expect(whispered?.text).toBe(`Poster: ${addressIn(made)} is paused: its link is closed.`);
  });

  it('is not resumed', async () => {
    const { address, link } = await open();
    await say(`/revoke ${link}`);
    expect(textOf(await say('/door resume'))).toContain('The link behind this door is closed');
    expect(buttonsOf(answerTo(await say('/door'))).flat()).not.toContain('Resume');
    await run();
    expect(await says(address)).toContain('withdrawn');
  });

  it('says so in the answer to the revoke', async () => {
    const { address, link } = await open();
    expect(textOf(await say(`/revoke ${link}`))).toContain(
      `It was behind the door ${address}, which is paused now.`,
    );
  });
});

describe('a door whose link is full', () => {
  it('pauses when the last place is taken, without notices too, and stays so when members leave', async () => {
    const { address, link } = await open('limit=2');
    const [first] = await comeBy(link, 1);
    await run();
    expect((await visit(stage, address)).link).toBe(link);
    await comeBy(link, 1);
    await run();
    expect(await says(address)).toContain('all places are taken');
    expect(told().map(({ text }) => text)).toEqual([
      `Poster: ${address} is paused: its link is full.\nChat: Tea Room`,
    ]);
    expect(textOf(await say('/door resume'))).toContain('The link behind this door is full');
    await stage.telegram.leave(world.teaRoom, first ?? world.sam);
    await run();
    expect(await says(address)).toContain('all places are taken');
    await say('/door resume');
    await run();
    expect((await visit(stage, address)).link).toBe(link);
  });

  it('opens again when an admin raises the limit', async () => {
    const { address, link } = await open('limit=1');
    await comeBy(link);
    await run();
    expect(await says(address)).toContain('all places are taken');
    await say('/edit Poster limit=2');
    await run();
    expect((await visit(stage, address)).link).toBe(link);
  });

  it('stays paused at an edit of something else, also if a place is free', async () => {
    const { address, link } = await open('limit=1');
    const [guest] = await comeBy(link);
    await stage.telegram.leave(world.teaRoom, guest ?? world.sam);
    await say(`/edit ${link} name=Flyer`);
    await run();
    expect(await says(address)).toContain('all places are taken');
  });

  it('tells the chat if its maker may not invite any more', async () => {
    const { telegram } = stage;
    await telegram.say(world.adam, world.adam, '/start');
    const made = await telegram.say(world.teaRoom, world.adam, '/door Poster');
    await say('/edit Poster limit=1');
    await telegram.demote(world.teaRoom, world.adam);
    await comeBy(linkIn(made));
    await run();
    expect(toldIn(stage, world.adam)).toHaveLength(1);
    expect(telegram.read(world.teaRoom).at(-1)?.text).toContain('is paused: its link is full');
  });

  it('pauses at an edit that takes the last place', async () => {
    const { address, link } = await open();
    await comeBy(link);
    await say('/edit Poster limit=1');
    await run();
    expect(await says(address)).toContain('all places are taken');
  });
});

describe('a door whose link expires', () => {
  it('pauses at that moment, and its maker is told', async () => {
    const { address } = await open('expires=2d');
    await passTime(stage, world.teaRoom, 2 * DAY_MS - 60_000);
    expect((await visit(stage, address)).link).toBeDefined();
    await passTime(stage, world.teaRoom, 61_000);
    expect(await says(address)).toContain('the invitation has expired');
    expect(told().at(-1)?.text).toBe(`Poster: ${address} is paused: its link has expired.\nChat: Tea Room`);
    expect(openLinks(stage, world.teaRoom)).toHaveLength(1);
  });

  it('opens again when an admin extends the expiry', async () => {
    const { address, link } = await open('expires=1h');
    await passTime(stage, world.teaRoom, 3_601_000);
    await say('/edit Poster expires=2d');
    await run();
    expect((await visit(stage, address)).link).toBe(link);
    await passTime(stage, world.teaRoom, 2 * DAY_MS);
    expect(await says(address)).toContain('the invitation has expired');
  });

  it('renews itself, if that was asked for, with the same settings and once', async () => {
    const { address, link } = await open('expires=2d limit=7');
    expect(buttonsOf(answerTo(await say('/door renew')))[2]).toEqual(['Don’t renew by itself']);
    await passTime(stage, world.teaRoom, 2 * DAY_MS + 1_000);
    await run();
    const fresh = (await visit(stage, address)).link ?? '';
    expect(fresh).not.toBe(link);
    expect(atTelegram(fresh)).toMatchObject({ name: 'Poster', member_limit: 7 });
    expect(openLinks(stage, world.teaRoom)).toEqual([fresh]);
    expect(told().map(({ text }) => text)).toEqual([
      `Poster: ${address} has a new link with the same settings, since the one before it has expired.\nChat: Tea Room`,
    ]);
    // What no one has asked for is not what a bare command means.
    expect(textOf(await say('/link'))).toContain(link);
    expect(await unpublished(stage, world.teaRoom.id)).toEqual([]);
  });

  it('renews itself for nothing but an expiry, and not after /door renew off', async () => {
    const { address, link } = await open('expires=2d limit=1');
    await say('/door renew');
    await comeBy(link);
    await run();
    expect(await says(address)).toContain('all places are taken');
    await passTime(stage, world.teaRoom, 2 * DAY_MS + 1_000);
    expect(openLinks(stage, world.teaRoom)).toHaveLength(1);
    await say('/door new');
    await say('/door Poster renew off');
    await run();
    await passTime(stage, world.teaRoom, 2 * DAY_MS + 1_000);
    expect(await says(address)).toContain('has expired');
  });

  it.each([
    ['createChatInviteLink', '/door new'],
    ['editChatInviteLink', '/edit Poster expires=7d'],
  ])('keeps the link that an admin put behind it or extended while the renewal waited: %s', async (method, command) => {
    const { telegram, worker } = stage;
    const { address } = await open('expires=1h');
    await say('/door renew');
    await worker.chats.moveClock(3_601_000);
    const held = Promise.withResolvers<void>();
    telegram.fail({ method, how: { hold: held.promise } });
    const saying = say(command);
    const sql = (query: string) => worker.chats.sql(world.teaRoom.id, query);
    await expect.poll(() => sql(`SELECT 1 FROM act WHERE state = 'begun'`)).toHaveLength(1);
    // It holds the turn, also by the clock that was moved on.
    await sql('UPDATE chat SET open_until = open_until + 3601000');
    await sql(`UPDATE act SET until = until + 3601000, due = due + 3601000 WHERE state = 'begun'`);
    const running = run();
    await expect.poll(() => sql(`SELECT 1 FROM job WHERE kind = 'doors' AND tries > 0`)).toHaveLength(1);
    held.resolve();
    const link = linkIn(await saying);
    await running;
    await run();
    expect((await visit(stage, address)).link).toBe(link);
    expect(openLinks(stage, world.teaRoom)).toEqual([link]);
    expect(told()).toEqual([]);
  });

  it('shows who asks to join by the link that it took by itself to who made the door', async () => {
    const { address } = await open('approval expires=1h');
    await say('/door renew');
    await passTime(stage, world.teaRoom, 3_601_000);
    await comeBy((await visit(stage, address)).link ?? '');
    await run();
    expect(told().at(-1)?.text).toMatch(/^Guest 0 .*asks to join by Poster/);
  });

  it('says why it could not renew itself', async () => {
    const { address } = await open('expires=1h');
    await say('/door renew');
    stage.telegram.fail({
      method: 'createChatInviteLink',
      how: {
        refuse: { error_code: 400, description: 'Bad Request: not enough rights to manage chat invite link' },
      },
    });
    await passTime(stage, world.teaRoom, 3_601_000);
    expect(await says(address)).toContain('has expired');
    expect(told().at(-1)?.text).toMatch(
      /is paused: its link has expired\.\nI could not put a new one behind it\. Telegram does not let me\./,
    );
  });

  it('shows no link that has expired, also before the object has noticed', async () => {
    const { address, link } = await open('expires=1h');
    await stage.worker.kv.put(
      `door:${address.slice(-12)}`,
      JSON.stringify({
        chat: 1,
        title: 'Tea',
        state: 'open',
        link,
        expires: Math.floor(Date.now() / 1000) - 1,
      }),
    );
    expect(await says(address)).toContain('has expired');
  });
});

describe('a door that an admin paused', () => {
  it('is opened by nothing but an admin: not by an edit, a new link, or a renewal', async () => {
    const { address } = await open('expires=1h');
    await say('/door renew');
    await say('/door pause');
    await say('/edit Poster expires=2h');
    await say('/door new');
    await passTime(stage, world.teaRoom, 2 * 3_600_000 + 1_000);
    await run();
    expect(await says(address)).toContain('the admins have paused it');
    expect(openLinks(stage, world.teaRoom)).toHaveLength(1);
  });
});

describe('/lockdown', () => {
  it('pauses every door, says so, and tells no maker one by one', async () => {
    const { address } = await open();
    const other = addressIn(await say('/door Flyer'));
    const asked = await say('/lockdown');
    await stage.telegram.press(world.teaRoom, answerTo(asked).message_id, world.olivia, 'Close them');
    await run();
    await run();
    for (const one of [address, other])
      expect(await says(one)).toContain('the admins have closed all invitations');
    expect(told()).toEqual([]);
    const message = stage.telegram
      .read(world.teaRoom)
      .find(({ message_id }) => message_id === answerTo(asked).message_id);
    expect(message?.text).toContain('The addresses of /door are paused');
    expect(textOf(await say('/door Poster resume'))).toContain('The link behind this door is closed');
    await say('/door Poster new');
    await run();
    expect((await visit(stage, address)).link).toBe(openLinks(stage, world.teaRoom)[0]);
    expect(await says(other)).toContain('the admins have closed all invitations');
  });

  it('makes no door renew itself that waited for its turn when it began', async () => {
    const { telegram, worker } = stage;
    const { address, link } = await open('expires=1h');
    await say('/door renew');
    const asked = await say('/lockdown');
    const held = Promise.withResolvers<void>();
    telegram.fail({ method: 'createChatInviteLink', how: { hold: held.promise } });
    const saying = say('/create Held');
    const begun = () => worker.chats.sql(world.teaRoom.id, `SELECT 1 FROM act WHERE state = 'begun'`);
    await expect.poll(begun).toHaveLength(1);
    await worker.chats.moveClock(3_601_000);
    // The create still holds the turn.
    await worker.chats.sql(world.teaRoom.id, `UPDATE chat SET open_until = open_until + 3601000`);
    const running = run();
    const renewing = () =>
      worker.chats.sql(world.teaRoom.id, `SELECT 1 FROM job WHERE kind = 'doors' AND tries > 0`);
    await expect.poll(renewing).toHaveLength(1);
    await telegram.press(world.teaRoom, answerTo(asked).message_id, world.olivia, 'Close them');
    held.resolve();
    await saying;
    await running;
    await passTime(stage, world.teaRoom, 61_000);
    expect(await says(address)).toContain('the admins have closed all invitations');
    // The clock of Telegram was not moved on: there it has not expired.
    expect(openLinks(stage, world.teaRoom)).toEqual([link]);
    expect(told()).toEqual([]);
  });

  it('keeps a door paused that is found while it runs, and one whose link was closed elsewhere', async () => {
    const { telegram } = stage;
    const { link } = await open();
    const refuse = { error_code: 400, description: 'Bad Request: INVITE_HASH_EXPIRED' };
    telegram.fail({ method: 'editChatInviteLink', how: { refuse } });
    await say(`/edit ${link} limit=3`);
    telegram.fail({ method: 'createChatInviteLink', how: { drop: 'after' } });
    await say('/door Lost');
    const [lost] = openLinks(stage, world.teaRoom).filter((one) => one !== link);
    const asked = await say('/lockdown');
    await telegram.press(world.teaRoom, answerTo(asked).message_id, world.olivia, 'Close them');
    await comeBy(lost ?? '');
    expect(textOf(await say('/door Lost'))).toContain('Paused: a lockdown');
    const rights = { error_code: 400, description: 'Bad Request: not enough rights' };
    telegram.fail({ method: 'revokeChatInviteLink', how: { refuse: rights }, times: 2 });
    await run();
    expect(textOf(await say('/door Poster resume'))).toContain('The link behind this door is closed');
  });

  it('pauses them in Workers KV if the object takes no more writes', async () => {
    const { address } = await open();
    const asked = await say('/lockdown');
    await stage.worker.chats.setFull(true);
    await stage.telegram.press(world.teaRoom, answerTo(asked).message_id, world.olivia, 'Close them');
    expect(openLinks(stage, world.teaRoom)).toEqual([]);
    expect(await says(address)).toContain('the admins have closed all invitations');
  });
});
