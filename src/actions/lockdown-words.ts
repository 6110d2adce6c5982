// What the message of a lockdown shows: how far it is, and at the end the truth.

import type { Lockdown, LockdownProgress } from '../chat/notice.ts';
import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import type { Answer } from './answer.ts';

const TROUBLES_SHOWN = 5;

export const OTHERS: Html = html`Links that other admins made themselves I can neither see nor close: ask each of them.`;

const FULL = html`I can’t go on by myself today. Press the button until all links are closed.`;

interface LockdownWords {
  readonly chat: ChatId;
  /** Leaves the links out of a message that all members can read. */
  readonly hidesLinks?: boolean;
  word(failure: Failure): Html;
}

export function sayLockdown(progress: LockdownProgress, words: LockdownWords): Answer {
  const { isOver, isUnsaved } = progress.lockdown;
  const press = { kind: 'lockdown', chat: words.chat };
  const button = isOver ? 'Once more' : 'Go on';
  return {
    text: isOver ? sayEnding(progress, words) : sayProgress(progress),
    // One that is under way goes on by itself, if that can be recorded.
    ...((isOver || isUnsaved) && { buttons: [[{ text: button, press, style: 'danger' }]] }),
  };
}

function sayProgress({ closed, open, lockdown }: LockdownProgress): Html {
  const { waitsFor, isUnsaved } = lockdown;
  return lines(
    html`Closing links: ${closed} closed, ${open} to go.`,
    waitsFor && sayPause(waitsFor),
    isUnsaved && FULL,
  );
}

function sayEnding(
  { closed, open, doors, perhapsMade, lockdown }: LockdownProgress,
  { word, hidesLinks }: LockdownWords,
): Html {
  const { stoppedBy, troubles, isUnsaved } = lockdown;
  const refused = Object.values(troubles).filter(({ failure }) => failure.kind !== 'unrecorded');
  const unanswered = stoppedBy ? 0 : open - refused.length;
  const shown = stoppedBy || hidesLinks ? [] : refused.slice(0, TROUBLES_SHOWN);
  return lines(
    sayClosed(closed, open),
    stoppedBy && html`I stopped. ${word(stoppedBy)}`,
    ...shown.map(({ link, failure }) => html`Not closed: ${link}. ${word(failure)}`),
    unanswered > 0
      ? html`Telegram gave no answer for ${unanswered} of them. I try again until it does.`
      : undefined,
    perhapsMade > 0
      ? html`One more link may be open: Telegram gave no answer to a /create. Ask the owner to look under Invite Links and to revoke what should not be there.`
      : undefined,
    sayPrimary(lockdown.primary, word),
    doors > 0 &&
      html`The addresses of /door are paused: none leads anywhere until you put a new link behind it.`,
    isUnsaved && html`I could not record this: my records take nothing more today.`,
    OTHERS,
  );
}

const sayPause = (why: Failure): Html =>
  why.kind === 'flood_control'
    ? html`Telegram asks me to wait ${why.retryAfter} seconds. Then I go on.`
    : html`Telegram did not answer in time. I try again.`;

function sayClosed(closed: number, open: number): Html {
  if (open > 0) return html`Closed ${closed}. Still open: ${open}.`;
  if (closed === 0) return html`No additional link of mine was open.`;
  return closed === 1 ? html`The one link is closed.` : html`All ${closed} closed.`;
}

/** The new primary link is not told: no one is to join by it. */
function sayPrimary(primary: Lockdown['primary'], word: (failure: Failure) => Html): Html | undefined {
  if (primary === undefined) return undefined;
  if (primary === 'replaced')
    return html`My old primary link no longer works. I don’t show the new one; when you need one, send /export.`;
  return primary.kind === 'perhaps_exported'
    ? html`I don’t know whether my primary link is closed: Telegram gave no answer. Press “Once more”.`
    : html`My primary link is not replaced. ${word(primary)}`;
}
