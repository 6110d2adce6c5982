import type { ButtonData, Pressed } from '../actions/answer.ts';
import { decide } from '../actions/decide.ts';
import { sayState } from '../actions/request-words.ts';
import { NEWEST, showRequests } from '../actions/requests-page.ts';
import { readPlace, writePlace } from '../actions/turn-pages.ts';
import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Button, PressContext } from './button.ts';

/** On a page of requests to join: turns it, decides one, or, after a second tap, all. */
export const requestsButton: Button = {
  kind: 'asked',

  async press(data, context) {
    const read = readPlace(data.value ?? '');
    const [, sign, rest = ''] = /^([yn])([0-9a-z]{1,11}|!|)$/.exec(read?.filter ?? '') ?? [];
    if (!read || (sign === undefined && read.filter !== '')) return fail({ kind: 'unknown_button' });
    const verdict = sign === 'y' ? 'approve' : 'decline';
    const link = data.link === undefined ? undefined : ({ kind: 'id', id: data.link } as const);
    const { place = NEWEST } = read;
    if (sign !== undefined && rest === '') return askForAll(data, sign, context);
    if (rest === '!') {
      const { records, ask, shownIn } = context;
      const { key, act } = ask;
      const begun = await records.decideAll({ key, act, verdict, link, place: { ...ask.place, ...shownIn } });
      if (!begun.ok) return begun;
      const { place } = begun.value.sweep;
      // Drawn here it could arrive after what the object draws.
      return place.message === shownIn.message && place.ephemeral === shownIn.ephemeral
        ? ok({ notice: html`I am working on it. This message shows how far I am.` })
        : ok({
            notice: html`Another decision on all requests is under way. Try again when it has ended.`,
            isFailure: true,
          });
    }
    const decided = rest === '' ? undefined : await decide(Number.parseInt(rest, 36), verdict, context);
    if (decided && !decided.ok && decided.failure.kind === 'chat_migrated') return decided;
    const page = await showRequests({ link, place }, context);
    if (!page.ok) return page;
    const notice = decided && (decided.ok ? sayState(decided.value) : context.word(decided.failure));
    return ok({ redraw: page.value, notice, isFailure: decided?.ok === false });
  },
};

/** The second tap. */
async function askForAll(
  data: ButtonData,
  sign: string,
  context: PressContext,
): Promise<Result<Pressed, Failure>> {
  const link = data.link === undefined ? undefined : ({ kind: 'id', id: data.link } as const);
  const page = await context.records.requests({ link });
  if (!page.ok) return page;
  const { waiting } = page.value;
  const what = sign === 'y' ? 'Approve' : 'Decline';
  const button = (text: string, filter: string) => ({
    text,
    press: { kind: 'asked', chat: context.chat.id, link: data.link, value: writePlace(NEWEST, filter) },
  });
  return ok({
    redraw: {
      text: html`${what} all ${waiting} that are open by now?`,
      buttons: [[button('No, show them', ''), button(`${what} all`, `${sign}!`)]],
      isPersonal: true,
    },
  });
}
