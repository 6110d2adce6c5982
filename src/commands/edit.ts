import { showCard } from '../actions/card.ts';
import { sayDisplaced } from '../actions/change-words.ts';
import { perform } from '../actions/perform.ts';
import { html, lines } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';
import { readsLast, whichLink } from './which-link.ts';

/** Changes what is typed and keeps the rest. https://core.telegram.org/bots/api#editchatinvitelink */
export const edit = defineCommand({
  names: ['edit', 'admin_edit_invite_link'],
  summary: 'Change a link: the last one, the one typed, or the one replied to',
  usage: '[link] [options or a name]',
  access: 'admins',
  accepts: ['link', 'name', 'expires', 'limit', 'approval', 'chat'],
  reads: readsLast,

  async run(typed, context) {
    const link = whichLink(typed, context);
    if (!link.ok) return link;
    const { name, expires, limit, approval } = typed;
    if ([name, expires, limit, approval].every((option) => option === undefined))
      return fail({ kind: 'nothing_to_change' });

    const edited = await perform({ kind: 'edit', link: link.value, typed }, context);
    if (!edited.ok) return edited;
    const { record } = edited.value.link;
    const before = edited.value.before?.name;
    // Who named another link by its name has renamed this one.
    const renamed =
      before === undefined || before === record.name ? undefined : html`It was called “${before}”.`;
    const displaced = sayDisplaced(edited.value, typed);
    const headline = lines(html`Edited`, html`${record.invite_link}`, displaced, renamed);
    return ok(showCard(edited.value.link, context, { headline, typed: expires }));
  },
});
