// As Telegram writes an update. https://core.telegram.org/bots/api#update
const BEGINNING = /^\{"update_id":\d+,\s*"/;

/** A text that begins with a slash, however JSON writes it; then a private chat, and what else a bot of this kind acts on. */
const CONCERNS =
  /"(?:\/|\\\/|\\u002f)|"type":\s*"private"|"(?:callback_query|(?:my_)?chat_member|chat_join_request|chat_shared|migrate_\w+)"/i;

/**
 * Whether an update does not concern this bot, decided without parsing it: nearly all updates do not.
 * "No" only means that it has to be looked at.
 */
export const isOrdinary = (body: string): boolean =>
  BEGINNING.test(body) && body.endsWith('}') && !CONCERNS.test(body);
