import { cardButtons } from '../actions/card.ts';
import { perform } from '../actions/perform.ts';
import { html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';

/** https://core.telegram.org/bots/api#exportchatinvitelink */
export const exportPrimary = defineCommand({
  names: ['admin_export_invite_link', 'export'],
  summary: 'Replace my primary link by a new one: the old one stops working',
  usage: '',
  access: 'admins',
  accepts: ['chat'],
  reads: () => 'primary',

  async run(_, context) {
    const exported = await perform({ kind: 'export' }, context, context.meanwhile.primary);
    if (!exported.ok) return exported;
    const { link, died, last } = exported.value;
    return ok({
      text: lines(
        html`New primary link: ${link.record.invite_link}`,
        died === undefined ? undefined : html`No longer works: ${died}`,
        last === undefined
          ? html`Without a link, /edit and /revoke mean a link made with /create, never this one.`
          : html`/edit and /revoke still mean the last created link: ${last}`,
      ),
      buttons: cardButtons(link, context),
    });
  },
});
