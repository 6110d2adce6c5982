import { decide } from '../actions/decide.ts';
import { sayState } from '../actions/request-words.ts';
import { html } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import type { Button } from './button.ts';

/** Under the chat's rules, in private: lets in the person who asked to join, and no one else. */
export const agreeButton: Button = {
  kind: 'agree',
  isFree: true,

  async press({ value = '' }, context) {
    const id = Number.parseInt(value, 36);
    const person = context.ask.act.by?.id;
    if (!Number.isSafeInteger(id) || person === undefined) return fail({ kind: 'unknown_button' });
    const decided = await decide(id, 'approve', context, person);
    if (!decided.ok) return decided;
    const isIn = decided.value.state === 'approved';
    return ok({
      redraw: {
        text: isIn
          ? html`Thank you for agreeing to the rules. You are in.`
          : (sayState(decided.value) ?? html``),
      },
    });
  },
};
