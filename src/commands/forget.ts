import { html } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';
import { whichPerson } from './which-person.ts';

export const forget = defineCommand({
  names: ['forget'],
  summary: 'Erase a person’s name and id from my ledger of this chat; counts stay',
  usage: '[a person: reply, mention or id]',
  access: 'admins',
  accepts: ['link', 'chat'],

  async run(typed, { asked, records }) {
    const person = whichPerson(typed, asked);
    if (person === undefined) return fail({ kind: 'which_person', command: asked.name });
    const stays = await records.forget(person);
    if (!stays.ok) return stays;
    const text =
      stays.value === 0
        ? html`My ledger of this chat has nothing about that person.`
        : html`Forgotten: the name and id are gone from my ledger of this chat. The counts stay.`;
    return ok({ text, isPersonal: true });
  },
});
