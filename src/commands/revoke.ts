import { type Html, html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { deeds } from './card.ts';
import { type RevokedLink, revokeLink } from './change-link.ts';
import { defineCommand } from './command.ts';
import { findLink } from './find-link.ts';

export const revoke = defineCommand({
  names: ['admin_revoke_invite_link', 'revoke'],
  summary: 'Close a link for good: the last one, the one typed, or the one replied to',
  usage: '[link]',
  access: 'admins',
  accepts: ['link', 'chat'],

  read: findLink,

  async run(_, context, found) {
    if (!found.ok) return found;
    const revoked = await revokeLink(found.value, context);
    if (!revoked.ok) return revoked;
    const { record, warning } = revoked.value;
    return ok({
      text: sayRevoked(revoked.value),
      markup: deeds(record, context),
      mustArrive: warning !== undefined,
    });
  },
});

export const sayRevoked = ({ record, successor, warning }: RevokedLink): Html =>
  lines(html`${record.invite_link} link revoked`, saySuccessor(successor), warning);

function saySuccessor(successor: string | undefined): Html | undefined {
  if (successor === undefined) return undefined;
  return successor === 'unknown'
    ? html`Telegram made a new primary link in its place, but did not tell me which; /export replaces it.`
    : html`Telegram made a new primary link in its place: ${successor}`;
}
