import type { Press } from '../telegram/presses.ts';
import { draw } from './draw.ts';
import { toNotice, type WebhookReply } from './reply.ts';
import { runPress } from './run-press.ts';
import type { Handled, Services } from './services.ts';

/** Does what a press asks for, draws the message anew, and answers the press, exactly once. */
export async function answerPress(
  press: Press,
  services: Services,
): Promise<readonly [WebhookReply, Handled]> {
  const done = await runPress(press, services).catch(services.failWithBug);
  const notice = done.ok ? done.value.notice : services.word(done.failure);
  const redraw = done.ok ? done.value.redraw : undefined;
  const place = {
    chat: press.chat.id,
    message: press.messageId,
    ephemeral: press.ephemeralId,
    person: press.person.id,
  };
  // What could not be shown in the message is told over it.
  const isShown = redraw === undefined || (await draw(place, redraw, services.telegram)).ok;
  const isFailure = !done.ok || done.value.isFailure === true;
  const told = isShown || isFailure ? notice : redraw?.text;
  const reply = {
    method: 'answerCallbackQuery',
    callback_query_id: press.queryId,
    text: told && toNotice(told),
    // An alert stays until it is read.
    show_alert: (isFailure || !isShown || !redraw) && told ? true : undefined,
  } as const;
  const outcome = done.ok ? (isFailure ? 'refused' : 'ok') : done.failure.kind;
  const name = /^[a-z]{1,12}/.exec(press.data)?.[0] ?? 'unknown';
  return [reply, { kind: 'press', name, chat: press.chat.id, outcome }];
}
