import { showPeople } from '../actions/people-page.ts';
import { readPlace } from '../actions/turn-pages.ts';
import type { PeopleQuestion } from '../chat/ledger/ledger-protocol.ts';
import { fail, ok } from '../lib/result.ts';
import type { Button } from './button.ts';

/** Shows who came: of a link, of a person, or lately. */
export const joinsButton: Button = {
  kind: 'joins',

  async press({ link, value = '' }, context) {
    const place = readPlace(value);
    if (!place) return fail({ kind: 'unknown_button' });
    const person = Number(place.filter);
    const question: PeopleQuestion = link
      ? { kind: 'link', link: { kind: 'id', id: link } }
      : person > 0
        ? { kind: 'person', person }
        : { kind: 'lately' };
    const page = await showPeople(question, context, place.place);
    return page.ok ? ok({ redraw: page.value }) : page;
  },
};
