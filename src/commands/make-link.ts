import type { Answer } from '../actions/answer.ts';
import { showCard } from '../actions/card.ts';
import { perform } from '../actions/perform.ts';
import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Expiry } from '../links/expiry.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { CommandContext } from './command.ts';

/** Makes an additional link: what /create and /start in a group share. */
export async function makeLink(
  settings: LinkSettings,
  context: CommandContext,
  typed?: Expiry,
): Promise<Result<Answer, Failure>> {
  if (settings.subscription_price !== undefined && context.chat.type !== 'channel')
    return fail({ kind: 'channels_only' });
  const made = await perform({ kind: 'create', settings, asked: context.asked.date }, context);
  if (!made.ok) return made;
  const { link } = made.value;
  return ok(showCard(link, context, { headline: html`Created ${link.record.invite_link}`, typed }));
}
