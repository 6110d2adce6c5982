import { decide } from '../actions/decide.ts';
import { sayRequest } from '../actions/request-words.ts';
import { fail, ok } from '../lib/result.ts';
import type { Button } from './button.ts';

/** Under the message that shows one request to join: decides it. */
export const requestButton: Button = {
  kind: 'request',

  async press({ value = '' }, context) {
    const [, sign, number = ''] = /^([yn])([0-9a-z]{1,11})$/.exec(value) ?? [];
    const id = Number.parseInt(number, 36);
    if (sign === undefined || !Number.isSafeInteger(id)) return fail({ kind: 'unknown_button' });
    const decided = await decide(id, sign === 'y' ? 'approve' : 'decline', context);
    if (!decided.ok) return decided;
    return ok({ redraw: sayRequest(decided.value, context.chat.id, context.timeZone) });
  },
};
