// Pages of open requests to join, with buttons for each and for all. Only the asker sees them.

import type { PagePlace } from '../chat/protocol.ts';
import type { RequestPage, RequestQuestion } from '../chat/requests/request-protocol.ts';
import type { Failure } from '../failures.ts';
import { html, lines } from '../lib/html.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Answer, AnswerButton } from './answer.ts';
import { SHOW } from './card.ts';
import type { ActionContext } from './context.ts';
import { describeRequest, sayState } from './request-words.ts';
import { turnButtons, writePlace } from './turn-pages.ts';

/** Where a page begins that no button has turned. */
export const NEWEST: PagePlace = { direction: 'older', than: Number.MAX_SAFE_INTEGER };

const HINT = html`Requests from before I was an admin here I cannot see. Telegram does not tell me who withdraws, so there may be fewer.`;

export async function showRequests(
  question: RequestQuestion,
  context: ActionContext,
): Promise<Result<Answer, Failure>> {
  const page = await context.records.requests(question);
  return page.ok ? ok(showPage(page.value, question.place, context)) : page;
}

function showPage(
  { requests, waiting, link, ...around }: RequestPage,
  place: PagePlace = NEWEST,
  { chat, timeZone }: ActionContext,
): Answer {
  const title = link && (link.record.name ?? link.record.invite_link);
  const by = title === undefined ? html`` : html` by <b>${title}</b>`;
  const press = (value: string) => ({ kind: 'asked', chat: chat.id, link: link?.id, value });
  const button = (text: string, action: string): AnswerButton => ({
    text,
    press: press(writePlace(place, action)),
  });
  const rows = [
    ...requests.map(({ id }, index) => [
      button(`✓ ${index + 1}`, `y${id.toString(36)}`),
      button(`✗ ${index + 1}`, `n${id.toString(36)}`),
    ]),
    turnButtons(around, (to) => press(writePlace(to, ''))),
    waiting > 1 ? [button(`Approve all ${waiting}`, 'y'), button(`Decline all ${waiting}`, 'n')] : [],
    link ? [{ text: '« Link', press: { kind: 'card', chat: chat.id, link: link.id, value: SHOW } }] : [],
  ];
  return {
    text: lines(
      waiting === 0
        ? html`No one waits to be let in${by}, as far as I know.`
        : html`Waiting${by}: up to ${waiting}`,
      ...requests.map((request, index) =>
        lines(html`${index + 1}. ${describeRequest(request, timeZone)}`, sayState(request)),
      ),
      HINT,
    ),
    buttons: rows.filter((row) => row.length > 0),
    isPersonal: true,
  };
}
