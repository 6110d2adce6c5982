import { showCard } from '../actions/card.ts';
import { ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';
import { readsLast, whichLink } from './which-link.ts';

export const link = defineCommand({
  names: ['link'],
  summary: 'Show a link and its buttons: the last one, or the one named, typed or replied to',
  usage: '[link or its name]',
  access: 'admins',
  accepts: ['link', 'chat'],
  reads: readsLast,

  async run(typed, context) {
    const meant = whichLink(typed, context);
    if (!meant.ok) return meant;
    const found = await context.records.find(meant.value);
    return found.ok ? ok(showCard(found.value, context)) : found;
  },
});
