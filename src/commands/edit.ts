import { html, lines } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { isSameAct } from '../links/link-record.ts';
import { wordsAsName } from '../links/option-values.ts';
import { showCard } from './card.ts';
import { editLink } from './change-link.ts';
import { defineCommand } from './command.ts';
import { findLink } from './find-link.ts';

export const edit = defineCommand({
  names: ['edit', 'admin_edit_invite_link'],
  summary: 'Change a link: the last one, the one typed, or the one replied to',
  usage: '[link] [options or a name]',
  access: 'admins',
  accepts: ['link', 'name', 'expires', 'limit', 'approval', 'chat'],

  // Words are the new name.
  read: ({ words, ...typed }, context) => findLink(typed, context),

  async run(typed, context, found) {
    if (!found.ok) return found;
    const named = wordsAsName(typed);
    if (!named.ok) return named;
    const { name, expires, limit, approval } = named.value;
    const isEmpty = [name, expires, limit, approval].every((option) => option === undefined);
    if (isEmpty && !isSameAct(found.value.record?.changed, context.act))
      return fail({ kind: 'nothing_to_change' });

    const changed = await editLink(found.value, named.value, context);
    if (!changed.ok) return changed;
    const { record, displaced, warning } = changed.value;
    const before = found.value.record?.name;
    // Who named another link by its name has renamed this one.
    const renamed =
      before === undefined || before === record.name ? undefined : html`It was called “${before}”.`;
    const headline = lines(html`Edited`, html`${record.invite_link}`, displaced, renamed);
    return ok(showCard(record, context, { headline, typed: expires, warning }));
  },
});
