import { describe, expect, it } from 'vitest';
import { answerTo, buttonsOf, linkIn, methodsOf, onStage, textOf } from '../support/story.ts';

const { stage, world, say, atTelegram, recordOf } = onStage();

describe('/revoke', () => {
  it('closes the last link and says so', async () => {
    const url = linkIn(await say('/create'));
    const came = await say('/revoke');
    expect(textOf(came)).toMatch(/^https:\S+ link revoked\nMade by Olivia, \S+ \S+ UTC$/);
    expect(textOf(came)).toContain(url);
    expect(atTelegram(url)?.is_revoked).toBe(true);
  });

  it('has a long name that means the same', async () => {
    const url = linkIn(await say('/create'));
    expect(textOf(await say('/admin_revoke_invite_link'))).toContain(`${url} link revoked`);
  });

  it('closes the link typed, and the link replied to', async () => {
    const first = await say('/create first');
    const second = await say('/create second');
    await say('/create third');
    expect(textOf(await say(`/revoke ${linkIn(first)}`))).toContain(`${linkIn(first)} link revoked`);
    const replied = await say('/revoke', second.answers[0]?.message_id);
    expect(textOf(replied)).toContain(`${linkIn(second)} link revoked`);
    expect(stage.telegram.links(world.teaRoom).filter((link) => !link.is_revoked)).toHaveLength(1);
  });

  it('closes the link that the words name', async () => {
    const named = linkIn(await say('/create VIP guests'));
    await say('/create Other');
    expect(textOf(await say('/revoke vip guests'))).toContain(`${named} link revoked`);
    const none = answerTo(await say('/revoke Other guests'));
    expect(none.text).toBe(
      'No active link here is called “Other guests”, so I did nothing. Is it one of these?',
    );
    expect(buttonsOf(none)).toEqual([['Other']]);
    expect(textOf(await say('/revoke all'))).toMatch(
      /called “all”\. To close every link, send \/lockdown\. /,
    );
    const over = answerTo(await say('/revoke VIP guests'));
    expect(buttonsOf(over)).toEqual([['VIP guests – revoked']]);
    expect(stage.telegram.links(world.teaRoom).filter((link) => link.is_revoked)).toHaveLength(1);
  });

  it('guesses nothing: several links of one name, or two links, are answered by asking which', async () => {
    const one = linkIn(await say('/create VIP'));
    const two = linkIn(await say('/create VIP limit=none'));
    const asked = answerTo(await say('/revoke VIP'));
    expect(asked.text).toBe('Several links are called “VIP”, so I did nothing. Choose one.');
    const made = String.raw`VIP – \d{4}-\d\d-\d\d \d\d:\d\d – Olivia`;
    expect(buttonsOf(asked).join('\n')).toMatch(new RegExp(`^${made}\n${made} – at most 10$`));
    expect(textOf(await say(`/revoke ${one} ${two}`))).toContain('You sent more than one');
    expect(stage.telegram.links(world.teaRoom).some((link) => link.is_revoked)).toBe(false);
  });

  it('tells that the last link is revoked and does not turn to an older one', async () => {
    const older = linkIn(await say('/create'));
    const last = linkIn(await say('/create'));
    await say('/revoke');
    const came = await say('/revoke');
    expect(textOf(came)).toContain(`${last} is revoked already`);
    expect(atTelegram(older)?.is_revoked).toBe(false);
  });

  it('goes ahead with a link that is not recorded, and records the answer', async () => {
    const url = linkIn(await say('/create VIP'));
    await stage.worker.kv.delete(`link:${world.teaRoom.id}:${url.replace('https://t.me/+', '')}`);
    expect(textOf(await say(`/revoke ${url}`))).toContain(`${url} link revoked`);
    expect(await recordOf(url)).toMatchObject({
      name: 'VIP',
      is_revoked: true,
      closed: { by: { name: 'Olivia' } },
    });
  });

  it('says that Telegram made a new primary link when one is revoked, and which, and records both', async () => {
    const url = linkIn(await say('/export'));
    const came = await say(`/revoke ${url}`);
    const successor = stage.telegram
      .links(world.teaRoom)
      .find((link) => link.is_primary && !link.is_revoked && link.creator.is_bot)?.invite_link;
    expect(textOf(came)).toContain(`\nTelegram made a new primary link in its place: ${successor}`);
    expect(await recordOf(url)).toMatchObject({ is_primary: true, is_revoked: true });
    expect(await recordOf(successor ?? '')).toMatchObject({ is_primary: true, is_revoked: false });
  });

  it('tells that a link is gone which Telegram no longer knows, and remembers that of its own', async () => {
    const bogus = await say('/revoke https://t.me/+NoSuchLinkAtAll1');
    expect(textOf(bogus)).toBe(
      'Telegram refused this link. It may be closed already, or someone else made it.',
    );

    const url = linkIn(await say('/create'));
    stage.telegram.fail({
      method: 'revokeChatInviteLink',
      how: { refuse: { error_code: 400, description: 'Bad Request: INVITE_HASH_EXPIRED' } },
    });
    expect(textOf(await say('/revoke'))).toContain(`${url} link revoked`);
    expect(await recordOf(url)).toMatchObject({ is_revoked: true, closed: { by: { name: 'Olivia' } } });
  });

  it('says of a link that someone else made that only they can change it', async () => {
    const other = stage.telegram.makeLink(world.teaRoom, world.adam);
    const came = await say(`/revoke ${other.invite_link}`);
    expect(textOf(came)).toContain(`I have no record of ${other.invite_link}`);
    expect(atTelegram(other.invite_link)?.is_revoked).toBe(false);
  });

  it('refuses options, which it has no use for', async () => {
    await say('/create');
    const came = await say('/revoke limit=5');
    expect(textOf(came)).toContain('I can’t use “limit=5”. Here you can use only:');
    expect(methodsOf(came)).toEqual(['getChatMember']);
  });

  it('shows whose the last link is and asks first, if another admin made it', async () => {
    const { adam } = world;
    const url = linkIn(await say('/create VIP'));
    const came = await stage.telegram.say(world.teaRoom, adam, '/revoke');
    expect(textOf(came)).toMatch(/Name: VIP\n[\s\S]*Made by Olivia, .*\nClose it for good\?/);
    expect(textOf(came)).toContain(url);
    expect(buttonsOf(answerTo(came))).toEqual([['Keep it', 'Revoke']]);
    expect(atTelegram(url)?.is_revoked).toBe(false);
    const { message_id: id } = answerTo(came);
    const pressed = await stage.telegram.press(world.teaRoom, id, adam, 'Revoke');
    expect(pressed.answers[0]?.text).toMatch(
      /^https:\S+ link revoked\nName: VIP\nMade by Olivia, .*\nClosed by Adam, .*$/,
    );
    expect(await recordOf(url)).toMatchObject({
      name: 'VIP',
      is_revoked: true,
      made: { by: { name: 'Olivia' } },
      closed: { by: { id: adam.id, name: 'Adam' }, update_id: pressed.update_id },
    });
  });

  it('closes another admin’s link at once if it is named, and says who made it', async () => {
    const url = linkIn(await say('/create VIP'));
    const came = await stage.telegram.say(world.teaRoom, world.adam, `/revoke ${url}`);
    expect(textOf(came)).toMatch(/ link revoked\nName: VIP\nMade by Olivia, /);
  });

  it('says of a link that was made before the group became a supergroup why it is dead', async () => {
    const { telegram } = stage;
    const { bookClub, olivia } = world;
    const url = linkIn(await telegram.say(bookClub, olivia, '/create VIP'));
    const { chat } = await telegram.migrate(bookClub);
    expect(textOf(await telegram.say(chat, olivia, `/edit ${url} limit=5`))).toBe(
      `${url} was made before this group became a supergroup; Telegram no longer accepts it. /create makes a new one.`,
    );
    const why = 'Made before this group became a supergroup; Telegram no longer accepts it.';
    expect(textOf(await telegram.say(chat, olivia, `/link ${url}`))).not.toContain(why);
    expect(textOf(await telegram.say(chat, olivia, `/revoke ${url}`))).toContain(why);
    expect(textOf(await telegram.say(chat, olivia, `/link ${url}`))).toContain(why);
    const other = linkIn(await telegram.say(chat, olivia, '/create'));
    expect(textOf(await telegram.say(chat, olivia, `/revoke ${other}`))).not.toContain(why);
  });
});
