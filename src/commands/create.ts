import { settingsOfNewLink } from '../links/choose-settings.ts';
import { wordsAsName } from '../links/option-values.ts';
import { defineCommand } from './command.ts';
import { makeLink } from './make-link.ts';

/** Adds a link beside the chat's primary ones. https://core.telegram.org/bots/api#createchatinvitelink */
export const create = defineCommand({
  names: ['admin_create_invite_link', 'create'],
  summary: 'Make an invite link',
  usage: '[options]',
  access: 'admins',
  accepts: ['name', 'expires', 'limit', 'approval', 'price', 'chat'],

  async run(typed, context) {
    const named = wordsAsName(typed);
    if (!named.ok) return named;
    const defaults = context.createDefaults();
    if (!defaults.ok) return defaults;
    const { price, ...others } = defaults.value;
    // Only channels have links with a price, so elsewhere a price that is a default says nothing.
    const under = context.chat.type === 'channel' ? defaults.value : others;
    const settings = settingsOfNewLink(named.value, under, context.now);
    return settings.ok ? makeLink(settings.value, context, typed) : settings;
  },
});
