import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { settingsAfterEdit } from '../links/choose-settings.ts';
import { describeSettings } from '../links/describe-settings.ts';
import { readInviteLink } from '../links/link-record.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import { defineCommand, type RunContext } from './command.ts';
import { findLink } from './find-link.ts';

/** Changes what is typed of a link and keeps the rest. https://core.telegram.org/bots/api#editchatinvitelink */
export const edit = defineCommand({
  names: ['edit', 'admin_edit_invite_link'],
  summary: 'Change a link: the last one, the one typed, or the one replied to',
  usage: '[link] [options or a name]',
  access: 'admins',
  accepts: ['link', 'name', 'expires', 'limit', 'approval', 'chat'],

  read: findLink,

  async run(typed, context, found) {
    if (!found.ok) return found;
    const { url, record } = found.value;
    const edited = (settings: LinkSettings): Html =>
      lines(html`Edited`, html`${url}`, describeSettings(settings, context.timeZone, typed.expires));
    if (record?.changed?.update_id === context.asked.updateId) return ok({ text: edited(record) });

    const { name, expires, limit, approval } = typed;
    if (name === undefined && expires === undefined && limit === undefined && approval === undefined) {
      return fail({ kind: 'nothing_to_change' });
    }
    if (record?.is_revoked) return fail({ kind: 'link_revoked', link: url });
    if (record?.is_primary) return fail({ kind: 'primary_not_editable' });
    const settings = settingsAfterEdit(url, record, typed, context.now);
    if (!settings.ok) return settings;

    const changed = await callTelegram(url, settings.value, context);
    if (!changed.ok)
      return mayHaveHappened(changed.failure) ? fail({ kind: 'perhaps_changed', link: url }) : changed;
    const link = readInviteLink(changed.value);
    if (!link) return fail({ kind: 'perhaps_changed', link: url });

    const { made } = record ?? {};
    const saved = await context.store.saveRecord(context.chatId, {
      ...link,
      ...(made && { made }),
      changed: context.act,
    });
    const text = edited(link);
    if (saved.ok) return ok({ text });
    const warning = html`I could not remember this, though: name every setting in the next edit of this link.`;
    return ok({ text: lines(text, warning), mustArrive: true });
  },
});

function callTelegram(
  link: string,
  { subscription_price: price, ...settings }: LinkSettings,
  { telegram, chatId }: RunContext,
): Promise<Result<unknown, Failure>> {
  const target = { chat_id: chatId, invite_link: link };
  if (price === undefined) return telegram.call('editChatInviteLink', { ...target, ...settings });
  const { name } = settings;
  return telegram.call('editChatSubscriptionInviteLink', { ...target, ...(name && { name }) });
}
