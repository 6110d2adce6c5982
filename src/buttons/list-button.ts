import { showLinks } from '../actions/list-page.ts';
import { readPlace } from '../actions/turn-pages.ts';
import { fail, ok } from '../lib/result.ts';
import type { Button } from './button.ts';

/** Turns to a page of the chat's links. */
export const listButton: Button = {
  kind: 'list',

  async press({ value = '' }, context) {
    const place = readPlace(value);
    if (!place) return fail({ kind: 'unknown_button' });
    const page = await showLinks(place.filter, context, place.place);
    return page.ok ? ok({ redraw: page.value }) : page;
  },
};
