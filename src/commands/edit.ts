import { showCard } from '../actions/card.ts';
import { sayDisplaced } from '../actions/change-words.ts';
import { perform } from '../actions/perform.ts';
import { hintAtRules } from '../actions/rules-hint.ts';
import { html, lines } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { wordsAsName } from '../links/option-values.ts';
import { defineCommand } from './command.ts';
import { hintOf } from './make-link.ts';
import { readsLast, whichLink } from './which-link.ts';

/** Changes what is typed and keeps the rest. https://core.telegram.org/bots/api#editchatinvitelink */
export const edit = defineCommand({
  names: ['edit', 'admin_edit_invite_link'],
  summary: 'Change a link: the last one, or the one named, typed or replied to',
  usage: '[link or its name] [changes], or a new name',
  access: 'admins',
  accepts: ['link', 'name', 'expires', 'limit', 'approval', 'chat'],
  reads: readsLast,

  async run(typed, context) {
    const { words, ...rest } = typed;
    const { name, expires, limit, approval } = rest;
    const changes = [name, expires, limit, approval].filter((option) => option !== undefined);
    if (changes.length === 0 && words === undefined) return fail({ kind: 'nothing_to_change' });
    // Words beside a change name the link, unless it was typed; words alone are the new name.
    const isRenaming = words !== undefined && (changes.length === 0 || typed.link !== undefined);
    const named = isRenaming ? wordsAsName(typed) : ok(rest);
    if (!named.ok) return named;
    const link = whichLink(isRenaming ? rest : typed, context);
    if (!link.ok) return link;

    // Who names the link, or writes `name=`, has said which is the new name.
    const isDoubtful = link.value.kind === 'last' && !/(?:^|\s)name *[=:＝：]/i.test(context.asked.args);
    const renaming = isRenaming ? 'by words' : name !== undefined ? 'in quotes' : undefined;
    const action = {
      kind: 'edit',
      link: link.value,
      typed: named.value,
      named: isDoubtful ? renaming : undefined,
    } as const;
    const edited = await perform(action, context);
    if (!edited.ok) return edited;
    const { record } = edited.value.link;
    const before = edited.value.before?.name;
    // Who named another link by its name has renamed this one.
    const renamed =
      before === undefined || before === record.name ? undefined : html`It was called “${before}”.`;
    const displaced = sayDisplaced(edited.value, typed);
    const note = isRenaming ? hintOf(typed, context) : await hintAtRules(record, context);
    const headline = lines(html`Edited`, html`${record.invite_link}`, displaced, renamed);
    return ok(showCard(edited.value.link, context, { headline, expires: typed.expires, note }));
  },
});
