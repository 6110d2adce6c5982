import { cardButtons } from '../actions/card.ts';
import { sayRevoked } from '../actions/change-words.ts';
import { perform } from '../actions/perform.ts';
import { ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';
import { readsLast, whichLink } from './which-link.ts';

/** Closes a link for good. https://core.telegram.org/bots/api#revokechatinvitelink */
export const revoke = defineCommand({
  names: ['admin_revoke_invite_link', 'revoke'],
  summary: 'Close a link for good: the last one, or the one named, typed or replied to',
  usage: '[link or its name]',
  access: 'admins',
  accepts: ['link', 'chat'],
  reads: readsLast,

  async run(typed, context) {
    const link = whichLink(typed, context);
    if (!link.ok) return link;
    const revoked = await perform({ kind: 'revoke', link: link.value }, context);
    if (!revoked.ok) return revoked;
    return ok({ text: sayRevoked(revoked.value), buttons: cardButtons(revoked.value.link, context.chat.id) });
  },
});
