// The one way in which anything is changed at Telegram: the object stores the intent, the Worker calls, the object commits.

import { perhaps } from '../chat/perhaps.ts';
import type { Action, Answer, Answered, Begun, Outcome } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readText } from '../lib/shapes.ts';
import { readInviteLink } from '../links/link-record.ts';
import { readOwnPrimaryLink } from '../telegram/chats.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import type { ActionContext } from './context.ts';

type Call = Exclude<Begun, { kind: 'settled' }>;

/** Telegram has subscriptions of 30 days only. https://core.telegram.org/bots/api#createchatsubscriptioninvitelink */
const SUBSCRIPTION_PERIOD_SECONDS = 30 * 24 * 60 * 60;

/** `primary` is the bot's primary link in the chat, if Telegram says so: an export needs it to know which one dies. */
export async function perform(action: Action, context: ActionContext, primary?: string): Promise<Outcome> {
  const { records, ask } = context;
  const begun = await records.begin({ ...ask, action });
  if (!begun.ok) {
    const isUnrecordable = begun.failure.kind === 'records_full' && action.kind === 'revoke';
    return isUnrecordable ? revokeUnrecorded(action, context) : begun;
  }
  if (begun.value.kind === 'settled') return begun.value.outcome;

  const call = begun.value;
  const answer = await callTelegram(call, context, primary);
  const outcome = await records.settle(ask.key, answer);
  if (outcome.ok || !isUnsettled(outcome.failure)) return outcome;
  if (answer.ok) return rescue(call, answer.value, context);
  return fail(mayHaveHappened(answer.failure) ? perhaps(call) : answer.failure);
}

const isUnsettled = ({ kind }: Failure): boolean => kind === 'records_unavailable' || kind === 'records_full';

/** A link that can be closed is closed, even if that cannot be recorded. */
async function revokeUnrecorded(
  { link }: Extract<Action, { kind: 'revoke' }>,
  context: ActionContext,
): Promise<Outcome> {
  const found = await context.records.find(link);
  const url = found.ok ? found.value.record.invite_link : link.kind === 'url' ? link.url : undefined;
  if (url === undefined) return found.ok ? fail({ kind: 'records_full' }) : found;
  const call = { kind: 'revoke', url, isPrimary: false } as const;
  const answer = await callTelegram(call, context, undefined);
  if (answer.ok || answer.failure.kind === 'link_gone')
    return fail({ kind: 'unrecorded', act: 'closed', link: url });
  return fail(mayHaveHappened(answer.failure) ? perhaps(call) : answer.failure);
}

/** Telegram has acted, and the object cannot be told: the link must not be lost by that. */
async function rescue(call: Call, answered: Answered, { records, ask }: ActionContext): Promise<Outcome> {
  const act = UNRECORDED[call.kind];
  const link = answered.kind === 'link' ? answered.link.invite_link : answered.url;
  const { act: made } = ask;
  if (call.kind === 'create' && answered.kind === 'link') {
    await records.rescue({ ...answered.link, made }, { link, update_id: made.update_id, date: made.date });
  } else if (call.kind === 'export') {
    await records.rescue({ invite_link: link, is_primary: true, is_revoked: false, made }, undefined);
  }
  return fail({ kind: 'unrecorded', act, link });
}

const UNRECORDED = { create: 'created', export: 'exported', edit: 'changed', revoke: 'closed' } as const;

async function callTelegram(
  call: Call,
  context: ActionContext,
  primary: string | undefined,
): Promise<Answer> {
  const { telegram, chat } = context;
  if (call.kind === 'export') {
    // https://core.telegram.org/bots/api#exportchatinvitelink
    const exported = await telegram.call('exportChatInviteLink', { chat_id: chat.id });
    const url = exported.ok ? readText(exported.value) : undefined;
    if (!exported.ok) return exported;
    return url ? ok({ kind: 'exported', url, died: primary }) : fail({ kind: 'no_answer' });
  }
  const answer = await callForLink(call, context);
  if (!answer.ok) return answer;
  const link = readInviteLink(answer.value);
  if (call.kind !== 'revoke') return link ? ok({ kind: 'link', link }) : fail({ kind: 'no_answer' });
  const revoked = link ?? { invite_link: call.url, is_primary: call.isPrimary, is_revoked: true };
  const successor = revoked.is_primary ? await findSuccessor(call.url, context) : undefined;
  return ok({ kind: 'link', link: revoked, successor });
}

/** When a primary link is revoked, Telegram makes the next one by itself and does not say which. */
async function findSuccessor(
  revoked: string,
  { telegram, chat }: ActionContext,
): Promise<string | undefined> {
  const answer = await telegram.call('getChat', { chat_id: chat.id });
  const link = answer.ok ? readOwnPrimaryLink(answer.value) : undefined;
  return link === revoked ? undefined : link;
}

function callForLink(
  call: Exclude<Call, { kind: 'export' }>,
  { telegram, chat }: ActionContext,
): Promise<Result<unknown, Extract<Answer, { ok: false }>['failure']>> {
  const target = { chat_id: chat.id };
  if (call.kind === 'revoke')
    return telegram.call('revokeChatInviteLink', { ...target, invite_link: call.url });
  const { subscription_price: price, ...settings } = call.settings;
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
