// What Telegram says when it refuses a call, turned into facts. Its texts carry no codes of their own, so they are
// matched as the server of the Bot API and TDLib write them (github.com/tdlib/telegram-bot-api, Client.cpp; github.com/
// tdlib/td, DialogInviteLinkManager.cpp; the errors in capitals come from https://core.telegram.org/method/…).

import type { Failure, TelegramFailure } from '../failures.ts';
import { readFields, readInteger, readText } from '../lib/shapes.ts';

const REFUSALS: readonly (readonly [RegExp, TelegramFailure])[] = [
  [
    /not enough rights to manage chat (?:invite link|join request)|CHAT_ADMIN_REQUIRED/,
    { kind: 'bot_not_allowed' },
  ],
  [
    /bot was kicked|bot is not a member|group chat was deleted|chat is deactivated|CHANNEL_PRIVATE/,
    { kind: 'bot_removed' },
  ],
  [/chat not found|chat_id is empty|PEER_ID_INVALID/, { kind: 'chat_not_found' }],
  [/INVITE_HASH_EXPIRED|INVITE_HASH_INVALID|INVITE_HASH_EMPTY/, { kind: 'link_gone' }],
  // Both say that there is no such request any more.
  [/HIDE_REQUESTER_MISSING|USER_ID_INVALID/, { kind: 'request_gone' }],
  [/USER_ALREADY_PARTICIPANT/, { kind: 'already_member' }],
  [/CHANNELS_TOO_MUCH/, { kind: 'too_many_chats' }],
  [/CHAT_INVITE_PERMANENT/, { kind: 'primary_not_editable' }],
];

/** If Telegram names no time. */
const FLOOD_SECONDS = 30;

/**
 * Reads the body of an answer that is not `ok`; `status` is the HTTP status. An answer that is no JSON comes from
 * something in front of Telegram, and leaves open whether the call was carried out.
 */
export function readRefusal(status: number, body: unknown): TelegramFailure {
  const answer = readFields(body);
  const code = readInteger(answer?.error_code) ?? status;
  const description = readText(answer?.description);
  const parameters = readFields(answer?.parameters);
  if (code === 429)
    return { kind: 'flood_control', retryAfter: readInteger(parameters?.retry_after) ?? FLOOD_SECONDS };
  if (description === undefined || code >= 500) return { kind: 'telegram_down', status: code };
  // A malformed token is answered with 404, before any method is looked at.
  if (code === 401 || code === 404) return { kind: 'token_rejected' };

  const to = readInteger(parameters?.migrate_to_chat_id);
  if (to !== undefined) return { kind: 'chat_migrated', to };
  return (
    REFUSALS.find(([pattern]) => pattern.test(description))?.[1] ?? { kind: 'telegram_refused', description }
  );
}

/** Whether a call that failed this way may have been carried out anyway. */
export const mayHaveHappened = ({ kind }: Failure): boolean =>
  kind === 'no_answer' || kind === 'telegram_down';

/** Whether the same call may fare better some time later: no answer came, or Telegram asked to wait. */
export const isPassing = (failure: Failure): boolean =>
  mayHaveHappened(failure) || failure.kind === 'flood_control' || failure.kind === 'out_of_time';

/** Whether setWebhook was refused because the address is too new: "bad webhook: Failed to resolve host". */
export const isUnresolvedHost = (failure: Failure): boolean =>
  failure.kind === 'telegram_refused' && /resolve host/i.test(failure.description);

/** Whether an edit was refused because the message shows the same already: "message is not modified: …". */
export const isUnmodified = (failure: Failure): boolean =>
  failure.kind === 'telegram_refused' && failure.description.includes('message is not modified');
