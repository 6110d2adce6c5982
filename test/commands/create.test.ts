import { describe, expect, it } from 'vitest';
import { answerTo, linkIn, methodsOf, onStage, setStage, textOf } from '../support/story.ts';

const DAY_SECONDS = 86_400;

const { stage, world } = onStage();

const atTelegram = (chat: { id: number }, url: string) =>
  stage.telegram.links(chat.id).find((link) => link.invite_link === url);
const stored = (key: string): Promise<unknown> => stage.worker.kv.get(key, 'json');
const tokenOf = (url: string): string => url.replace('https://t.me/+', '');

describe('/create', () => {
  it('makes a link with 10 uses out of the box and answers with it, in words', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create');
    const url = linkIn(came);
    expect(textOf(came)).toBe(`Created ${url}\nNever expires\nAt most 10 members at once\nApproval: off`);
    expect(atTelegram(world.teaRoom, url)).toMatchObject({ member_limit: 10, is_revoked: false });
    expect(came.statuses).toEqual([200]);
    expect(came.refusedReply).toBeUndefined();
  });

  it('has a long name that means the same', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/admin_create_invite_link VIP');
    expect(atTelegram(world.teaRoom, linkIn(came))).toMatchObject({ name: 'VIP', member_limit: 10 });
  });

  it('is understood with a capital letter and with the bot’s name behind it', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/Create@Invite_Link_Bot limit=3');
    expect(atTelegram(world.teaRoom, linkIn(came))).toMatchObject({ member_limit: 3 });
  });

  it('takes every option', async () => {
    const { telegram } = stage;
    const before = Math.floor(Date.now() / 1000);
    const named = await telegram.say(
      world.teaRoom,
      world.olivia,
      '/create name="VIP guests" expires=2d limit=5',
    );
    const link = atTelegram(world.teaRoom, linkIn(named));
    expect(link).toMatchObject({ name: 'VIP guests', member_limit: 5, creates_join_request: false });
    expect(link?.expire_date).toBeGreaterThanOrEqual(before + 2 * DAY_SECONDS);
    expect(link?.expire_date).toBeLessThanOrEqual(Date.now() / 1000 + 2 * DAY_SECONDS);

    const approved = await telegram.say(world.teaRoom, world.olivia, '/create approval');
    expect(atTelegram(world.teaRoom, linkIn(approved))).toMatchObject({ creates_join_request: true });
    expect(atTelegram(world.teaRoom, linkIn(approved))?.member_limit).toBeUndefined();
    expect(textOf(approved)).toContain('Approval: on (an admin approves everyone who asks to join)');

    const open = await telegram.say(world.teaRoom, world.olivia, '/create limit=none');
    expect(atTelegram(world.teaRoom, linkIn(open))?.member_limit).toBeUndefined();
    expect(textOf(open)).toContain('Any number of members');
  });

  it('makes a subscription link for a channel, and only for a channel', async () => {
    const { telegram } = stage;
    const channel = world.dailyNews.id;
    const came = await telegram.say(world.olivia.id, world.olivia, `/create Gold price=100 chat=${channel}`);
    expect(atTelegram(world.dailyNews, linkIn(came))).toMatchObject({
      name: 'Gold',
      subscription_price: 100,
      subscription_period: 2_592_000,
    });
    expect(textOf(came)).toContain('Members pay 100 Stars a month');

    const refused = await telegram.say(world.teaRoom, world.olivia, '/create price=100');
    expect(textOf(refused)).toContain('Only a channel can have links with a price');
    expect(methodsOf(refused)).toEqual(['getChatMember']);
  });

  it('shows the expiry in each reader’s own time zone, and names the zone of a date that was typed', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create expires=2037-12-31T18:00');
    const moment = Date.UTC(2037, 11, 31, 18, 0) / 1000;
    expect(textOf(came)).toContain('Expires 2037-12-31 18:00 UTC (2037-12-31 18:00 UTC)');
    const times = answerTo(came).entities?.filter((entity) => entity.type === 'date_time');
    expect(times).toMatchObject([{ unix_time: moment, date_time_format: 'wDt' }]);
  });

  it('escapes what people type, and asks for no preview of the link', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create "<b>&amp; name=<i>"');
    expect(textOf(came)).toContain('Name: <b>&amp; name=<i>\n');
    expect(came.calls.at(-1)?.params.link_preview_options).toEqual({ is_disabled: true });
  });

  it('answers in the topic in which it was asked', async () => {
    const { workshop, topics, olivia } = world;
    const came = await stage.telegram.say(workshop, olivia, '/create', { topic: topics.events });
    expect(answerTo(came)).toMatchObject({ message_thread_id: topics.events });
    const general = await stage.telegram.say(workshop, olivia, '/create');
    expect(answerTo(general).message_thread_id).toBeUndefined();
  });

  it('works in a basic group', async () => {
    const came = await stage.telegram.say(world.bookClub, world.adam, '/create Readers');
    expect(atTelegram(world.bookClub, linkIn(came))).toMatchObject({ name: 'Readers' });
  });

  it('remembers the link as the chat’s last one, and records it with who made it, when, and by which update', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create VIP');
    const url = linkIn(came);
    const date = came.message?.date;
    expect(await stored(`last:${world.teaRoom.id}`)).toEqual({ link: url, update_id: came.update_id, date });
    const key = `link:${world.teaRoom.id}:${tokenOf(url)}`;
    expect(await stored(key)).toEqual({
      invite_link: url,
      name: 'VIP',
      member_limit: 10,
      is_primary: false,
      is_revoked: false,
      made: {
        by: { id: world.olivia.id, name: 'Olivia' },
        date: expect.any(Number),
        update_id: came.update_id,
      },
    });
  });

  it('records what Telegram made of the name', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create a\u2060b');
    const made = atTelegram(world.teaRoom, linkIn(came));
    const record = await stored(`link:${world.teaRoom.id}:${tokenOf(linkIn(came))}`);
    expect(record).toMatchObject({ name: made?.name });
  });

  it('waits for two calls in sequence, asks the object twice, and writes two keys', async () => {
    await stage.telegram.say(world.teaRoom, world.olivia, '/create');
    await stage.worker.chats.takeCosts();
    stage.worker.door.operations.length = 0;
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create');
    expect(methodsOf(came)).toEqual(['getChatMember', 'createChatInviteLink']);
    expect(came.calls.map((call) => call.via)).toEqual(['get', 'form', 'webhook reply']);
    expect(stage.worker.door.operations.map(({ operation }) => operation)).toEqual(['put', 'put']);
    expect((await stage.worker.chats.takeCosts()).methods).toEqual(['begin', 'settle']);
  });

  it('refuses a bad option in one sentence that quotes it, and makes nothing', async () => {
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/create limit=abc');
    expect(textOf(came)).toBe(
      'I can’t use “limit=abc”. Write a number from 1 to 99999, as in limit=10, or limit=none.',
    );
    expect(stage.telegram.links(world.teaRoom)).toEqual([]);
  });
});

