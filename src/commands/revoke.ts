import { ASK_REVOKE, cardButtons, showCard } from '../actions/card.ts';
import { sayRevoked } from '../actions/change-words.ts';
import { perform } from '../actions/perform.ts';
import type { KnownLink } from '../chat/protocol.ts';
import { ok } from '../lib/result.ts';
import { type CommandContext, defineCommand } from './command.ts';
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
    const meant = whichLink(typed, context);
    if (!meant.ok) return meant;
    let link = meant.value;
    const last = link.kind === 'last' ? await context.records.find(link) : undefined;
    if (last?.ok) {
      if (!mayKnow(last.value, context)) return ok(showCard(last.value, context, { asks: ASK_REVOKE }));
      link = { kind: 'id', id: last.value.id };
    }
    const revoked = await perform({ kind: 'revoke', link }, context);
    if (!revoked.ok) return revoked;
    const text = sayRevoked(revoked.value, context.timeZone);
    return ok({ text, buttons: cardButtons(revoked.value.link, context) });
  },
});

/** A last link that another admin made may never have been seen by the caller. One that is revoked needs no question. */
const mayKnow = ({ record }: KnownLink, { asked: { sender } }: CommandContext): boolean =>
  record.is_revoked || (sender.kind === 'person' && record.made?.by?.id === sender.id);
