import { lockDownNext } from '../actions/lock-down.ts';
import { fail, ok } from '../lib/result.ts';
import type { Button } from './button.ts';

/** Confirms /lockdown, and goes on with it. */
export const lockdownButton: Button = {
  kind: 'lockdown',

  async press({ value = '' }, context) {
    const after = value === '' ? 0 : Number.parseInt(value, 36);
    if (!Number.isSafeInteger(after)) return fail({ kind: 'unknown_button' });
    const answer = await lockDownNext(after, context, context.clock);
    return answer.ok ? ok({ redraw: answer.value }) : answer;
  },
};
