// How a request to join is said: alone with its buttons, in a line of a page, and what became of it.

import type { News } from '../chat/notice.ts';
import type { KnownRequest, SweepProgress } from '../chat/requests/request-protocol.ts';
import type { Failure } from '../failures.ts';
import { code, cut, type Html, html, lines } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import { dateTime } from '../links/describe-settings.ts';
import type { Answer } from './answer.ts';

/** Telegram's bios have at most 140. */
const BIO_CHARACTERS = 140;

export function sayRequest(request: KnownRequest, chat: ChatId, timeZone: string): Answer {
  const press = (value: string) => ({ kind: 'request', chat, value: value + request.id.toString(36) });
  return {
    text: lines(describeRequest(request, timeZone), sayState(request)),
    isPersonal: true,
    ...(request.state === 'open' && {
      buttons: [
        [
          { text: 'Approve', press: press('y') },
          { text: 'Decline', press: press('n') },
        ],
      ],
    }),
  };
}

export function describeRequest(request: KnownRequest, timeZone: string): Html {
  const { name, username, person, link, bio, askedAt } = request;
  // In code, so that no app makes a link to a stranger of it.
  const known = username === undefined ? html`` : html` ${code(`@${username}`)}`;
  const by = link === undefined ? html`` : html` by <b>${link}</b>`;
  return lines(
    html`<b>${name}</b>${known} ${code(String(person))} asks to join${by}, ${dateTime(askedAt, timeZone, 'dt')}`,
    bio === undefined ? undefined : html`Bio: ${cut(bio, BIO_CHARACTERS)}`,
  );
}

/** What became of it; for an open one, why it is still open. A trouble with a decision: Telegram did not confirm who made it. */
export function sayState({ state, by, trouble }: KnownRequest): Html | undefined {
  const who = by === undefined ? '' : ` by ${by}`;
  switch (state) {
    case 'approved':
      if (trouble === 'already_member') return html`Already in.`;
      return trouble ? html`Approved${who}, as far as I know.` : html`Approved${who}.`;
    case 'declined':
      return trouble ? html`Declined${who}, as far as I know.` : html`Declined${who}.`;
    case 'gone':
      if (trouble === 'perhaps_decided')
        return html`No longer open. Telegram left an earlier decision without an answer: that one may have counted.`;
      return html`No longer open: withdrawn, or decided by someone else.`;
    case 'open':
      if (trouble === 'too_many_chats') return html`Not let in: already in too many chats.`;
      if (trouble === 'no_answer' || trouble === 'telegram_down')
        return html`Telegram did not say whether the last decision counted. Try again.`;
      return trouble && html`Telegram did not take the last decision. Try again.`;
  }
}

/** What a person is sent who asks to join by a link with rules. */
export const sayRules = ({ id, rules }: Extract<News, { kind: 'rules' }>, chat: ChatId): Answer => ({
  text: lines(html`You asked to join. Read the rules; if you agree, you are let in.`, html``, {
    markup: rules,
  }),
  buttons: [[{ text: 'I agree', press: { kind: 'agree', chat, value: id.toString(36) } }]],
});

/** Many at once. */
export const sayWaiting = (count: number, chat: ChatId): Answer => ({
  text: html`Many ask to join at once: ${count} waiting.`,
  buttons: [[{ text: 'Show them', press: { kind: 'asked', chat } }]],
});

/** How far a decision on all requests is, and at the end the truth. */
export function saySweep(
  { sweep, counts }: SweepProgress,
  chat: ChatId,
  word: (failure: Failure) => Html,
): Answer {
  const { approved = 0, declined = 0, gone = 0, open = 0 } = counts;
  const done = lines(
    sweep.isOver ? undefined : html`Working: ${open} to go.`,
    approved > 0 || sweep.verdict === 'approve' ? html`Approved: ${approved}` : undefined,
    declined > 0 || sweep.verdict === 'decline' ? html`Declined: ${declined}` : undefined,
    gone > 0 ? html`Withdrawn, or decided elsewhere: ${gone}` : undefined,
    sweep.isOver && open > 0 ? html`Still open: ${open}. /requests says why.` : undefined,
    sweep.stoppedBy && html`I stopped. ${word(sweep.stoppedBy)}`,
    sweep.waitsFor?.kind === 'flood_control' &&
      html`Telegram asks me to wait ${sweep.waitsFor.retryAfter} seconds. Then I go on.`,
  );
  return {
    text: done,
    isPersonal: true,
    ...(sweep.isOver && { buttons: [[{ text: 'Requests', press: { kind: 'asked', chat } }]] }),
  };
}
