import type { Message, User } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { create, passTime, recordsOf } from '../chat/records.ts';
import {
  answerTo,
  buttonsOf,
  dataOf,
  forAll,
  forgePress,
  linkIn,
  noticeIn,
  onStage,
  textOf,
} from '../support/story.ts';

const { stage, world, say, atTelegram } = onStage();

const run = () => stage.worker.chats.runAlarm(world.teaRoom.id);
const states = async () =>
  (await stage.worker.chats.sql(world.teaRoom.id, 'SELECT state FROM request ORDER BY n')).map(
    ({ state }) => state,
  );
const isIn = (person: User, link: string) => atTelegram(link)?.members.some(({ id }) => id === person.id);
const make = (options: string) => create(stage, world.teaRoom, world.olivia, options);

async function ask(link: string, person: User = world.sam) {
  expect((await stage.telegram.join(world.teaRoom, person, link)).outcome).toBe('requested');
  await run();
}

/** What the bot wrote to a person in private. */
const heard = (person: User): Message[] =>
  stage.telegram.read(person, { as: person }).filter(({ from }) => from?.is_bot);
const agree = (message: Message, person: User = world.sam) =>
  stage.telegram.press(message.chat, message.message_id, person, 'I agree');
const shown = (person: User) => heard(person).filter(({ text }) => text?.includes('asks to join'));

