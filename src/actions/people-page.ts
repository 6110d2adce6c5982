// Pages of people: who came lately, by a link, or in a period, and the stays of one person. Only the asker sees them.

import type { PeoplePage, PeopleQuestion } from '../chat/ledger/ledger-protocol.ts';
import type { PagePlace } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { ok, type Result } from '../lib/result.ts';
import { dateTime } from '../links/describe-settings.ts';
import type { Answer, AnswerButton } from './answer.ts';
import { listButton, SHOW } from './card.ts';
import type { ActionContext } from './context.ts';
import { sayCounts, sayStay, sayWay } from './people-words.ts';
import { turnButtons, writePlace } from './turn-pages.ts';

const DAY_SECONDS = 86_400;

export async function showPeople(
  question: PeopleQuestion,
  context: ActionContext,
  place?: PagePlace,
): Promise<Result<Answer, Failure>> {
  const found = await context.records.people(question, place);
  if (!found.ok) return found;
  const page = found.value;
  const { timeZone } = context;
  const said = page.totals
    ? sayTotals(page.totals, question, timeZone)
    : [sayHead(question, page), ...page.stays.map((stay) => sayStay(stay, timeZone))];
  const text = lines(...said, sayGap(page, timeZone), context.chat.isPublic ? PUBLIC : undefined);
  return ok({ text, buttons: buttonsFor(question, page, context), isPersonal: true });
}

const PUBLIC = html`This chat is public, so Telegram mostly does not tell me which link people used. It does for links where an admin approves each person: make them with ${{ markup: '<code>approval</code>' }}.`;

function sayHead(question: PeopleQuestion, { stays, link }: PeoplePage): Html {
  const isNone = stays.length === 0;
  if (question.kind === 'person')
    return isNone
      ? html`I have not seen that person come or go here.`
      : html`When they were here, newest first:`;
  if (!link) return isNone ? html`I have seen no one come here yet.` : html`Who came lately:`;
  const title = link.record.name ?? link.record.invite_link;
  return isNone
    ? html`I have seen no one come by <b>${title}</b>.`
    : html`<b>${title}</b>: ${sayCounts(link.people, link.record.member_limit) ?? ''}`;
}

function sayTotals(
  totals: NonNullable<PeoplePage['totals']>,
  question: PeopleQuestion,
  timeZone: string,
): readonly Html[] {
  if (question.kind !== 'period') return [];
  const from = dateTime(question.from, timeZone, 'd');
  const to = dateTime(question.to - 1, timeZone, 'd');
  return [
    totals.length === 0
      ? html`From ${from} to ${to} I saw no one come.`
      : html`Who came from ${from} to ${to}:`,
    ...totals.map((total) => html`${sayWay(total)}: ${total.joined} joined, ${total.here} here`),
  ];
}

function sayGap({ gap }: PeoplePage, timeZone: string): Html | undefined {
  if (!gap) return undefined;
  const day = dateTime(gap.day * DAY_SECONDS, timeZone, 'd');
  return gap.why === 'lost'
    ? html`Not everything reached me: some changes are missing, last on ${day}.`
    : html`On ${day} so many came and went that I stopped recording.`;
}

function buttonsFor(
  question: PeopleQuestion,
  { link, ...around }: PeoplePage,
  { chat }: ActionContext,
): readonly (readonly AnswerButton[])[] {
  const person = question.kind === 'person' ? String(question.person) : '';
  const turn = (place: PagePlace) => ({
    kind: 'joins',
    chat: chat.id,
    link: link?.id,
    value: writePlace(place, person),
  });
  const back = link
    ? { text: '« Link', press: { kind: 'card', chat: chat.id, link: link.id, value: SHOW } }
    : listButton(chat.id, '« Links');
  return [turnButtons(around, turn), [back]].filter((row) => row.length > 0);
}
