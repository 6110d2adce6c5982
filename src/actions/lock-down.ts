// Closes every active link of a chat that the bot knows, a batch at each press of a button, since a request of the free plan may
// ask elsewhere 50 times in all. https://developers.cloudflare.com/workers/platform/limits/#subrequests

import type { KnownLink } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Milliseconds } from '../lib/units.ts';
import { readOwnPrimaryLink } from '../telegram/chats.ts';
import type { Answer } from './answer.ts';
import type { ActionContext } from './context.ts';
import { perform } from './perform.ts';

/** Three requests for each link, beside some eight for access, list, primary link and answer. */
const BATCH_LINKS = 12;
/** Longer than this, and too little time would be left to show how far it is. */
const BATCH_MS: Milliseconds = 12_000;
const UNCLOSED_SHOWN = 5;

export const OTHERS: Html = html`Links that other admins made themselves I can neither see nor close: ask each of them.`;

/**
 * Closes the next links after the one with the number `after`, in the order of making. Between two presses only that number is
 * kept: what is closed is known from the records, so that pressing twice, or beginning again, does no harm.
 */
export async function lockDownNext(
  after: number,
  context: ActionContext,
  clock: () => Milliseconds,
): Promise<Result<Answer, Failure>> {
  const batch = await context.records.listOpen(after, BATCH_LINKS);
  if (!batch.ok) return batch;
  const troubles: Html[] = [];
  let closed = 0;
  let unrecorded = 0;
  let reached = after;
  const end = clock() + BATCH_MS;
  for (const link of batch.value.links) {
    if (clock() > end) break;
    const failure = await closeOne(link, context);
    if (failure?.kind === 'chat_migrated') return { ok: false, failure };
    const isClosed = !failure || failure.kind === 'unrecorded';
    if (isClosed) closed++;
    else troubles.push(html`Not closed: ${link.record.invite_link}. ${context.word(failure)}`);
    if (failure?.kind === 'unrecorded') unrecorded++;
    if (failure && STOPPING.has(failure.kind)) break;
    reached = link.n;
  }

  const said = [closed === 0 ? undefined : html`Closed ${closed}.`, ...troubles.slice(0, UNCLOSED_SHOWN)];
  const [ahead, open] = await Promise.all([
    context.records.listOpen(reached, 1),
    context.records.listOpen(0, 1),
  ]);
  if (!ahead.ok) return ahead;
  // What is closed without a record counts as open there.
  const total = Math.max(0, (open.ok ? open.value.total : 0) - unrecorded);
  if (ahead.value.links.length > 0) return ok(showProgress(said, total, reached, context));
  // Once more from the beginning, until what is open is what could not be closed just now.
  if (total > 0 && troubles.length === 0) return ok(showProgress(said, total, 0, context));
  return ok(await showEnding(said, total, context));
}

/** After these the next links would fare no better, while another press may. */
const STOPPING: ReadonlySet<Failure['kind']> = new Set([
  'bot_removed',
  'flood_control',
  'out_of_time',
  'token_rejected',
  'records_unavailable',
]);

/** The failure, if the link may still be open. */
async function closeOne({ id }: KnownLink, context: ActionContext): Promise<Failure | undefined> {
  const ask = { ...context.ask, key: `${context.ask.key}/${id}` };
  const closed = await perform({ kind: 'revoke', link: { kind: 'id', id } }, { ...context, ask });
  if (closed.ok) return undefined;
  const { failure } = closed;
  // Another press has closed it meanwhile.
  return failure.kind === 'link_revoked' ? undefined : failure;
}

const showProgress = (
  said: readonly (Html | undefined)[],
  total: number,
  reached: number,
  { chat }: ActionContext,
): Answer => ({
  text: lines(...said, html`${total} to go.`),
  buttons: [
    [
      {
        text: 'Continue',
        press: { kind: 'lockdown', chat: chat.id, value: reached.toString(36) },
        style: 'danger',
      },
    ],
  ],
});

async function showEnding(
  said: readonly (Html | undefined)[],
  open: number,
  context: ActionContext,
): Promise<Answer> {
  const primary = await replacePrimary(context);
  const again = { text: 'Try again', press: { kind: 'lockdown', chat: context.chat.id } };
  return {
    text: lines(
      ...said,
      open === 0
        ? html`Done: every link that I know here is closed.`
        : html`Links that are still open: ${open}.`,
      primary.text,
      OTHERS,
    ),
    buttons: open === 0 && primary.isDone ? [] : [[again]],
  };
}

/** The new link is not told: no one is to join by it. */
async function replacePrimary(
  context: ActionContext,
): Promise<{ readonly text: Html; readonly isDone: boolean }> {
  const { telegram, chat } = context;
  const asked = await telegram.call('getChat', { chat_id: chat.id });
  const ask = { ...context.ask, key: `${context.ask.key}/primary` };
  const primary = asked.ok ? readOwnPrimaryLink(asked.value) : undefined;
  const replaced = await perform({ kind: 'export' }, { ...context, ask }, primary);
  if (replaced.ok)
    return { text: html`My primary link is replaced, and I keep the new one to myself.`, isDone: true };
  const { failure } = replaced;
  if (failure.kind === 'perhaps_exported')
    return { text: html`It is not certain that my primary link was replaced.`, isDone: false };
  if (failure.kind === 'unrecorded')
    return { text: html`My primary link is replaced, but I could not record that.`, isDone: false };
  return { text: html`My primary link is not replaced. ${context.word(failure)}`, isDone: false };
}
