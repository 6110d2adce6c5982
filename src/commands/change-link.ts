// Changing and closing a link, by command or by button: at Telegram first, then in its record.

import type { Failure } from '../failures.ts';
import { type Html, html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { settingsAfterEdit } from '../links/choose-settings.ts';
import { isSameAct, type LinkRecord, readInviteLink } from '../links/link-record.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { TypedOptions } from '../links/option-values.ts';
import { readOwnPrimaryLink } from '../telegram/chats.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import type { ActContext } from './command.ts';
import type { FoundLink } from './find-link.ts';

export interface ChangedLink {
  readonly record: LinkRecord;
  /** What could not be remembered, in words. */
  readonly warning?: Html | undefined;
}

export interface EditedLink extends ChangedLink {
  /** What went though nobody has typed it, in words. */
  readonly displaced?: Html | undefined;
}

export interface RevokedLink extends ChangedLink {
  /** The primary link that Telegram made in the place of a revoked one; `'unknown'` where it did not say which. */
  readonly successor?: string | undefined;
}

/** Changes what is typed and keeps the rest. https://core.telegram.org/bots/api#editchatinvitelink */
export async function editLink(
  { url, record }: FoundLink,
  typed: TypedOptions,
  context: ActContext,
): Promise<Result<EditedLink, Failure>> {
  if (record && isSameAct(record.changed, context.act)) return ok({ record });
  if (record?.is_revoked) return fail({ kind: 'link_revoked', link: url });
  if (record?.is_primary) return fail({ kind: 'primary_not_editable' });
  const settings = settingsAfterEdit(url, record, typed, context.now);
  if (!settings.ok) return settings;

  const answer = await editAtTelegram(url, settings.value, context);
  const link = answer.ok ? readInviteLink(answer.value) : undefined;
  if (!answer.ok && !mayHaveHappened(answer.failure)) return fail(blameLink(answer.failure, url, record));
  if (!link) return fail({ kind: 'perhaps_changed', link: url });

  const changed = { ...link, made: record?.made, changed: context.act };
  const saved = await context.store.saveRecord(context.chatId, changed);
  const warning = html`I could not remember this, though: name every setting in the next edit of this link.`;
  const displaced = record && wordDisplaced(record, changed, typed);
  return ok({ record: changed, displaced, warning: saved.ok ? undefined : warning });
}

/** A door that opens wider must not do so silently. */
function wordDisplaced(before: LinkRecord, after: LinkRecord, typed: TypedOptions): Html | undefined {
  if (typed.approval === undefined && before.creates_join_request && !after.creates_join_request)
    return html`Nobody has to be approved any more.`;
  if (typed.limit === undefined && before.member_limit !== undefined && after.member_limit === undefined)
    return html`There is no member limit any more.`;
  return undefined;
}

function editAtTelegram(
  link: string,
  { subscription_price: price, ...settings }: LinkSettings,
  { telegram, chatId }: ActContext,
): Promise<Result<unknown, Failure>> {
  const target = { chat_id: chatId, invite_link: link };
  return price === undefined
    ? telegram.call('editChatInviteLink', { ...target, ...settings })
    : telegram.call('editChatSubscriptionInviteLink', { ...target, name: settings.name });
}

/** Where a link is not recorded, a lack of rights means most likely that somebody else made it. */
const blameLink = (failure: Failure, link: string, record: LinkRecord | undefined): Failure =>
  failure.kind === 'bot_not_allowed' && !record ? { kind: 'link_unknown', link } : failure;

/** Closes a link for good. https://core.telegram.org/bots/api#revokechatinvitelink */
export async function revokeLink(
  { url, record }: FoundLink,
  context: ActContext,
): Promise<Result<RevokedLink, Failure>> {
  const { telegram, chatId, store, act } = context;
  if (record && isSameAct(record.closed, act))
    return ok({ record, successor: await recall(record, context) });
  if (record?.is_revoked) return fail({ kind: 'link_revoked', link: url });

  const answer = await telegram.call('revokeChatInviteLink', { chat_id: chatId, invite_link: url });
  if (!answer.ok && !(answer.failure.kind === 'link_gone' && record)) {
    return fail(
      mayHaveHappened(answer.failure)
        ? { kind: 'perhaps_closed', link: url }
        : blameLink(answer.failure, url, record),
    );
  }
  // Where the link is gone, somebody else, or an earlier attempt whose answer was lost, has closed it: that cannot be
  // undone, so it is remembered as well.
  const revoked = (answer.ok && readInviteLink(answer.value)) ||
    record || { invite_link: url, is_primary: false };
  const closed = { ...record, ...revoked, is_revoked: true, closed: act };
  const [saved, successor] = await Promise.all([
    store.saveRecord(chatId, closed),
    closed.is_primary ? recordSuccessor(url, context) : undefined,
  ]);
  return ok({
    record: closed,
    successor: successor?.link,
    warning: saved.ok ? successor?.warning : html`I could not remember that it is revoked, though.`,
  });
}

/**
 * When a primary link is revoked, Telegram makes the next one by itself and does not say which. It is remembered like
 * every other, so that it can be revoked in its turn.
 */
async function recordSuccessor(
  revoked: string,
  { telegram, chatId, store, act }: ActContext,
): Promise<{ readonly link: string; readonly warning?: Html }> {
  const chat = await telegram.call('getChat', { chat_id: chatId });
  const link = chat.ok ? readOwnPrimaryLink(chat.value) : undefined;
  if (link === undefined || link === revoked) return { link: 'unknown' };
  const saved = await Promise.all([
    store.savePrimaryLink(chatId, { ...act, link }),
    store.saveRecord(chatId, { invite_link: link, is_primary: true, is_revoked: false, made: act }),
  ]);
  const remembered = saved.every((result) => result.ok);
  return remembered ? { link } : { link, warning: html`I could not remember the new one: copy it now.` };
}

async function recall(record: LinkRecord, { store, chatId, act }: ActContext): Promise<string | undefined> {
  const primary = record.is_primary ? await store.primaryLink(chatId) : undefined;
  return primary?.ok && isSameAct(primary.value, act) ? primary.value?.link : undefined;
}
