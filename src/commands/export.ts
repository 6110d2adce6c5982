import { type Html, html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { isSameAct } from '../links/link-record.ts';
import type { LastLink } from '../store/link-store.ts';
import { deeds } from './card.ts';
import { defineCommand } from './command.ts';
import { replacePrimary } from './replace-primary.ts';

export const exportPrimary = defineCommand({
  names: ['admin_export_invite_link', 'export'],
  summary: 'Replace my primary link by a new one: the old one stops working',
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
    if (primary.value && isSameAct(primary.value, context.act)) {
      const before = html`The primary link before it no longer works.`;
      return ok({ text: lines(sayExported(primary.value.link), before, sayLast(last.value)) });
    }

    const replaced = await replacePrimary(chat, primary.value, context);
    if (!replaced.ok) return replaced;
    const { link, died, warning } = replaced.value;
    const dead = died === undefined ? undefined : html`No longer works: ${died}`;
    const record = { invite_link: link, is_primary: true, is_revoked: false };
    return ok({
      text: lines(sayExported(link), dead, sayLast(last.value), warning),
      markup: deeds(record, context),
      mustArrive: warning !== undefined,
    });
  },
});

const sayExported = (url: string): Html => html`New primary link: ${url}`;

const sayLast = (last: LastLink | undefined): Html =>
  last
    ? html`/edit and /revoke still mean the last created link: ${last.link}`
    : html`/edit and /revoke do not act on it unless you name it, only on links made with /create.`;
