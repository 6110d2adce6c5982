// From what an act has to call to what Telegram answered: the Worker does it for admins, the object for its jobs.

import type { TelegramFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readText } from '../lib/shapes.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import { readInviteLink } from '../links/link-record.ts';
import { readOwnPrimaryLink } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';
import type { Answer, Begun } from './protocol.ts';
import type { Verdict } from './requests/request-protocol.ts';

export type Call = Exclude<Begun, { kind: 'settled' }>;

/** Telegram has subscriptions of 30 days only. https://core.telegram.org/bots/api#createchatsubscriptioninvitelink */
const SUBSCRIPTION_PERIOD_SECONDS = 30 * 24 * 60 * 60;

/** `primary` is the bot's primary link in the chat, if Telegram says so: an export needs it to know which one dies. */
export async function callTelegram(
  call: Call,
  chat: ChatId,
  telegram: Telegram,
  primary?: string,
): Promise<Answer> {
  if (call.kind === 'export') {
    // https://core.telegram.org/bots/api#exportchatinvitelink
    const exported = await telegram.call('exportChatInviteLink', { chat_id: chat });
    const url = exported.ok ? readText(exported.value) : undefined;
    if (!exported.ok) return exported;
    return url ? ok({ kind: 'exported', url, died: primary }) : fail({ kind: 'no_answer' });
  }
  const answer = await callForLink(call, chat, telegram);
  if (!answer.ok) return answer;
  const link = readInviteLink(answer.value);
  if (call.kind !== 'revoke') return link ? ok({ kind: 'link', link }) : fail({ kind: 'no_answer' });
  const revoked = link ?? { invite_link: call.url, is_primary: call.isPrimary, is_revoked: true };
  const successor = revoked.is_primary ? await findPrimary(chat, telegram) : undefined;
  // When a primary link is revoked, Telegram makes the next one by itself and does not say which.
  return ok({ kind: 'link', link: revoked, successor: successor === call.url ? undefined : successor });
}

/** https://core.telegram.org/bots/api#approvechatjoinrequest */
export async function answerRequest(
  verdict: Verdict,
  chat: ChatId,
  person: UserId,
  telegram: Telegram,
): Promise<Result<true, TelegramFailure>> {
  const method = verdict === 'approve' ? 'approveChatJoinRequest' : 'declineChatJoinRequest';
  const answer = await telegram.call(method, { chat_id: chat, user_id: person });
  return answer.ok ? ok(true) : answer;
}

/** The bot's own primary link; `undefined` if Telegram does not say. */
export async function findPrimary(chat: ChatId, telegram: Telegram): Promise<string | undefined> {
  const answer = await telegram.call('getChat', { chat_id: chat });
  return answer.ok ? readOwnPrimaryLink(answer.value) : undefined;
}

function callForLink(
  call: Exclude<Call, { kind: 'export' }>,
  chat: ChatId,
  telegram: Telegram,
): Promise<Result<unknown, TelegramFailure>> {
  const target = { chat_id: chat };
  if (call.kind === 'revoke')
    return telegram.call('revokeChatInviteLink', { ...target, invite_link: call.url });
  const { subscription_price: price, once: _, approval: __, only: ___, ...settings } = call.settings;
  if (call.kind === 'edit') {
    return price === undefined
      ? telegram.call('editChatInviteLink', { ...target, invite_link: call.url, ...settings })
      : telegram.call('editChatSubscriptionInviteLink', {
          ...target,
          invite_link: call.url,
          name: settings.name,
        });
  }
  return price === undefined
    ? telegram.call('createChatInviteLink', { ...target, ...settings })
    : telegram.call('createChatSubscriptionInviteLink', {
        ...target,
        name: settings.name,
        subscription_period: SUBSCRIPTION_PERIOD_SECONDS,
        subscription_price: price,
      });
}
