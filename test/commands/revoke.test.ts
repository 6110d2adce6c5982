import { describe, expect, it } from 'vitest';
import { answerTo, buttonsOf, linkIn, methodsOf, onStage, textOf } from '../support/story.ts';

const { stage, world, say, atTelegram, recordOf } = onStage();

describe('/revoke', () => {
  it('closes the last link and says so', async () => {
    const url = linkIn(await say('/create'));
    const came = await say('/revoke');
    expect(textOf(came)).toBe(`${url} link revoked`);
    expect(atTelegram(url)?.is_revoked).toBe(true);
  });

  it('has a long name that means the same', async () => {
    const url = linkIn(await say('/create'));
    expect(textOf(await say('/admin_revoke_invite_link'))).toBe(`${url} link revoked`);
  });

  it('closes the link typed, and the link replied to', async () => {
    const first = await say('/create first');
    const second = await say('/create second');
    await say('/create third');
    expect(textOf(await say(`/revoke ${linkIn(first)}`))).toBe(`${linkIn(first)} link revoked`);
    const replied = await say('/revoke', second.answers[0]?.message_id);
    expect(textOf(replied)).toBe(`${linkIn(second)} link revoked`);
    expect(stage.telegram.links(world.teaRoom).filter((link) => !link.is_revoked)).toHaveLength(1);
  });

  it('closes the link that the words name', async () => {
    const named = linkIn(await say('/create VIP guests'));
    await say('/create Other');
    expect(textOf(await say('/revoke vip guests'))).toBe(`${named} link revoked`);
    const none = answerTo(await say('/revoke Other guests'));
    expect(none.text).toBe(
      'No active link here is called “Other guests”, so I did nothing. Is it one of these?',
    );
    expect(buttonsOf(none)).toEqual([['Other']]);
    expect(stage.telegram.links(world.teaRoom).filter((link) => link.is_revoked)).toHaveLength(1);
  });

  it('guesses nothing: several links of one name, or two links, are answered by asking which', async () => {
    const one = linkIn(await say('/create VIP'));
    const two = linkIn(await say('/create VIP'));
    const asked = answerTo(await say('/revoke VIP'));
    expect(asked.text).toBe('Several links are called “VIP”, so I did nothing. Choose one.');
    expect(buttonsOf(asked)).toEqual([['VIP'], ['VIP']]);
    expect(textOf(await say(`/revoke ${one} ${two}`))).toContain('There is more than one');
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
    expect(textOf(await say(`/revoke ${url}`))).toBe(`${url} link revoked`);
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
    expect(textOf(came)).toBe(
      `${url} link revoked\nTelegram made a new primary link in its place: ${successor}`,
    );
    expect(await recordOf(url)).toMatchObject({ is_primary: true, is_revoked: true });
    expect(await recordOf(successor ?? '')).toMatchObject({ is_primary: true, is_revoked: false });
  });

  it('tells that a link is gone which Telegram no longer knows, and remembers that of its own', async () => {
    const bogus = await say('/revoke https://t.me/+NoSuchLinkAtAll1');
    expect(textOf(bogus)).toBe(
      'Telegram does not accept that link: it is revoked, or was not made by me for this chat.',
    );

    const url = linkIn(await say('/create'));
    stage.telegram.fail({
      method: 'revokeChatInviteLink',
      how: { refuse: { error_code: 400, description: 'Bad Request: INVITE_HASH_EXPIRED' } },
    });
    expect(textOf(await say('/revoke'))).toBe(`${url} link revoked`);
    expect(await recordOf(url)).toMatchObject({ is_revoked: true, closed: { by: { name: 'Olivia' } } });
  });

  it('says of a link that somebody else made that only they can change it', async () => {
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

  it('records who closed the link, beside who made it', async () => {
    const made = await say('/create VIP');
    const came = await stage.telegram.say(world.teaRoom, world.adam, '/revoke');
    expect(await recordOf(linkIn(made))).toMatchObject({
      name: 'VIP',
      is_revoked: true,
      made: { by: { name: 'Olivia' } },
      closed: { by: { id: world.adam.id, name: 'Adam' }, update_id: came.update_id },
    });
  });
});
