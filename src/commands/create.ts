import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { settingsOfNewLink } from '../links/choose-settings.ts';
import { type TypedOptions, wordsAsName } from '../links/option-values.ts';
import { OPTIONS } from '../links/options.ts';
import { type AskedCommand, defineCommand } from './command.ts';
import { makeLink } from './make-link.ts';

/** Adds a link beside the chat's primary ones. https://core.telegram.org/bots/api#createchatinvitelink */
export const create = defineCommand({
  names: ['admin_create_invite_link', 'create'],
  summary: 'Make an invite link',
  usage: '[options]',
  access: 'admins',
  accepts: ['name', 'expires', 'limit', 'approval', 'for', 'price', 'chat'],

  async run(typed, context) {
    const named = wordsAsName(typed);
    if (!named.ok) return named;
    const forWhom = whoseLink(named.value, context.asked);
    if (!forWhom.ok) return forWhom;
    const defaults = context.createDefaults();
    if (!defaults.ok) return defaults;
    const { price, ...others } = defaults.value;
    // Only channels have links with a price, so elsewhere a price that is a default says nothing.
    const under = context.chat.type === 'channel' ? defaults.value : others;
    const settings = settingsOfNewLink(forWhom.value, under, context.now);
    return settings.ok ? makeLink(settings.value, context, typed) : settings;
  },
});

/** Of a link for the author of the message replied to: who that is. */
function whoseLink(typed: TypedOptions, { repliedPerson }: AskedCommand): Result<TypedOptions, Failure> {
  if (typed.for !== 'author') return ok(typed);
  return repliedPerson === undefined
    ? fail({ kind: 'bad_option', got: 'for=author', expects: OPTIONS.for.expects })
    : ok({ ...typed, for: { only: repliedPerson } });
}
