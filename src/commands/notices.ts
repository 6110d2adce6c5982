import { code, html } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';

export const notices = defineCommand({
  names: ['notices'],
  summary: 'Tell who made a link when it is full, expires within a day, or brings unusually many people',
  usage: '[on, or off]',
  access: 'admins',
  accepts: ['name', 'chat'],

  async run({ words }, { records }) {
    if (words !== undefined && !/^(?:on|off)$/i.test(words))
      return fail({ kind: 'bad_option', got: words, expects: 'Write `/notices on` or `/notices off`' });
    const set = await records.setNotices(words === undefined ? undefined : /on/i.test(words));
    if (!set.ok) return set;
    const text = set.value
      ? html`Notices are on: the maker of a link is told when it is full, expires within a day, or brings unusually many people. Of each at most once a day.`
      : html`Notices are off. Send ${code('/notices on')} to have them.`;
    return ok({ text });
  },
});
