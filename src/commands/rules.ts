import { html, lines, plainText } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { isNone } from '../links/option-values.ts';
import { formattedFrom } from '../telegram/formatted-text.ts';
import { defineCommand } from './command.ts';

/** Leaves room for what is said around them. */
const RULES_CHARACTERS = 3_500;

const REMOVE = /^(?:none|off|delete|remove|clear)(?: (?:the )?rules)?[.!]*$/i;
const SHOW = /^(?:show|list|help)?[.!?]*$/i;

export const rules = defineCommand({
  names: ['rules'],
  summary: 'Set the rules that people agree to, for links with approval=rules; alone, show them',
  usage: '[text, or none]',
  access: 'admins',

  async run(_, { asked, records }) {
    const typed = formattedFrom(asked.text, asked.entities, asked.text.length - asked.args.length);
    const text = plainText(typed);
    if (text.length > RULES_CHARACTERS) return fail({ kind: 'too_many_words', characters: RULES_CHARACTERS });
    const change = SHOW.test(text) ? {} : { rules: isNone(text) || REMOVE.test(text) ? null : typed.markup };
    const set = await records.requestSettings(change);
    if (!set.ok) return set;
    const { rules: markup } = set.value;
    if (markup === null)
      return ok({
        text: html`There are no rules. Send /rules and their text; links with approval=rules then show them to everyone who asks to join.`,
      });
    return ok({
      text: lines(
        html`The rules, which everyone who asks to join by a link with approval=rules has to agree to:`,
        html``,
        { markup },
      ),
    });
  },
});
