import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type LinkRecord, readInviteLink } from '../links/link-record.ts';
import { readPrimaryLink } from '../telegram/chats.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import { type Answer, defineCommand, type RunContext } from './command.ts';
import { type FoundLink, findLink } from './find-link.ts';

/** Closes a link for good. https://core.telegram.org/bots/api#revokechatinvitelink */
export const revoke = defineCommand({
  names: ['admin_revoke_invite_link', 'revoke'],
  summary: 'Close a link for good: the last one, the one typed, or the one replied to',
  usage: '[link]',
  access: 'admins',
  accepts: ['link', 'chat'],

  read: findLink,

  async run(_, context, found) {
    if (!found.ok) return found;
    const { url, record } = found.value;
    if (record?.closed?.update_id === context.asked.updateId) return answerAgain(record, context);
    if (record?.is_revoked) return fail({ kind: 'link_revoked', link: url });

    const { telegram, chatId, store, act } = context;
    const answer = await telegram.call('revokeChatInviteLink', { chat_id: chatId, invite_link: url });
    if (!answer.ok) return tellFailure(answer.failure, found.value, context);

    const revoked = readInviteLink(answer.value) ?? record ?? { invite_link: url, is_primary: false };
    const closed = { ...record, ...revoked, is_revoked: true, closed: act };
    const [saved, successor] = await Promise.all([
      store.saveRecord(chatId, closed),
      closed.is_primary ? findSuccessor(context) : undefined,
    ]);
    const text = lines(sayRevoked(url), successor);
    if (saved.ok) return ok({ text });
    return ok({
      text: lines(text, html`I could not remember that it is revoked, though.`),
      mustArrive: true,
    });
  },
});

const sayRevoked = (url: string): Html => html`${url} link revoked`;
const saySuccessor = (url: string): Html => html`Telegram made a new primary link in its place: ${url}`;

/**
 * When a primary link is revoked, Telegram makes the next one by itself and does not say which. It is remembered like
 * every other, so that it can be revoked in its turn.
 */
async function findSuccessor({ telegram, chatId, store, act, asked }: RunContext): Promise<Html> {
  const chat = await telegram.call('getChat', { chat_id: chatId });
  const url = chat.ok ? readPrimaryLink(chat.value) : undefined;
  if (url === undefined) {
    return html`Telegram made a new primary link in its place, but did not tell me which; /export replaces it.`;
  }
  const saved = await Promise.all([
    store.savePrimaryLink(chatId, { link: url, update_id: asked.updateId }),
    store.saveRecord(chatId, { invite_link: url, is_primary: true, is_revoked: false, made: act }),
  ]);
  const remembered = saved.every(({ ok }) => ok);
  return remembered
    ? saySuccessor(url)
    : lines(saySuccessor(url), html`I could not remember that one: copy it now.`);
}

async function answerAgain(
  record: LinkRecord,
  { store, chatId, asked }: RunContext,
): Promise<Result<Answer, Failure>> {
  const primary = record.is_primary ? await store.primaryLink(chatId) : undefined;
  const successor =
    primary?.ok && primary.value?.update_id === asked.updateId ? primary.value.link : undefined;
  return ok({ text: lines(sayRevoked(record.invite_link), successor ? saySuccessor(successor) : undefined) });
}

async function tellFailure(
  failure: Failure,
  { url, record }: FoundLink,
  { store, chatId, act }: RunContext,
): Promise<Result<Answer, Failure>> {
  // Somebody else, or an earlier attempt whose answer was lost, closed it: that cannot be undone, so it is remembered.
  if (failure.kind === 'link_gone' && record) {
    await store.saveRecord(chatId, { ...record, is_revoked: true, closed: act });
    return fail({ kind: 'link_revoked', link: url });
  }
  return fail(mayHaveHappened(failure) ? { kind: 'perhaps_changed', link: url } : failure);
}
