import { html } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';

export const notices = defineCommand({
  names: ['notices'],
  summary: 'Tell who made a link when it is full, expires within a day, or brings unusually many people',
  usage: 'on, or off',
  access: 'admins',
  accepts: ['name', 'chat'],

  async run({ words }, { records }) {
    const areOn = words?.toLowerCase() === 'on';
    if (!areOn && words?.toLowerCase() !== 'off')
      return fail({ kind: 'bad_option', got: words ?? '', expects: 'Write `/notices on` or `/notices off`' });
    const set = await records.setNotices(areOn);
    if (!set.ok) return set;
    const text = areOn
      ? html`Notices are on: the maker of a link is told when it is full, expires within a day, or brings unusually many people. Of each at most once a day.`
      : html`Notices are off.`;
    return ok({ text });
  },
});
