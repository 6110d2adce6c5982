// Making an additional link, and not losing it: what /create and /start share.

import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Expiry } from '../links/expiry.ts';
import { isSameAct, readInviteLink } from '../links/link-record.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { LastLink } from '../store/link-store.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import { showCard } from './card.ts';
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
  typed?: Expiry,
): Promise<Result<Answer, Failure>> {
  const { chatId, store, act, asked } = context;
  if (last && isSameAct(last, act)) {
    const headline = html`Created ${last.link}`;
    const record = await store.record(chatId, last.link);
    return ok(
      record.ok && record.value ? showCard(record.value, context, { headline, typed }) : { text: headline },
    );
  }

  const answer = await createAtTelegram(settings, context);
  if (!answer.ok && !mayHaveHappened(answer.failure)) return answer;
  const link = answer.ok ? readInviteLink(answer.value) : undefined;
  if (!link) return fail({ kind: 'perhaps_created' });

  const url = link.invite_link;
  const made = { ...link, made: act };
  const [recorded, remembered] = await Promise.all([
    store.saveRecord(chatId, made),
    store.saveLastLink(chatId, {
      ...act,
      link: url,
      // What a button confirmed was asked for when it was pressed.
      date: act.message === undefined ? asked.date : act.date,
    }),
  ]);
  if (!recorded.ok) {
    return ok({ text: html`Created ${url}, but I could not remember it: copy it now.`, mustArrive: true });
  }
  const warning = html`I could not remember it as the last link, though: name it when you edit or revoke it.`;
  const parts = { headline: html`Created ${url}`, typed, warning: remembered.ok ? undefined : warning };
  return ok(showCard(made, context, parts));
}

async function createAtTelegram(
  { subscription_price: price, ...settings }: LinkSettings,
  { telegram, chat }: RunContext,
): Promise<Result<unknown, Failure>> {
  if (price === undefined) return telegram.call('createChatInviteLink', { chat_id: chat.id, ...settings });
  if (chat.type !== 'channel') return fail({ kind: 'channels_only' });
  return telegram.call('createChatSubscriptionInviteLink', {
    chat_id: chat.id,
    name: settings.name,
    subscription_period: SUBSCRIPTION_PERIOD_SECONDS,
    subscription_price: price,
  });
}
