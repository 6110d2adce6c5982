// /lockdown: closes every active link of a chat that the bot knows, a portion at each press of a button, since a request
// of the free plan may ask elsewhere 50 times in all.

import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { ok, type Result } from '../lib/result.ts';
import type { ChatId } from '../lib/units.ts';
import { isSameAct } from '../links/link-record.ts';
import { isActive, type LinkSummary } from '../links/link-summary.ts';
import { readOwnPrimaryLink } from '../telegram/chats.ts';
import { writeListData, writeLockdownData } from './button-data.ts';
import { revokeLink } from './change-link.ts';
import { type ActContext, type Answer, defineCommand } from './command.ts';
import { replacePrimary } from './replace-primary.ts';

/**
 * Links closed by one press: two requests for each, beside some ten for access, list, primary link, answer and a few
 * second tries. https://developers.cloudflare.com/workers/platform/limits/#subrequests
 */
const PORTION_LINKS = 18;
/** What KV reads by one operation. */
const CANDIDATES = 100;

const OTHERS = html`Links that other admins made themselves I can neither see nor close: ask each of them.`;

export const lockdown = defineCommand({
  names: ['lockdown'],
  summary: 'Close every link that I made here',
  usage: '',
  access: 'admins',
  accepts: ['chat'],

  read: (_, { store, chatId }) => store.list(chatId),

  async run(_, { chatId, now }, all) {
    if (!all.ok) return all;
    const count = closable(all.value, now).length;
    const links = count === 1 ? '1 active link' : `${count} active links`;
    return ok({
      text: lines(html`Close all ${links} that I know here, for good, and replace my primary link?`, OTHERS),
      markup: {
        inline_keyboard: [
          [
            { text: 'No, show them', callback_data: writeListData(chatId, 0, '') },
            { text: 'Close them', callback_data: writeLockdownData(chatId, ''), style: 'danger' },
          ],
        ],
      },
    });
  },
});

const closable = (all: readonly LinkSummary[], now: number): readonly LinkSummary[] =>
  all.filter((link) => isActive(link, now) && !link.is_primary);

/**
 * Closes the next links behind the token `after`, in the order of tokens. Nothing is kept between two presses but that
 * token: what is closed is known from the records, so that pressing twice, or beginning again, does no harm.
 */
export async function lockDownNext(after: string, context: ActContext): Promise<Result<Answer, Failure>> {
  const { store, chatId, now } = context;
  const all = await store.list(chatId);
  if (!all.ok) return all;
  const candidates = closable(all.value, now).filter(({ token }) => token > after);
  const next = candidates.slice(0, CANDIDATES).map(({ token }) => token);
  const records = await store.records(chatId, next);
  if (!records.ok) return records;

  const unclosed: Html[] = [];
  let closed = 0;
  let reached = after;
  let stopped = false;
  for (const [index, token] of next.entries()) {
    if (stopped || closed + unclosed.length === PORTION_LINKS) break;
    const record = records.value[index];
    const url = record?.invite_link ?? `https://t.me/+${token}`;
    // The list may lag behind the record, and a link that is gone at Telegram is closed as well.
    const revoked = record?.is_revoked
      ? undefined
      : await revokeLink(record ? { url, record } : { url }, context);
    if (revoked && !revoked.ok && revoked.failure.kind !== 'link_gone') {
      unclosed.push(html`Not closed: ${url}. ${context.word(revoked.failure)}`);
      stopped = STOPPING.has(revoked.failure.kind);
    } else if (revoked) {
      closed++;
    }
    if (!stopped) reached = token;
  }

  const left = candidates.filter(({ token }) => token > reached).length;
  const said = [html`Closed ${closed} more.`, ...unclosed.slice(0, UNCLOSED_SHOWN)];
  return ok(left > 0 ? progress(said, left, reached, chatId) : await ending(said, unclosed.length, context));
}

/** After these the next links would fare no better. */
const STOPPING: ReadonlySet<Failure['kind']> = new Set([
  'bot_not_allowed',
  'bot_removed',
  'chat_migrated',
  'flood_control',
  'out_of_time',
  'token_rejected',
]);
const UNCLOSED_SHOWN = 5;

const progress = (said: readonly Html[], left: number, reached: string, chat: ChatId): Answer => ({
  text: lines(...said, html`${left} to go.`),
  markup: {
    inline_keyboard: [
      [{ text: 'Continue', callback_data: writeLockdownData(chat, reached), style: 'danger' }],
    ],
  },
});

async function ending(said: readonly Html[], unclosed: number, context: ActContext): Promise<Answer> {
  const primary = await replaceOwnPrimary(context);
  const isDone = unclosed === 0 && primary.ok;
  const again = { text: 'Try again', callback_data: writeLockdownData(context.chatId, '') };
  return {
    text: lines(
      ...said,
      unclosed === 0
        ? html`Done: every link that I know here is closed.`
        : html`Links that could not be closed: ${unclosed}.`,
      primary.ok
        ? html`My primary link is replaced, and I keep the new one to myself.`
        : html`My primary link is not replaced. ${context.word(primary.failure)}`,
      OTHERS,
    ),
    markup: { inline_keyboard: isDone ? [] : [[again]] },
  };
}

/** The new link is remembered, but not told: nobody is to come by it. */
async function replaceOwnPrimary(context: ActContext): Promise<Result<unknown, Failure>> {
  const { telegram, store, chatId, act } = context;
  const [known, chat] = await Promise.all([
    store.primaryLink(chatId),
    telegram.call('getChat', { chat_id: chatId }),
  ]);
  if (known.ok && isSameAct(known.value, act)) return ok(undefined);
  return replacePrimary(chat.ok ? readOwnPrimaryLink(chat.value) : undefined, context);
}
