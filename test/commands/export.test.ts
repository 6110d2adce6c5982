import { describe, expect, it } from 'vitest';
import { linkIn, methodsOf, onStage, textOf } from '../support/story.ts';

const { stage, world, say, atTelegram, recordOf } = onStage();

describe('/export', () => {
  it('makes a new primary link and names the one that died by it', async () => {
    const first = linkIn(await say('/export'));
    const came = await say('/admin_export_invite_link');
    const second = linkIn(came);
    expect(textOf(came)).toBe(
      `New primary link: ${second}\nNo longer works: ${first}\nWithout a link, /edit and /revoke mean a link made with /create, never this one.`,
    );
    expect(atTelegram(first)?.is_revoked).toBe(true);
    expect(atTelegram(second)).toMatchObject({ is_primary: true, is_revoked: false });
  });

  it('names the primary link that Telegram had made by itself, at the first export too', async () => {
    const own = stage.telegram.makeLink(world.teaRoom, stage.telegram.bot, { is_primary: true });
    const came = await say('/export');
    expect(textOf(came)).toContain(`No longer works: ${own.invite_link}`);
    expect(await recordOf(own.invite_link)).toMatchObject({ is_primary: true, is_revoked: true });
  });

  it('says which link /edit and /revoke still mean', async () => {
    const last = linkIn(await say('/create'));
    const came = await say('/export');
    expect(textOf(came)).toContain(`/edit and /revoke still mean the last created link: ${last}`);
    expect(textOf(await say('/revoke'))).toContain(`${last} link revoked`);
  });

  it('records the new link and closes the record of the old one', async () => {
    const first = await say('/export');
    const second = await say('/export');
    expect(await recordOf(linkIn(first))).toMatchObject({
      is_primary: true,
      is_revoked: true,
      made: { by: { name: 'Olivia' }, update_id: first.update_id },
      closed: { by: { name: 'Olivia' }, update_id: second.update_id },
    });
    expect(await recordOf(linkIn(second))).toMatchObject({ is_primary: true, is_revoked: false });
  });

  it('waits for two calls in sequence: getChat goes beside the first', async () => {
    const came = await say('/export');
    expect([...methodsOf(came)].sort()).toEqual(['exportChatInviteLink', 'getChat', 'getChatMember']);
    expect(methodsOf(came).at(-1)).toBe('exportChatInviteLink');
  });

  it('takes no name and no options', async () => {
    expect(textOf(await say('/export VIP'))).toContain(
      'I can’t use “VIP”. Here you can use only: chat=@name',
    );
    expect(stage.telegram.links(world.teaRoom)).toEqual([]);
  });
});
