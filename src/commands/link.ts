import { fail, ok } from '../lib/result.ts';
import { showCard } from './card.ts';
import { defineCommand } from './command.ts';
import { findLink } from './find-link.ts';

export const link = defineCommand({
  names: ['link'],
  summary: 'Show a link and its buttons: the last one, the one typed, or the one replied to',
  usage: '[link]',
  access: 'admins',
  accepts: ['link', 'chat'],

  read: findLink,

  async run(_, context, found) {
    if (!found.ok) return found;
    const { url, record } = found.value;
    return record ? ok(showCard(record, context)) : fail({ kind: 'link_unknown', link: url });
  },
});
