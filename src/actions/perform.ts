// The one way in which anything is changed at Telegram: the object stores the intent, the Worker calls, the object commits.

import { type Call, callTelegram } from '../chat/call-telegram.ts';
import { perhaps } from '../chat/perhaps.ts';
import type { Action, Answered, Outcome } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { fail } from '../lib/result.ts';
import { ownSettings } from '../links/link-settings.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import type { ActionContext } from './context.ts';

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
  const answer = await callTelegram(call, context.chat.id, context.telegram, primary);
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
  const answer = await callTelegram(call, context.chat.id, context.telegram);
  if (answer.ok || answer.failure.kind === 'link_gone') {
    if (found.ok) await context.records.shut(found.value.record);
    return fail({ kind: 'unrecorded', act: 'closed', link: url });
  }
  return fail(mayHaveHappened(answer.failure) ? perhaps(call) : answer.failure);
}

/** Telegram has acted, and the object cannot be reached. The link must not be lost. */
async function rescue(call: Call, answered: Answered, { records, ask }: ActionContext): Promise<Outcome> {
  const act = UNRECORDED[call.kind];
  const link = answered.kind === 'link' ? answered.link.invite_link : answered.url;
  const { act: made } = ask;
  if (call.kind === 'create' && answered.kind === 'link') {
    const record = { ...answered.link, ...ownSettings(call.settings), made };
    await records.rescue(record, { link, update_id: made.update_id, date: made.date });
  } else if (call.kind === 'export') {
    await records.rescue({ invite_link: link, is_primary: true, is_revoked: false, made }, undefined);
  }
  return fail({ kind: 'unrecorded', act, link });
}

const UNRECORDED = { create: 'created', export: 'exported', edit: 'changed', revoke: 'closed' } as const;
