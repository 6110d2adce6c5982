import { describe, expect, it } from 'vitest';
import { answerTo, buttonsOf, forAll, linkIn, onStage, textOf } from '../support/story.ts';

const { stage, world, say } = onStage();

const open = () =>
  stage.telegram
    .links(world.teaRoom)
    .filter((link) => !link.is_revoked && !link.is_primary && link.creator.is_bot);

/** Links that Telegram and the registry know, made without a command for each. */
async function haveLinks(count: number): Promise<void> {
  const links = Array.from({ length: count }, () =>
    stage.telegram.makeLink(world.teaRoom, stage.telegram.bot),
  );
  const made = { by: { id: world.olivia.id, name: 'Olivia' }, date: 1_790_000_000, update_id: 1 };
  await forAll(links, ({ invite_link }) =>
    stage.worker.kv.put(
      `link:${world.teaRoom.id}:${invite_link.replace('https://t.me/+', '')}`,
      JSON.stringify({ invite_link, is_primary: false, is_revoked: false, made }),
      { metadata: { made: { by: 'Olivia', date: made.date } } },
    ),
  );
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

  it('closes every link, replaces the primary one, and keeps the new one to itself', async () => {
    for (const name of ['a', 'b', 'c']) await say(`/create ${name}`);
    const primary = linkIn(await say('/export'));
    const asked = answerTo(await say('/lockdown'));
    const done = await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'Close them');
    expect(done.answers[0]?.text).toBe(
      'Closed 3.\nDone: every link that I know here is closed.\nMy primary link is replaced, and I keep the new one to myself.\nLinks that other admins made themselves I can neither see nor close: ask each of them.',
    );
    expect(open()).toEqual([]);
    const [fresh] = stage.telegram.links(world.teaRoom).filter((link) => link.is_primary && !link.is_revoked);
    expect(fresh?.invite_link).not.toBe(primary);
    expect(done.answers[0]?.text).not.toContain('t.me');
  });

  it('locks 500 links down, within 50 requests elsewhere for each press', async () => {
    await haveLinks(500);
    const { id } = answerTo(await say('/lockdown')).chat;
    expect(id).toBe(world.teaRoom.id);
    const asked = stage.telegram.read(world.teaRoom).at(-1);
    let label = 'Close them';
    let presses = 0;
    for (; label !== ''; presses++) {
      await stage.worker.chats.takeCosts();
      const came = await stage.telegram.press(world.teaRoom, asked?.message_id ?? 0, world.olivia, label);
      const calls = came.calls.filter((call) => call.via !== 'webhook reply').length;
      expect(calls + (await stage.worker.chats.takeCosts()).methods.length).toBeLessThanOrEqual(50);
      label = came.answers[0] && buttonsOf(came.answers[0]).flat().includes('Continue') ? 'Continue' : '';
    }
    expect(open()).toEqual([]);
    expect(presses).toBe(Math.ceil(500 / 12));
  });

  it('goes on where it was stopped, does nothing twice, and tells what could not be closed', async () => {
    await haveLinks(14);
    const asked = answerTo(await say('/lockdown'));
    const press = async (label: string) => {
      const came = await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, label);
      return came.answers[0]?.text ?? '';
    };
    const refuse = (description: string) =>
      stage.telegram.fail({
        method: 'revokeChatInviteLink',
        how: { refuse: { error_code: 400, description } },
      });
    stage.telegram.fail({ method: 'revokeChatInviteLink', how: { flood: 60 } });
    expect(await press('Close them')).toMatch(
      /^Not closed: https:.*Telegram asks me to wait 60 seconds.*\n14 to go\.$/,
    );
    // One fails in the first portion, and one is made between two presses: the end knows of both.
    refuse('Bad Request: ODD');
    expect(await press('Continue')).toMatch(
      /^Closed 11\.\nNot closed: https:\/\/t\.me\/.*Telegram refused: Bad Request: ODD\n3 to go\.$/,
    );
    expect(await press('Continue')).toBe('Closed 2.\n1 to go.');
    expect(open()).toHaveLength(1);
    refuse('Bad Request: ODD');
    const ended = await press('Continue');
    expect(ended).toMatch(
      /^Not closed: https:.*ODD\nLinks that are still open: 1\.\nMy primary link is replaced/,
    );
    await say('/create meanwhile');
    expect(await press('Try again')).toMatch(/^Closed 2\.\nDone/);
    expect(open()).toEqual([]);
  });

  it('closes what it can when the object takes no more writes, and says what it could not record', async () => {
    await say('/create');
    const asked = answerTo(await say('/lockdown'));
    await stage.worker.chats.setFull(true);
    const done = await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'Close them');
    expect(open()).toEqual([]);
    expect(done.answers[0]?.text).toContain('My primary link is not replaced. My records take nothing more');
  });

  it('closes the record of the primary link that it replaced, also where Telegram does not say which that was', async () => {
    const primary = linkIn(await say('/export'));
    const asked = answerTo(await say('/lockdown'));
    stage.telegram.fail({ method: 'getChat', times: 2, how: { html: 502 } });
    await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'Close them');
    const key = `link:${world.teaRoom.id}:${primary.replace('https://t.me/+', '')}`;
    expect(await stage.worker.kv.get(key)).toContain('"is_revoked":true');
  });

  it('keeps the new primary link out of the list, too', async () => {
    await say('/export');
    const asked = answerTo(await say('/lockdown'));
    expect(asked.text).toContain(
      'No additional link of mine is active here. Replace my primary link all the same?',
    );
    await stage.telegram.press(world.teaRoom, asked.message_id, world.olivia, 'Close them');
    const [fresh] = stage.telegram.links(world.teaRoom).filter((link) => link.is_primary && !link.is_revoked);
    const listed = textOf(await say('/links'));
    expect(listed).toContain('1. My primary link – Olivia');
    expect(listed).not.toContain(fresh?.invite_link);
  });

  it('is for admins only, at each press', async () => {
    await say('/create');
    const asked = answerTo(await say('/lockdown'));
    const pressed = await stage.telegram.press(world.teaRoom, asked.message_id, world.max, 'Close them');
    expect(pressed.notice?.text).toContain('Only the owner');
    expect(open()).toHaveLength(1);
  });
});
