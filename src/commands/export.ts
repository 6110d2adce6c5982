import { type Html, html, lines } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { readText } from '../lib/shapes.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { LastLink } from '../store/link-store.ts';
import { readPrimaryLink } from '../telegram/chats.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import { defineCommand, type RunContext } from './command.ts';

/** Replaces the bot's primary link by a new one. https://core.telegram.org/bots/api#exportchatinvitelink */
export const exportPrimary = defineCommand({
  names: ['admin_export_invite_link', 'export'],
  summary: 'Replace my primary link by a new one',
  usage: '',
  access: 'admins',
  accepts: ['chat'],

  read: (_, { store, telegram, chatId }) =>
    Promise.all([
      store.primaryLink(chatId),
      store.lastLink(chatId),
      telegram.call('getChat', { chat_id: chatId }),
    ]),

  async run(_, context, [primary, last, chat]) {
    if (!primary.ok) return primary;
    if (!last.ok) return last;
    const { telegram, store, chatId, asked, act } = context;
    if (primary.value?.update_id === asked.updateId) {
      const before = html`The primary link before it no longer works.`;
      return ok({ text: lines(sayExported(primary.value.link), before, sayLast(last.value)) });
    }

    const old = (chat.ok ? readPrimaryLink(chat.value) : undefined) ?? primary.value?.link;
    const [exported, oldRecord] = await Promise.all([
      telegram.call('exportChatInviteLink', { chat_id: chatId }),
      old === undefined ? undefined : store.record(chatId, old),
    ]);
    if (!exported.ok)
      return mayHaveHappened(exported.failure) ? fail({ kind: 'perhaps_exported' }) : exported;
    const url = readText(exported.value);
    if (!url) return fail({ kind: 'perhaps_exported' });

    const [recorded, remembered] = await Promise.all([
      store.saveRecord(chatId, { invite_link: url, is_primary: true, is_revoked: false, made: act }),
      store.savePrimaryLink(chatId, { link: url, update_id: asked.updateId }),
      old !== undefined &&
        old !== url &&
        closeRecord(old, oldRecord?.ok ? oldRecord.value : undefined, context),
    ]);
    const died = old === undefined || old === url ? undefined : html`No longer works: ${old}`;
    const text = lines(sayExported(url), died, sayLast(last.value));
    if (recorded.ok && remembered.ok) return ok({ text });
    return ok({
      text: lines(text, html`I could not remember the new link, though: copy it now.`),
      mustArrive: true,
    });
  },
});

/** The record of the primary link that died; one that Telegram had made by itself is recorded now. */
const closeRecord = (url: string, record: LinkRecord | undefined, { store, chatId, act }: RunContext) =>
  store.saveRecord(chatId, { invite_link: url, is_primary: true, ...record, is_revoked: true, closed: act });

const sayExported = (url: string): Html => html`New primary link: ${url}`;

const sayLast = (last: LastLink | undefined): Html =>
  last
    ? html`/edit and /revoke still mean the last created link: ${last.link}`
    : html`/edit and /revoke do not mean it: they act on the last link made with /create.`;
