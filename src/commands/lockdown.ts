// /lockdown: closes every active link of a chat that the bot knows, a portion at each press of a button, since a request
// of the free plan may ask elsewhere 50 times in all.

import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { ok, type Result } from '../lib/result.ts';
import type { ChatId, Milliseconds, UnixSeconds } from '../lib/units.ts';
import { isSameAct, type LinkRecord } from '../links/link-record.ts';
import { isActive, type LinkSummary } from '../links/link-summary.ts';
import { writeListData, writeLockdownData } from './button-data.ts';
import { revokeLink } from './change-link.ts';
import { type ActContext, type Answer, defineCommand } from './command.ts';
import { replacePrimary } from './replace-primary.ts';

/**
 * Links closed by one press: two requests for each, beside some 14 for access, lists, primary link and answer, and a dozen
 * for second tries. https://developers.cloudflare.com/workers/platform/limits/#subrequests
 */
const PORTION_LINKS = 12;
/** What KV reads by one operation. */
const CANDIDATES = 100;
/** Longer than this, and too little time would be left to show how far it is. */
const PORTION_SECONDS = 10;
const UNCLOSED_SHOWN = 5;

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
    return ok({
      text: lines(askFor(closable(all.value, now).length), OTHERS),
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

function askFor(count: number): Html {
  if (count === 0)
    return html`No additional link of mine is active here. Replace my primary link all the same?`;
  const links = count === 1 ? 'the one active link' : `all ${count} active links`;
  return html`Close ${links} that I know here, for good, and replace my primary link?`;
}

const closable = (all: readonly LinkSummary[], now: UnixSeconds): readonly LinkSummary[] =>
  all.filter((link) => isActive(link, now) && !link.is_primary);

/**
 * Closes the next links behind the token `after`, in the order of tokens. Nothing is kept between two presses but that
 * token: what is closed is known from the records, so that pressing twice, or beginning again, does no harm.
 */
export async function lockDownNext(
  after: string,
  context: ActContext,
  clock: () => Milliseconds,
): Promise<Result<Answer, Failure>> {
  const { store, chatId, now } = context;
  const all = await store.list(chatId);
  if (!all.ok) return all;
  const active = closable(all.value, now);
  const next = active.filter(({ token }) => token > after).slice(0, CANDIDATES);
  const records = await store.records(
    chatId,
    next.map(({ token }) => token),
  );
  if (!records.ok) return records;

  const closed = new Set<string>();
  const troubles: Html[] = [];
  let tried = 0;
  let reached = after;
  for (const [index, { token }] of next.entries()) {
    if (tried === PORTION_LINKS || clock() > (now + PORTION_SECONDS) * 1000) break;
    const outcome = await closeOne(token, records.value[index], context);
    if (outcome.trouble) troubles.push(outcome.trouble);
    if (outcome.mustStop) break;
    if (outcome.isClosed) closed.add(token);
    if (outcome.wasOpen) tried++;
    reached = token;
  }

  const said = [
    closed.size === 0 ? undefined : html`Closed ${closed.size}.`,
    ...troubles.slice(0, UNCLOSED_SHOWN),
  ];
  const ahead = active.filter(({ token }) => token > reached).length;
  if (ahead > 0) return ok(showProgress(said, ahead, reached, chatId));
  // Behind this portion too: what failed in an earlier one, or was made meanwhile.
  const behind = active.filter(({ token }) => !closed.has(token)).map(({ token }) => token);
  const open = await countOpen(behind, context);
  // Once more from the beginning, until what is open is what could not be closed just now.
  if (open > 0 && troubles.length === 0) return ok(showProgress(said, open, '', chatId));
  return ok(await showEnding(said, open, context));
}

interface Closing {
  /** Whether it had to be asked of Telegram. */
  readonly wasOpen: boolean;
  readonly isClosed: boolean;
  readonly trouble?: Html | undefined;
  readonly mustStop?: boolean;
}

async function closeOne(
  token: string,
  record: LinkRecord | undefined,
  context: ActContext,
): Promise<Closing> {
  // The list may lag behind the record.
  if (record?.is_revoked) return { wasOpen: false, isClosed: true };
  const url = record?.invite_link ?? `https://t.me/+${token}`;
  const revoked = await revokeLink({ url, record }, context);
  if (revoked.ok) {
    const { warning } = revoked.value;
    return { wasOpen: true, isClosed: true, trouble: warning && html`${url}: ${warning}` };
  }
  // Telegram knows it no longer: nobody comes by it.
  if (revoked.failure.kind === 'link_gone') return { wasOpen: true, isClosed: true };
  return {
    wasOpen: true,
    isClosed: false,
    trouble: html`Not closed: ${url}. ${context.word(revoked.failure)}`,
    mustStop: STOPPING.has(revoked.failure.kind),
  };
}

/** After these the next links would fare no better, while another press may. */
const STOPPING: ReadonlySet<Failure['kind']> = new Set([
  'bot_removed',
  'chat_migrated',
  'flood_control',
  'out_of_time',
  'token_rejected',
]);

/** How many of them the records say are open; the list may lag behind. */
async function countOpen(tokens: readonly string[], { store, chatId }: ActContext): Promise<number> {
  const records = await store.records(chatId, tokens.slice(0, CANDIDATES));
  const known = records.ok ? records.value : [];
  return tokens.length - known.filter((record) => record?.is_revoked).length;
}

const showProgress = (
  said: readonly (Html | undefined)[],
  ahead: number,
  reached: string,
  chat: ChatId,
): Answer => ({
  text: lines(...said, html`${ahead} to go.`),
  markup: {
    inline_keyboard: [
      [{ text: 'Continue', callback_data: writeLockdownData(chat, reached), style: 'danger' }],
    ],
  },
});

async function showEnding(
  said: readonly (Html | undefined)[],
  open: number,
  context: ActContext,
): Promise<Answer> {
  const primary = await replaceOwnPrimary(context);
  const again = { text: 'Try again', callback_data: writeLockdownData(context.chatId, '') };
  return {
    text: lines(
      ...said,
      open === 0
        ? html`Done: every link that I know here is closed; one made in the last minute may not show yet.`
        : html`Links that are still open: ${open}.`,
      primary.text,
      OTHERS,
    ),
    markup: { inline_keyboard: open === 0 && primary.isDone ? [] : [[again]] },
  };
}

/** The new link is not told: nobody is to come by it. */
async function replaceOwnPrimary(
  context: ActContext,
): Promise<{ readonly text: Html; readonly isDone: boolean }> {
  const { telegram, store, chatId, act } = context;
  const [known, chat] = await Promise.all([
    store.primaryLink(chatId),
    telegram.call('getChat', { chat_id: chatId }),
  ]);
  const notReplaced = (failure: Failure) => ({
    text: html`My primary link is not replaced. ${context.word(failure)}`,
    isDone: false,
  });
  // Whether this very press has replaced it before cannot be told then.
  if (!known.ok) return notReplaced(known.failure);
  const done = html`My primary link is replaced, and I keep the new one to myself.`;
  if (isSameAct(known.value, act)) return { text: done, isDone: true };
  const replaced = await replacePrimary(chat, known.value, context);
  if (!replaced.ok) {
    return replaced.failure.kind === 'perhaps_exported'
      ? { text: html`It is not certain that my primary link was replaced.`, isDone: false }
      : notReplaced(replaced.failure);
  }
  return replaced.value.warning
    ? { text: html`My primary link is replaced, but I could not remember that.`, isDone: false }
    : { text: done, isDone: true };
}
