// Making an additional link, and not losing it: what /create and /start share.

import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { describeSettings } from '../links/describe-settings.ts';
import type { Expiry } from '../links/expiry.ts';
import { readInviteLink } from '../links/link-record.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { LastLink } from '../store/link-store.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import type { Answer, RunContext } from './command.ts';

/** Telegram knows subscriptions of 30 days only. https://core.telegram.org/bots/api#createchatsubscriptioninvitelink */
const SUBSCRIPTION_PERIOD_SECONDS = 30 * 24 * 60 * 60;

/**
 * Makes a link, unless this very update has made one before: then its answer is given again. `last` is the chat's last
 * link as it was read.
 */
export async function makeLink(
  settings: LinkSettings,
  context: RunContext,
  last: LastLink | undefined,
  typedExpiry?: Expiry,
): Promise<Result<Answer, Failure>> {
  const { chatId, store, act, asked, timeZone } = context;
  if (last?.update_id === asked.updateId) {
    const record = await store.record(chatId, last.link);
    return ok({ text: created(last.link, record.ok && record.value, timeZone, typedExpiry) });
  }

  const made = await callTelegram(settings, context);
  if (!made.ok) return mayHaveHappened(made.failure) ? fail({ kind: 'perhaps_created' }) : made;
  const link = readInviteLink(made.value);
  if (!link) return fail({ kind: 'perhaps_created' });

  const url = link.invite_link;
  const [recorded, remembered] = await Promise.all([
    store.saveRecord(chatId, { ...link, made: act }),
    store.saveLastLink(chatId, { link: url, update_id: asked.updateId, date: asked.date }),
  ]);
  if (!recorded.ok)
    return ok({ text: html`Created ${url}, but I could not remember it: copy it now.`, mustArrive: true });
  const text = created(url, link, timeZone, typedExpiry);
  if (remembered.ok) return ok({ text });
  const warning = html`I could not remember it as the last link, though: name it when you edit or revoke it.`;
  return ok({ text: lines(text, warning), mustArrive: true });
}

async function callTelegram(
  settings: LinkSettings,
  { telegram, chat }: RunContext,
): Promise<Result<unknown, Failure>> {
  const { subscription_price: price, name } = settings;
  if (price === undefined) return telegram.call('createChatInviteLink', { chat_id: chat.id, ...settings });
  if (chat.type !== 'channel') return fail({ kind: 'channels_only' });
  return telegram.call('createChatSubscriptionInviteLink', {
    chat_id: chat.id,
    ...(name && { name }),
    subscription_period: SUBSCRIPTION_PERIOD_SECONDS,
    subscription_price: price,
  });
}

const created = (
  url: string,
  settings: LinkSettings | undefined | false,
  timeZone: string,
  typed?: Expiry,
): Html => lines(html`Created ${url}`, settings ? describeSettings(settings, timeZone, typed) : undefined);
