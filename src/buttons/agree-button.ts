import { decide } from '../actions/decide.ts';
import { sayState } from '../actions/request-words.ts';
import type { Failure } from '../failures.ts';
import { type Html, html } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import type { Button } from './button.ts';

const BY_ADMIN = html`I could not let you in. An admin will see that you ask to join.`;

/** What concerns the chat's admins is not told to a person who is not in it. */
const NOT_YET: Partial<Record<Failure['kind'], Html>> = {
  bot_not_allowed: BY_ADMIN,
  bot_removed: BY_ADMIN,
  chat_not_found: BY_ADMIN,
  telegram_refused: BY_ADMIN,
  records_full: BY_ADMIN,
  too_many_chats: html`You are in too many chats, so Telegram lets you into no other. Leave one, then press again.`,
};

/** Under the chat's rules, in private: lets in the person who asked to join, and no one else. */
export const agreeButton: Button = {
  kind: 'agree',
  isFree: true,

  async press({ value = '' }, context) {
    const id = Number.parseInt(value, 36);
    const person = context.ask.act.by?.id;
    if (!Number.isSafeInteger(id) || person === undefined) return fail({ kind: 'unknown_button' });
    const decided = await decide(id, 'approve', context, person);
    if (!decided.ok) {
      const notice = NOT_YET[decided.failure.kind];
      return notice ? ok({ notice, isFailure: true }) : decided;
    }
    const isIn = decided.value.state === 'approved';
    return ok({
      redraw: {
        text: isIn
          ? html`Thank you for agreeing to the rules. You are in.`
          : // A person who is declined does not learn by whom.
            (sayState({ ...decided.value, by: undefined }) ?? html``),
      },
    });
  },
};