describe('CREATE_DEFAULTS', () => {
  it('is what /create starts from, and gives way to what is typed', async () => {
    const own = await setStage({ CREATE_DEFAULTS: 'name=Guests expires=7d approval' });
    const { teaRoom, olivia } = own.world();
    const say = (text: string) => own.telegram.say(teaRoom, olivia, text);
    const at = (url: string) => own.telegram.links(teaRoom).find((link) => link.invite_link === url);

    const plain = await say('/create');
    expect(at(linkIn(plain))).toMatchObject({
      name: 'Guests',
      creates_join_request: true,
      expire_date: expect.any(Number),
    });
    const limited = await say('/create limit=5 expires=none');
    expect(at(linkIn(limited))).toMatchObject({
      name: 'Guests',
      creates_join_request: false,
      member_limit: 5,
    });
    expect(at(linkIn(limited))?.expire_date).toBeUndefined();
    const started = await say('/start');
    expect(at(linkIn(started))?.name).toBeUndefined();
    await own.close();
  });

  it('that cannot be read is told as the operator’s to fix, and nothing is made', async () => {
    const own = await setStage({ CREATE_DEFAULTS: 'limit=lots' });
    const { teaRoom, olivia } = own.world();
    const came = await own.telegram.say(teaRoom, olivia, '/create');
    expect(textOf(came)).toContain('CREATE_DEFAULTS has to be options as /create takes them');
    expect(own.telegram.links(teaRoom)).toEqual([]);
    await own.close();
  });
});
