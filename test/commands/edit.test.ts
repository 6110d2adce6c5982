import { describe, expect, it } from 'vitest';
import { answerTo, buttonsOf, linkIn, methodsOf, onStage, textOf } from '../support/story.ts';

const { stage, world, say, atTelegram, recordOf } = onStage();

describe('/edit', () => {
  it('changes what is typed of the last link and keeps the rest', async () => {
    const url = linkIn(await say('/create VIP limit=5 expires=2d'));
    const before = atTelegram(url);
    const came = await say('/edit limit=50');
    expect(textOf(came)).toMatch(
      /^Edited\nhttps:\/\/t\.me\/\+[\w-]+\nName: VIP\nExpires .+\nAt most 50 members at once\nApproval: off$/,
    );
    expect(atTelegram(url)).toMatchObject({
      name: 'VIP',
      expire_date: before?.expire_date,
      member_limit: 50,
    });
  });

  it('keeps the expiry when only the name is edited', async () => {
    const url = linkIn(await say('/create VIP expires=2d'));
    const before = atTelegram(url);
    await say('/edit Very important people');
    expect(atTelegram(url)).toMatchObject({
      name: 'Very important people',
      expire_date: before?.expire_date,
      member_limit: 10,
    });
  });

  it('has a long name that means the same', async () => {
    const url = linkIn(await say('/create'));
    await say('/admin_edit_invite_link limit=7');
    expect(atTelegram(url)).toMatchObject({ member_limit: 7 });
  });

  it('takes settings away', async () => {
    const url = linkIn(await say('/create VIP expires=2d limit=5'));
    await say('/edit name="" expires=none limit=none');
    const link = atTelegram(url);
    expect([link?.name, link?.expire_date, link?.member_limit]).toEqual([undefined, undefined, undefined]);
  });

  it('lets a typed limit displace approval, and the other way round, and says so', async () => {
    const url = linkIn(await say('/create limit=5'));
    expect(textOf(await say('/edit approval'))).toContain('\nThere is no member limit any more.\n');
    expect(atTelegram(url)).toMatchObject({ creates_join_request: true });
    expect(textOf(await say('/edit limit=3'))).toContain('\nNo one has to be approved any more.\n');
    expect(atTelegram(url)).toMatchObject({ creates_join_request: false, member_limit: 3 });
    expect(textOf(await say('/edit limit=none'))).not.toContain('any more');
  });

  it('names the last link by the words alone, “name” among them', async () => {
    await say('/create Old limit=5');
    const came = await say('/edit New name (edited)');
    expect(textOf(came)).toContain('Name: New name (edited)');
    expect(textOf(came)).toContain('At most 5 members at once');
  });

  it('takes words beside a change for the link’s name, and words alone for the new name of the last link', async () => {
    const alpha = linkIn(await say('/create Alpha guests'));
    const beta = linkIn(await say('/create Beta'));
    expect(textOf(await say('/edit ALPHA guests limit=5'))).toContain(`Edited\n${alpha}\nName: Alpha guests`);
    expect(atTelegram(alpha)).toMatchObject({ name: 'Alpha guests', member_limit: 5 });
    expect(textOf(await say('/edit Gamma'))).toContain(`Edited\n${beta}\nIt was called “Beta”.\nName: Gamma`);
    const none = await say('/edit Delta limit=6');
    expect(textOf(none)).toContain('No active link here is called “Delta”');
    expect(methodsOf(none)).toEqual(['getChatMember']);
  });

  it('asks which is meant if an active link has the new name, and changes nothing', async () => {
    const vip = linkIn(await say('/create VIP'));
    const last = linkIn(await say('/create Other'));
    const asked = answerTo(await say('/edit VIP'));
    expect(asked.text).toContain('A link is called “VIP” already, so I did nothing.');
    expect(atTelegram(last)).toMatchObject({ name: 'Other' });
    const opened = await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'VIP');
    expect(opened.answers[0]?.text).toContain(vip);
    for (const words of ['"VIP"', '"VIP" no limit'])
      expect(textOf(await say(`/edit ${words}`))).toContain('A link is called “VIP” already');
    const begins = await say('/edit VIP no limit');
    expect(textOf(begins)).toContain(
      '“VIP no limit” begins with the name of another link, so I did nothing.',
    );
    expect(buttonsOf(answerTo(begins))).toEqual([['VIP']]);
    expect(atTelegram(last)).toMatchObject({ name: 'Other', member_limit: 10 });
    expect(textOf(await say('/edit name="VIP"'))).toContain(`Edited\n${last}`);
    expect(textOf(await say(`/edit ${last} VIP gold`))).toContain(`Edited\n${last}`);
    expect(textOf(await say('/edit VIP surname: Li'))).toContain('begins with the name of another link');
    expect(textOf(await say('/edit VIP silver'))).toContain('begins with the name of another link');
    expect(textOf(await say('/edit "VIP silver"'))).toContain(`Edited\n${last}`);
  });

  it('says what to send if a word of the name looks like a setting', async () => {
    await say('/create Support');
    expect(textOf(await say('/edit 24h support'))).toContain(
      'If you meant a setting, send /edit expires=24h',
    );
    expect(textOf(await say('/edit "24h support"'))).not.toContain('If you meant');
  });

  it('counts “+” from the present expiry, and refuses it where there is none', async () => {
    const url = linkIn(await say('/create expires=2d'));
    const before = atTelegram(url)?.expire_date ?? 0;
    await say('/edit expires=+3d');
    expect(atTelegram(url)?.expire_date).toBe(before + 3 * 86_400);
    await say('/edit expires=none');
    const refused = await say('/edit expires=+3d');
    expect(textOf(refused)).toContain('“+” extends an expiry, and this link has none');
    expect(methodsOf(refused)).toEqual(['getChatMember']);
  });

  it('means the link typed, in any spelling, before the last one', async () => {
    const first = linkIn(await say('/create first'));
    const second = linkIn(await say('/create second'));
    const token = first.replace('https://t.me/+', '');
    for (const [index, spelling] of [
      `t.me/+${token}`,
      `https://telegram.me/joinchat/${token}`,
      `tg://join?invite=${token}`,
    ].entries()) {
      const came = await say(`/edit ${spelling} limit=${index + 20}`);
      expect(linkIn(came)).toBe(first);
      expect(atTelegram(first)?.member_limit).toBe(index + 20);
    }
    expect(atTelegram(second)?.member_limit).toBe(10);
  });

  it('means the one link in the message replied to, before the last one', async () => {
    const made = await say('/create first');
    await say('/create second');
    await say('/edit limit=2', made.answers[0]?.message_id);
    expect(atTelegram(linkIn(made))?.member_limit).toBe(2);
  });

  it('asks which link is meant by a reply to a message without exactly one', async () => {
    const one = linkIn(await say('/create'));
    const two = linkIn(await say('/create'));
    for (const text of ['no link here', `${one} ${two}`]) {
      const message = await say(text);
      const came = await say('/edit limit=2', message.message?.message_id);
      expect(textOf(came)).toContain('The message that you replied to does not show exactly one');
      expect(methodsOf(came)).toEqual(['getChatMember']);
    }
  });

  it('does not take the head of a topic for a message replied to', async () => {
    const { workshop, topics, olivia } = world;
    const options = { topic: topics.events };
    const url = linkIn(await stage.telegram.say(workshop, olivia, '/create', options));
    const came = await stage.telegram.say(workshop, olivia, '/edit limit=2', options);
    expect(came.message?.reply_to_message).toBeDefined();
    expect(linkIn(came)).toBe(url);
  });

  it('says that there is no link yet where none was made', async () => {
    expect(textOf(await say('/edit limit=5'))).toContain('I have made none here with /create yet');
  });

  it('does not mean a link that was made after the command was typed', async () => {
    const typedAt = Math.floor(Date.now() / 1000) - 60;
    await say('/create');
    const came = await stage.telegram.say(world.teaRoom, world.olivia, '/edit limit=5', { date: typedAt });
    expect(textOf(came)).toContain('A newer link was made after you sent this');
  });

  it('asks what to change when nothing is typed', async () => {
    await say('/create');
    expect(textOf(await say('/edit'))).toContain('Say what to change');
  });

  it('tells that the last link is revoked and does not turn to an older one', async () => {
    const older = linkIn(await say('/create'));
    const last = linkIn(await say('/create'));
    await say('/revoke');
    const came = await say('/edit limit=5');
    expect(textOf(came)).toContain(`${last} is revoked already`);
    expect(atTelegram(older)?.member_limit).toBe(10);
    expect(methodsOf(came)).toEqual(['getChatMember']);
  });

  it('refuses primary links, which have no settings', async () => {
    const url = linkIn(await say('/export'));
    const came = await say(`/edit ${url} limit=5`);
    expect(textOf(came)).toContain('A primary link has no name, expiry or limit');
    expect(methodsOf(came)).toEqual(['getChatMember']);
  });

  it('refuses a link that the bot did not make at once: only its maker can change it', async () => {
    const other = stage.telegram.makeLink(world.teaRoom, world.adam);
    for (const changes of ['limit=5', 'name=Guests expires=none limit=5', 'New name']) {
      const came = await say(`/edit ${other.invite_link} ${changes}`);
      expect(textOf(came)).toBe(
        `I have no record of ${other.invite_link} here. If someone else made it, only they can change or close it.`,
      );
      expect(methodsOf(came)).toEqual(['getChatMember']);
    }
  });

  it('changes the name of a subscription link, and nothing else of it', async () => {
    const chat = world.dailyNews.id;
    const inPrivate = (text: string) =>
      stage.telegram.say(world.olivia.id, world.olivia, `${text} chat=${chat}`);
    await inPrivate('/create Silver price=50');
    const named = await inPrivate('/edit Gold');
    expect(textOf(named)).toContain('Name: Gold');
    expect(textOf(named)).toContain('Members pay 50 Stars a month');
    expect(methodsOf(named)).toContain('editChatSubscriptionInviteLink');
    const refused = await inPrivate('/edit limit=5');
    expect(textOf(refused)).toContain('is a link with a price: only its name can be changed');
  });

  it('asks for a new expiry where the link has expired, since Telegram would refuse the old one', async () => {
    await say('/create expires=2d');
    await stage.worker.chats.sql(
      world.teaRoom.id,
      `UPDATE link SET record = json_set(record, '$.expire_date', 1700000000)`,
    );
    const came = await say('/edit Late');
    expect(textOf(came)).toContain('expired');
    expect(textOf(came)).toContain('Send a new expiry');
    expect(textOf(await say('/edit expires=1d'))).toContain('Edited');
  });

  it('records who changed the link, when, and by which update', async () => {
    const made = await say('/create');
    const came = await stage.telegram.say(world.teaRoom, world.adam, '/edit limit=5');
    expect(await recordOf(linkIn(made))).toMatchObject({
      member_limit: 5,
      made: { by: { id: world.olivia.id, name: 'Olivia' }, update_id: made.update_id },
      changed: { by: { id: world.adam.id, name: 'Adam' }, update_id: came.update_id },
    });
  });
});
