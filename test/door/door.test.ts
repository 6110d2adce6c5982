import { describe, expect, it } from 'vitest';
import { passTime } from '../chat/records.ts';
import { answerTo, buttonsOf, linkIn, noticeIn, onStage, textOf } from '../support/story.ts';
import type { Outcome } from '../telegram/local-telegram.ts';
import { addressIn, openLinks, published, settled, slugOf, visit } from './doors.ts';

const { stage, world, say, atTelegram } = onStage();

const run = () => settled(stage, world.teaRoom);
const pressOn = (came: Outcome, label: string, as = world.olivia) =>
  stage.telegram.press(world.teaRoom, answerTo(came).message_id, as, label);
/** The message as it is after a press. */
const shown = (came: Outcome): string =>
  stage.telegram.read(world.teaRoom).find(({ message_id }) => message_id === answerTo(came).message_id)
    ?.text ?? '';
const comeBy = (link: string) =>
  stage.telegram.join(world.teaRoom, stage.telegram.addPerson({ first_name: 'Guest' }), link);

describe('/door', () => {
  it('gives the chat an address that leads to a link, and shows it from then on', async () => {
    const made = await say('/door');
    const address = addressIn(made);
    expect(textOf(made)).toMatch(/^This address stays, whatever link is behind it:/);
    expect(address.startsWith(`${stage.worker.url}/j/`)).toBe(true);
    expect(buttonsOf(answerTo(made))).toEqual([
      ['Copy', 'Its link'],
      ['New link behind it', 'Pause'],
      ['Close the door'],
    ]);
    const link = linkIn(made);
    expect(textOf(await say(`/link ${link}`))).toContain(`Behind the door ${address}`);
    expect(atTelegram(link)?.member_limit).toBeUndefined();
    expect(await visit(stage, address)).toMatchObject({ status: 200, heading: 'Tea Room', link });
    expect(addressIn(await say('/door'))).toBe(address);
    expect(openLinks(stage, world.teaRoom)).toEqual([link]);
  });

  it('puts a new link with the same settings behind it, and closes the old one', async () => {
    const made = await say('/door Poster');
    const [address, old] = [addressIn(made), linkIn(made)];
    await say('/edit Poster limit=5');
    const renewed = await say('/door new');
    const link = linkIn(renewed);
    expect(link).not.toBe(old);
    expect(addressIn(renewed)).toBe(address);
    expect(atTelegram(link)).toMatchObject({ name: 'Poster', member_limit: 5 });
    await run();
    expect(atTelegram(old)?.is_revoked).toBe(true);
    expect((await visit(stage, address)).link).toBe(link);
    expect(openLinks(stage, world.teaRoom)).toEqual([link]);
  });

  it('counts who came by all of its links, and by the one behind it', async () => {
    const old = linkIn(await say('/door'));
    await comeBy(old);
    await comeBy(old);
    const link = linkIn(await say('/door new'));
    await comeBy(link);
    const card = textOf(await say('/door'));
    expect(card).toContain('\n1 joined, 1 here');
    expect(card).toContain('By all of its links: 3 joined, 3 here');
  });

  it('makes others with a name, each with a link and counts of its own', async () => {
    const [one, two] = [await say('/door Poster'), await say('/door name="New"')];
    expect(addressIn(one)).not.toBe(addressIn(two));
    await comeBy(linkIn(two));
    expect(textOf(await say('/door "New"'))).toContain('1 joined, 1 here');
    expect(textOf(await say('/door poster'))).not.toContain('joined');
    const all = await say('/door');
    expect(textOf(all)).toMatch(/^Doors here: 2\n1\. Poster – .*\n2\. New – .* – 1 joined, 1 here$/);
    await pressOn(all, '2. New');
    expect(shown(all)).toContain(addressIn(two));
  });

  it.each([
    ['/door new Poster', 'Poster', 'Flyer'],
    ['/door Poster new', 'Poster', 'Flyer'],
    ['/door flyer NEW', 'Flyer', 'Poster'],
    ['/door new "Poster"', 'Poster', 'Flyer'],
  ])('%s means that door', async (command, meant, other) => {
    const before: Record<string, string> = {};
    for (const name of ['Poster', 'Flyer']) before[name] = linkIn(await say(`/door ${name}`));
    await say(command);
    await run();
    const open = openLinks(stage, world.teaRoom);
    expect(open).not.toContain(before[meant]);
    expect(open).toContain(before[other]);
    expect(open).toHaveLength(2);
  });

  it.each([
    '/door new',
    '/door off',
    '/door pause',
    '/door renew',
  ])('%s asks which one is meant if there are two, and does nothing', async (command) => {
    for (const name of ['Poster', 'Flyer']) await say(`/door ${name}`);
    const open = openLinks(stage, world.teaRoom);
    const asked = await say(command);
    expect(textOf(asked)).toMatch(/^Which door\? There are several here, so I did nothing\./);
    expect(buttonsOf(answerTo(asked))).toEqual([['Poster'], ['Flyer']]);
    await run();
    expect(openLinks(stage, world.teaRoom)).toEqual(open);
    await pressOn(asked, 'Flyer');
    expect(shown(asked)).toContain('Name: Flyer');
  });

  it.each([
    '/door new',
    '/door off',
    '/door off Poster',
    '/door resume',
  ])('%s says so if there is no door, and makes none', async (command) => {
    expect(textOf(await say(command))).toBe('There is no door here. Send /door to make one.');
    expect(openLinks(stage, world.teaRoom)).toEqual([]);
  });

  it('is offered also if half an emoji is in its name', async () => {
    for (const name of ['Cut \ud83d', 'Whole']) await say(`/door ${name}`);
    expect(buttonsOf(answerTo(await say('/door new')))).toEqual([['Cut \ufffd'], ['Whole']]);
  });

  it('does not guess at a name, and offers the doors that there are', async () => {
    const link = linkIn(await say('/door Poster'));
    const asked = await say('/door off Postre');
    expect(textOf(asked)).toContain('No door here is called “Postre”, so I did nothing.');
    expect(buttonsOf(answerTo(asked))).toEqual([['Poster']]);
    expect(openLinks(stage, world.teaRoom)).toEqual([link]);
  });

  it('closes it for good: the address leads nowhere, and its link is closed', async () => {
    const made = await say('/door Poster');
    const address = addressIn(made);
    const closed = await say('/door off');
    expect(textOf(closed)).toContain(`The door is closed for good. ${address} leads nowhere now.`);
    expect(atTelegram(linkIn(made))?.is_revoked).toBe(true);
    expect((await visit(stage, address)).status).toBe(404);
    const again = await say('/door Poster');
    expect(addressIn(again)).not.toBe(address);
  });

  it('closes it also if its link is closed already', async () => {
    const made = await say('/door');
    await say('/revoke');
    expect((await visit(stage, addressIn(made))).status).toBe(200);
    expect(textOf(await say('/door off'))).toContain('The door is closed for good.');
    await run();
    expect((await visit(stage, addressIn(made))).status).toBe(404);
  });

  it.each(['close', 'Poster delete', 'remove Poster'])('asks first at /door %s', async (words) => {
    const made = await say('/door Poster');
    const asked = await say(`/door ${words}`);
    expect(textOf(asked)).toContain('Close it for good?');
    expect((await visit(stage, addressIn(made))).status).toBe(200);
    await pressOn(asked, 'Close the door');
    expect((await visit(stage, addressIn(made))).status).toBe(404);
    expect(openLinks(stage, world.teaRoom)).toEqual([]);
  });

  it('is listed by /door list, which makes none', async () => {
    expect(textOf(await say('/door list'))).toBe('There is no door here. Send /door to make one.');
    expect(textOf(await say('/door show Poster'))).toBe('There is no door here. Send /door to make one.');
    await say('/door Poster');
    expect(textOf(await say('/door list!'))).toMatch(/^Doors here: 1\n1\. Poster – http/);
    expect(textOf(await say('/door show Poster'))).toContain('Name: Poster\nLeads to');
    expect(textOf(await say('/door pause, Poster.'))).toContain('Paused: an admin paused it');
  });

  it('may have a name that ends in what could be done with another', async () => {
    const day = await say('/door Day');
    const dayOff = addressIn(await say('/door name="Day off"'));
    const shown = textOf(await say('/door Day off'));
    expect(shown).toContain(`${dayOff}\nName: Day off\nLeads to`);
    expect((await visit(stage, addressIn(day))).status).toBe(200);
  });

  it('is named by its address as well', async () => {
    const address = addressIn(await say('/door'));
    await say('/door Poster');
    expect(addressIn(await say(`/door ${address}`))).toBe(address);
    expect(textOf(await say(`/door pause ${address}`))).toContain('Paused: an admin paused it');
    await say(`/door ${address} off`);
    expect((await visit(stage, address)).status).toBe(404);
    expect(textOf(await say(`/door ${address}`))).toMatch(/^This door is closed for good\./);
  });

  it('asks for a second tap before a press closes it', async () => {
    const made = await say('/door');
    await pressOn(made, 'Close the door');
    expect(shown(made)).toContain('Close it for good?');
    await pressOn(made, 'Keep it');
    expect((await visit(stage, addressIn(made))).status).toBe(200);
    await pressOn(made, 'Close the door');
    await pressOn(made, 'Close the door');
    expect((await visit(stage, addressIn(made))).status).toBe(404);
    expect(openLinks(stage, world.teaRoom)).toEqual([]);
  });

  it('is paused and resumed by a press, and by a command', async () => {
    const made = await say('/door');
    const address = addressIn(made);
    for (const [pause, resume] of [
      [() => pressOn(made, 'Pause'), () => pressOn(made, 'Resume')],
      [() => say('/door pause'), () => say('/door resume')],
    ] as const) {
      await pause();
      await run();
      expect((await visit(stage, address)).says).toContain('the admins have paused it');
      expect((await visit(stage, address)).page).not.toContain('t.me');
      await resume();
      await run();
      expect((await visit(stage, address)).link).toBe(linkIn(made));
    }
  });

  it('stays paused by whatever else is said of it', async () => {
    const made = await say('/door');
    for (const words of ['pause', 'pause', 'renew', 'renew off']) {
      expect(textOf(await say(`/door ${words}`))).toContain('Paused: an admin paused it');
      await run();
      expect((await visit(stage, addressIn(made))).link).toBeUndefined();
    }
  });

  it('takes a new link by a press, and closes the old one', async () => {
    const made = await say('/door');
    await pressOn(made, 'New link behind it');
    await run();
    const [link, ...others] = openLinks(stage, world.teaRoom);
    expect(others).toEqual([]);
    expect(link).not.toBe(linkIn(made));
    expect((await visit(stage, addressIn(made))).link).toBe(link);
  });

  it('works from the private chat, for the chat named there', async () => {
    const { telegram } = stage;
    const made = await telegram.say(world.olivia, world.olivia, `/door Poster chat=${world.teaRoom.id}`);
    expect(textOf(made)).toContain('Chat: Tea Room');
    expect((await visit(stage, addressIn(made))).heading).toBe('Tea Room');
    await telegram.say(world.olivia, world.olivia, `/door off chat=${world.teaRoom.id}`);
    expect((await visit(stage, addressIn(made))).status).toBe(404);
  });

  it('is for admins who may invite, at each press', async () => {
    const made = await say('/door');
    const refused = await pressOn(made, 'New link behind it', world.max);
    expect(noticeIn(refused)).toContain('Only the owner');
    const [answer] = (await stage.telegram.say(world.teaRoom, world.max, '/door')).answers;
    expect(answer?.text).toContain('Only the owner');
    expect(answer?.receiver_user?.id).toBe(world.max.id);
    expect(openLinks(stage, world.teaRoom)).toEqual([linkIn(made)]);
  });

  it('of an anonymous admin is confirmed by a press, names no one, and tells the chat what happens to it', async () => {
    const { telegram } = stage;
    const asked = await telegram.say(world.teaRoom, world.olivia, '/door Poster', { anonymous: true });
    await pressOn(asked, 'Confirm', world.adam);
    const address = addressIn(shown(asked));
    const record = JSON.stringify(await stage.worker.chats.sql(world.teaRoom.id, 'SELECT record FROM link'));
    expect(record).toContain('door');
    expect(record).not.toMatch(/Adam|Olivia/);
    await say('/revoke Poster');
    await run();
    const last = telegram.read(world.teaRoom).at(-1);
    expect([last?.text, last?.receiver_user]).toEqual([
      `Poster: ${address} is paused: its link is closed.`,
      undefined,
    ]);
  });

  it('says what to send if a name contains what looks like a setting', async () => {
    expect(textOf(await say('/door Poster limit 5'))).toMatch(/If you meant a setting, send \/edit limit=5$/);
    expect(textOf(await say('/door "Flyer limit 5"'))).not.toContain('setting');
  });

  it('with name=none means the one without a name, and no other', async () => {
    const link = linkIn(await say('/door Poster'));
    expect(textOf(await say('/door off name=none'))).toContain('so I did nothing');
    expect(openLinks(stage, world.teaRoom)).toEqual([link]);
    expect(textOf(await say('/door name=none'))).not.toContain('Name:');
  });

  it('makes twenty at most', async () => {
    for (let count = 0; count < 20; count++) await say(`/door D${count}`);
    expect(textOf(await say('/door One more'))).toContain('There are so many doors here that I make no more');
    expect(textOf(await say('/door'))).toMatch(/^Doors here: 20\n/);
  });

  it('keeps slugs and tokens out of what its buttons carry', async () => {
    const made = await say('/door Poster');
    const data = JSON.stringify(
      answerTo(made)
        .reply_markup?.inline_keyboard.flat()
        .map((button) => ('callback_data' in button ? button.callback_data : '')),
    );
    expect(data).toContain('door:');
    expect(data).not.toContain(slugOf(addressIn(made)));
    expect(data).not.toContain(linkIn(made).replace('https://t.me/+', ''));
  });

  it('is not written again by being shown', async () => {
    await say('/door Poster');
    await passTime(stage, world.teaRoom, 31_000);
    const rows = () => stage.worker.chats.sql(world.teaRoom.id, 'SELECT version, due, door_due FROM link');
    const before = await rows();
    await say('/door');
    expect(await rows()).toEqual(before);
  });

  it('is published so that a person can read it', async () => {
    const made = await say('/door Poster');
    await passTime(stage, world.teaRoom, 31_000);
    expect(await published(stage, addressIn(made))).toEqual({
      chat: world.teaRoom.id,
      title: 'Tea Room',
      name: 'Poster',
      state: 'open',
      link: linkIn(made),
    });
  });
});
