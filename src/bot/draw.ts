import type { Answer } from '../actions/answer.ts';
import type { MessagePlace } from '../chat/notice.ts';
import type { TelegramFailure } from '../failures.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Telegram } from '../telegram/client.ts';
import { isUnmodified } from '../telegram/refusals.ts';
import { toContent } from './reply.ts';

/** Shows the answer in a message that is there. */
export async function draw(
  { chat, message, ephemeral, person }: MessagePlace,
  answer: Answer,
  telegram: Telegram,
): Promise<Result<unknown, TelegramFailure>> {
  const { reply_markup: markup, ...content } = toContent(answer);
  // In a group others would see it there. People have positive numbers.
  if (answer.isPersonal && ephemeral === undefined && person !== undefined && chat < 0)
    return telegram.call('sendMessage', {
      chat_id: chat,
      ...toContent(answer),
      ephemeral_message_parameters: { receiver_user_id: person },
    });
  // An edited message takes inline keyboards only.
  const params = {
    chat_id: chat,
    ...content,
    reply_markup: markup && 'inline_keyboard' in markup ? markup : undefined,
  };
  const drawn =
    ephemeral === undefined || person === undefined
      ? await telegram.call('editMessageText', { ...params, message_id: message })
      : await telegram.call('editEphemeralMessageText', {
          ...params,
          receiver_user_id: person,
          ephemeral_message_id: ephemeral,
        });
  return !drawn.ok && isUnmodified(drawn.failure) ? ok(undefined) : drawn;
}