describe('a link with approval=auto', () => {
  it('lets everyone in who asks, by a job, and records it', async () => {
    const created = await say('/create VIP limit=none approval=auto');
    expect(textOf(created)).toContain('Approval: automatic (I approve everyone who asks to join)');
    const link = linkIn(created);
    await ask(link);
    expect(isIn(world.sam, link)).toBe(true);
    expect(await states()).toEqual(['approved']);
    expect(heard(world.olivia)).toEqual([]);
    expect(textOf(await say('/links'))).toContain('VIP – approved at once – 1 joined, 1 here');
  });

  it.each([60, 500])('lets in %d who ask at once, and loses no one', { timeout: 120_000 }, async (count) => {
    const link = await make('VIP limit=none approval=auto');
    const people = Array.from({ length: count }, () => stage.telegram.addPerson({ first_name: 'Guest' }));
    await forAll(people, (person) => stage.telegram.join(world.teaRoom, person, link));
    expect(await states()).toHaveLength(count);
    await run();
    expect(new Set(await states())).toEqual(new Set(['approved']));
    expect(atTelegram(link)?.members).toHaveLength(count);
  });

  it('tries again if no answer comes, and leaves to an admin who cannot be let in', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    const link = await make('VIP limit=none approval=auto');
    stage.telegram.fail({ method: 'approveChatJoinRequest', times: 2, how: { drop: 'before' } });
    await ask(link);
    expect(await states()).toEqual(['open']);
    await passTime(stage, world.teaRoom, 60_000);
    expect(await states()).toEqual(['approved']);
    stage.telegram.fail({
      method: 'approveChatJoinRequest',
      how: { refuse: { error_code: 400, description: 'Bad Request: USER_CHANNELS_TOO_MUCH' } },
    });
    await ask(link, stage.telegram.addPerson({ first_name: 'Busy' }));
    expect(await states()).toEqual(['approved', 'open']);
    expect(shown(world.olivia)[0]?.text).toMatch(/^Busy .*\nNot let in: already in too many chats\./);
  });

  it('approves no one any more once an admin decides again', async () => {
    const link = await make('VIP limit=none approval=auto');
    const card = answerTo(await say(`/link ${link}`));
    expect(buttonsOf(card)[3]).toEqual(['✋ Admin', '• auto', 'rules', 'Turn approval off']);
    await stage.telegram.press(world.teaRoom, card.message_id, world.olivia, '✋ Admin');
    await ask(link);
    expect(await states()).toEqual(['open']);
    expect((await recordsOf(stage, world.teaRoom)).get(link)).not.toHaveProperty('approval');
  });

  const waitBy = async (link: string, count = 3) => {
    for (let index = 0; index < count; index++)
      await stage.telegram.join(world.teaRoom, stage.telegram.addPerson({ first_name: 'Guest' }), link);
  };

  it.each([
    '/edit <link> approval',
    '/edit <link> approval=rules',
    '/revoke <link>',
  ])('lets in none of those who wait already, after %s, and shows them to an admin', async (command) => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    const link = await make('VIP limit=none approval=auto');
    await waitBy(link);
    await say(command.replace('<link>', link));
    await run();
    expect(await states()).toEqual(['open', 'open', 'open']);
    expect(atTelegram(link)?.members).toEqual([]);
    expect(shown(world.olivia)).toHaveLength(3);
  });

  it('leaves the decision to an admin, also for those who wait already', async () => {
    const link = await make('VIP limit=none approval=auto');
    await waitBy(link);
    stage.telegram.fail({ method: 'approveChatJoinRequest', how: { flood: 60 } });
    await run();
    const pressAll = async (label: string) => {
      const page = stage.telegram
        .read(world.teaRoom, { as: world.olivia })
        .findLast(({ reply_markup }) => JSON.stringify(reply_markup ?? '').includes(label));
      const { ephemeral_message_id = 0 } = page ?? {};
      await stage.telegram.press(world.teaRoom, { ephemeral_message_id }, world.olivia, label);
    };
    await say('/requests');
    await pressAll('Decline all 3');
    await pressAll('Decline all');
    await passTime(stage, world.teaRoom, 61_000);
    expect(await states()).toEqual(['declined', 'declined', 'declined']);
    expect(atTelegram(link)?.members).toEqual([]);
  });

  it.each([
    'auto',
    'rules',
  ])('lets no one in while a lockdown is on its way to it: approval=%s', async (rule) => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    await say('/rules Be kind.');
    for (let index = 0; index < 24; index++) await say(`/create L${index}`);
    const link = await make(`VIP limit=none approval=${rule}`);
    if (rule === 'rules') await ask(link);
    const asked = await say('/lockdown');
    await stage.telegram.press(world.teaRoom, answerTo(asked).message_id, world.olivia, 'Close them');
    if (rule === 'rules') await agree(heard(world.sam)[0] as Message);
    else await stage.telegram.join(world.teaRoom, world.sam, link);
    await stage.worker.chats.runAlarm(world.teaRoom.id, 1);
    expect(atTelegram(link)).toMatchObject({ is_revoked: false, members: [] });
    await run();
    expect(await states()).toEqual(['open']);
    if (rule === 'auto') expect(shown(world.olivia)).toHaveLength(1);
  });

  it('does not press Telegram while it asks to wait, even if others ask meanwhile', async () => {
    const link = await make('VIP limit=none approval=auto');
    stage.telegram.fail({ method: 'approveChatJoinRequest', times: 9, how: { flood: 60 } });
    const calls = () =>
      stage.telegram.calls.filter(({ method }) => method === 'approveChatJoinRequest').length;
    const before = calls();
    for (let times = 0; times < 3; times++) {
      await waitBy(link, 1);
      await run();
    }
    expect(calls() - before).toBe(1);
    stage.telegram.clearFaults();
    await passTime(stage, world.teaRoom, 61_000);
    expect(await states()).toEqual(['approved', 'approved', 'approved']);
  });

  it.each([
    [2, ['Guest', 'Guest']],
    [30, ['Many ask to join at once: 30 waiting.']],
  ])('shows %d to an admin if the bot has lost its right', async (count, said) => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    const link = await make('VIP limit=none approval=auto');
    await waitBy(link, count);
    stage.telegram.fail({
      method: 'approveChatJoinRequest',
      how: {
        refuse: {
          error_code: 400,
          description: 'Bad Request: not enough rights to manage chat join requests',
        },
      },
    });
    await run();
    await passTime(stage, world.teaRoom, 61_000);
    const texts = heard(world.olivia).map(({ text = '' }) => text);
    const about = texts.filter((text) => /asks to join by|waiting/.test(text));
    expect(about.map((text) => (text.startsWith('Guest') ? 'Guest' : text.split('\n')[0]))).toEqual(said);
    expect(new Set(await states())).toEqual(new Set(['open']));
  });

  it('keeps its rule when something else is edited', async () => {
    const link = await make('VIP limit=none approval=auto');
    expect(textOf(await say('/edit Better name'))).toContain('Approval: automatic');
    await ask(link);
    expect(await states()).toEqual(['approved']);
  });
});

