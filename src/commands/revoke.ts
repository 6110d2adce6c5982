import type { Answer } from '../actions/answer.ts';
import { ASK_REVOKE, cardButtons, showCard } from '../actions/card.ts';
import { sayRevoked } from '../actions/change-words.ts';
import { perform } from '../actions/perform.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
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
    const link = whichLink(typed, context);
    if (!link.ok) return link;
    const revoked = await perform({ kind: 'revoke', link: link.value }, context);
    if (!revoked.ok) return askFirst(revoked.failure, context);
    const text = sayRevoked(revoked.value, context.timeZone);
    return ok({ text, buttons: cardButtons(revoked.value.link, context) });
  },
});

/** Shows a last link that another admin made. */
async function askFirst(failure: Failure, context: CommandContext): Promise<Result<Answer, Failure>> {
  const isDoubt = failure.kind === 'which_link' && failure.doubt === 'made_by_another';
  const [choice] = isDoubt ? (failure.choices ?? []) : [];
  const found = choice && (await context.records.find({ kind: 'id', id: choice.id }));
  return found?.ok ? ok(showCard(found.value, context, { asks: ASK_REVOKE })) : fail(failure);
}
