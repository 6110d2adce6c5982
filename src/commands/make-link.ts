import type { Answer } from '../actions/answer.ts';
import { showCard } from '../actions/card.ts';
import { perform } from '../actions/perform.ts';
import { hintAtRules } from '../actions/rules-hint.ts';
import type { Failure } from '../failures.ts';
import { code, type Html, html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import { hintFor } from '../links/option-phrases.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { CommandContext } from './command.ts';

/** Makes an additional link: what /create and /start in a group share. */
export async function makeLink(
  settings: LinkSettings,
  context: CommandContext,
  typed: TypedOptions = {},
  note = hintOf(typed, context),
): Promise<Result<Answer, Failure>> {
  if (settings.subscription_price !== undefined && context.chat.type !== 'channel')
    return fail({ kind: 'channels_only' });
  const made = await perform({ kind: 'create', settings, asked: context.asked.date }, context);
  if (!made.ok) return made;
  const { link } = made.value;
  const headline = html`Created ${link.record.invite_link}`;
  const hint = (await hintAtRules(link.record, context)) ?? note;
  return ok(showCard(link, context, { headline, expires: typed.expires, note: hint }));
}

/** The line to send instead, if words of a name look like a setting. */
export function hintOf({ words = '' }: TypedOptions, { now, timeZone }: CommandContext): Html | undefined {
  const hint = hintFor(words, { accepts: ['expires', 'limit', 'approval'], now, timeZone });
  return hint === undefined ? undefined : html`If you meant a setting, send ${code(`/edit ${hint}`)}`;
}