describe('/rules', () => {
  it('sets the rules with their formatting, shows them, and takes them away', async () => {
    expect(textOf(await say('/rules'))).toMatch(/^There are no rules\. Send \/rules and their text/);
    const text = '/rules Be kind <3.\nRead this & that.';
    const entities = [
      { type: 'bold', offset: 7, length: 7 },
      { type: 'italic', offset: 10, length: 4 },
      { type: 'text_link', offset: text.indexOf('this'), length: 4, url: 'https://example.com/?a=1&b="2' },
    ] as const;
    await stage.telegram.say(world.teaRoom, world.olivia, text, { entities });
    const answer = answerTo(await say('/rules'));
    expect(answer.text).toMatch(/:\n\nBe kind <3\.\nRead this & that\.$/);
    const offset = answer.text?.indexOf('Be kind') ?? 0;
    expect(answer.entities?.filter(({ type }) => type !== 'bot_command')).toMatchObject([
      { type: 'bold', offset, length: 7 },
      { type: 'italic', offset: offset + 3, length: 4 },
      { type: 'text_link', length: 4 },
    ]);
    expect(textOf(await say('/rules none'))).toMatch(/^There are no rules/);
    await say('/rules Be kind.');
    for (const show of ['show', '?']) expect(textOf(await say(`/rules ${show}`))).toMatch(/:\n\nBe kind\.$/);
    for (const remove of ['delete', 'None!', 'remove the rules']) {
      await say('/rules Be kind.');
      expect(textOf(await say(`/rules ${remove}`))).toMatch(/^There are no rules/);
    }
    expect(textOf(await say(`/rules ${'x'.repeat(3_501)}`))).toMatch(/Send at most 3500 characters/);
  });

  it('is for the chat named at its beginning or end', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    const rules = async (chat: object) => textOf(await telegram.say(chat as never, olivia, '/rules'));
    const to = `chat=${bookClub.id}`;
    const text = `/rules ${to} Read first. Then talk.`;
    const bold = { type: 'bold', offset: text.indexOf('Read'), length: 4 } as const;
    const shown = answerTo(await telegram.say(olivia.id, olivia, text, { entities: [bold] }));
    expect(shown.text).toMatch(/:\n\nRead first\. Then talk\.\nChat: Book Club$/);
    expect(shown.entities).toContainEqual({ type: 'bold', offset: shown.text?.indexOf('Read'), length: 4 });
    expect(await rules(bookClub)).toMatch(/:\n\nRead first\. Then talk\.$/);
    await say(`/rules Talk first. chat : ${bookClub.id}`);
    expect(await rules(bookClub)).toMatch(/:\n\nTalk first\.$/);
    expect(await rules(world.teaRoom)).toMatch(/^There are no rules/);
    expect(textOf(await say(`/rules ${to}`))).toMatch(/Talk first\./);
    expect(textOf(await say('/rules chat=somewhere'))).toMatch(/^I can’t use “chat=somewhere”/);
  });

  it('is for admins', async () => {
    expect(textOf(await stage.telegram.say(world.teaRoom, world.max, '/rules Mine'))).toMatch(
      /^Only the owner/,
    );
  });
});

describe('a link with approval=rules', () => {
  const withRules = async () => {
    await say('/rules Be kind.');
    return make('VIP limit=none approval=rules');
  };

  it('sends the rules in private to who asks, and lets in who agrees', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    const link = await withRules();
    expect(textOf(await say(`/link ${link}`))).toContain(
      'Approval: by rules (I approve who agrees to the rules',
    );
    await ask(link);
    const [message, ...others] = heard(world.sam);
    expect(others).toEqual([]);
    expect(message?.text).toBe(
      'You asked to join. Read the rules; if you agree, you are let in.\n\nBe kind.\nChat: Tea Room',
    );
    expect(isIn(world.sam, link)).toBe(false);
    const came = await agree(message as Message);
    expect(answerTo(came).text).toBe('Thank you for agreeing to the rules. You are in.');
    expect(isIn(world.sam, link)).toBe(true);
    expect(await states()).toEqual(['approved']);
    await passTime(stage, world.teaRoom, 600_000);
    expect(shown(world.olivia)).toEqual([]);
  });

  it('leaves to the admins who does not press within five minutes, and still takes the press', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    await ask(await withRules());
    expect(shown(world.olivia)).toEqual([]);
    await passTime(stage, world.teaRoom, 301_000);
    expect(shown(world.olivia)).toHaveLength(1);
    await agree(heard(world.sam)[0] as Message);
    expect(await states()).toEqual(['approved']);
  });

  it('counts no press of others, and none without rules on the link', async () => {
    const link = await withRules();
    await ask(link);
    const message = heard(world.sam)[0] as Message;
    const data = dataOf(message, 'I agree');
    for (const person of [world.max, world.olivia]) {
      const came = await forgePress(stage, message, person, data);
      expect(noticeIn(came)).toMatch(/^Only the person who asked to join can agree/);
    }
    await say(`/edit ${link} approval`);
    expect(noticeIn(await agree(message))).toMatch(/^Only the person who asked to join can agree/);
    expect(await states()).toEqual(['open']);
  });

  it('counts no press once the rules are gone, for an admin decides then', async () => {
    await ask(await withRules());
    await say('/rules none');
    expect(noticeIn(await agree(heard(world.sam)[0] as Message))).toMatch(
      /and its link asks for the rules\.$/,
    );
    expect(await states()).toEqual(['open']);
  });

  it.each([
    [
      'not enough rights to manage chat join requests',
      'I could not let you in. An admin will see that you ask to join.',
    ],
    ['USER_CHANNELS_TOO_MUCH', /^You are in too many chats, .* Leave one, then press again\.$/],
  ])('tells the person if %s, shows an admin, and takes another press', async (description, said) => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    await ask(await withRules());
    const message = heard(world.sam)[0] as Message;
    stage.telegram.fail({
      method: 'approveChatJoinRequest',
      how: { refuse: { error_code: 400, description: `Bad Request: ${description}` } },
    });
    expect(noticeIn(await agree(message))).toMatch(said);
    expect(await states()).toEqual(['open']);
    await passTime(stage, world.teaRoom, 301_000);
    expect(shown(world.olivia)).toHaveLength(1);
    await agree(message);
    expect(await states()).toEqual(['approved']);
  });

  it('does not let in by a press who was declined, and does not say by whom', async () => {
    await ask(await withRules());
    const page = answerTo(await say('/requests'));
    await forgePress(stage, page, world.olivia, dataOf(page, '✗ 1'));
    const came = await agree(heard(world.sam)[0] as Message);
    expect(answerTo(came).text).toBe('Declined.');
    expect(await states()).toEqual(['declined']);
  });

  it('says if there are no rules yet, and an admin decides until then', async () => {
    await stage.telegram.say(world.olivia, world.olivia, '/start');
    const created = await say('/create VIP limit=none approval=rules');
    expect(textOf(created)).toContain(
      'There are no rules yet: send /rules and their text. Until then an admin decides.',
    );
    await ask(linkIn(created));
    expect(heard(world.sam)).toEqual([]);
    expect(shown(world.olivia)).toHaveLength(1);
  });

  it('is agreed to after the group has become a supergroup', async () => {
    await stage.telegram.say(world.bookClub, world.olivia, '/rules Be kind.');
    const link = await create(stage, world.bookClub, world.olivia, 'VIP limit=none approval=rules');
    await stage.telegram.join(world.bookClub, world.sam, link);
    await stage.worker.chats.runAlarm(world.bookClub.id);
    const { chat } = await stage.telegram.migrate(world.bookClub);
    await agree(heard(world.sam)[0] as Message);
    const rows = await stage.worker.chats.sql(chat.id, 'SELECT tried FROM request');
    expect(rows).toEqual([{ tried: '[{"verdict":"approve"}]' }]);
  });
});

