import type { Answer } from '../actions/answer.ts';
import type { Press } from '../telegram/presses.ts';
import { isUnmodified } from '../telegram/refusals.ts';
import { toContent, toNotice, type WebhookReply } from './reply.ts';
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
  // What could not be shown in the message is told over it.
  const isShown = redraw === undefined || (await draw(press, redraw, services));
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

/** Whether the message shows the answer now. */
async function draw(
  { chat, messageId, ephemeralId, person }: Press,
  answer: Answer,
  { telegram }: Services,
): Promise<boolean> {
  if (answer.isPersonal && ephemeralId === undefined && chat.type !== 'private') {
    const receiver = { receiver_user_id: person.id };
    return (
      await telegram.call('sendMessage', {
        chat_id: chat.id,
        ...toContent(answer),
        ephemeral_message_parameters: receiver,
      })
    ).ok;
  }
  const { reply_markup: markup, ...content } = toContent(answer);
  // Only inline keyboards stand under a message that is drawn anew.
  const message = {
    chat_id: chat.id,
    ...content,
    reply_markup: markup && 'inline_keyboard' in markup ? markup : undefined,
  };
  const drawn = await (ephemeralId === undefined
    ? telegram.call('editMessageText', { ...message, message_id: messageId })
    : telegram.call('editEphemeralMessageText', {
        ...message,
        receiver_user_id: person.id,
        ephemeral_message_id: ephemeralId,
      }));
  return drawn.ok || isUnmodified(drawn.failure);
}