describe('/create for=', () => {
  it('makes a link that lets in one person, by username, declines others, and is closed when used', async () => {
    const gina = stage.telegram.addPerson({ first_name: 'Gina', username: `Gina_${Date.now()}` });
    const created = await say(`/create for=@${gina.username}`);
    expect(textOf(created)).toContain(
      `For @${gina.username?.toLowerCase()} only: I approve them when they ask to join`,
    );
    const link = linkIn(created);
    await ask(link);
    expect(await states()).toEqual(['declined']);
    expect(isIn(world.sam, link)).toBe(false);
    await ask(link, gina);
    expect(await states()).toEqual(['declined', 'approved']);
    await run();
    expect(atTelegram(link)?.is_revoked).toBe(true);
    expect(textOf(await say(`/link ${link}`))).toContain('Used by Gina');
  });

  it('takes an id, or the author of the message replied to', async () => {
    const byId = linkIn(await say(`/create For Sam for=${world.sam.id}`));
    const said = await stage.telegram.say(world.teaRoom, world.max, 'Let me in');
    const byReply = linkIn(await say('/create for=author', said.message?.message_id));
    expect((await recordsOf(stage, world.teaRoom)).get(byReply)).toMatchObject({ only: world.max.id });
    await ask(byId);
    expect(isIn(world.sam, byId)).toBe(true);
    expect(textOf(await say('/create for=author'))).toMatch(/^I can’t use “for=author”\. Write for=@name/);
  });

  it('stays for that person after an edit, and offers no button that opens it', async () => {
    const created = await say(`/create for=${world.sam.id}`);
    expect(buttonsOf(answerTo(created)).flat()).not.toContain('auto');
    expect(textOf(await say('/edit approval=auto'))).toContain(`For ${world.sam.id} only`);
    expect(textOf(await say('/edit expires=2d'))).toContain(`For ${world.sam.id} only`);
    expect(textOf(await say('/edit limit=5'))).toContain('No one has to be approved any more.');
  });

  it.each([
    ['for=@gina limit=5', /both “for=@gina” and “limit=5”/],
    ['for=@gina approval=auto', /both “for=@gina” and “approval=auto”/],
    ['for=Gina', /^I can’t use “for=Gina”\. Write for=@name/],
    ['price=5 for=@gina', /A link with a price takes only a name/],
  ])('refuses %s', async (options, said) => {
    expect(textOf(await say(`/create ${options}`))).toMatch(said);
  });

  it('is nothing that a name says', async () => {
    for (const name of ['Approval rules', 'approval auto', 'for friends'])
      expect(textOf(await say(`/create ${name}`))).toContain(`Name: ${name}`);
  });
});
