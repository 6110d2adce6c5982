// As Telegram writes an update. https://core.telegram.org/bots/api#update
const BEGINNING = /^\{"update_id":\d+,\s*"/;

/** A text that begins with a slash, however JSON writes it; then what else a bot of this kind acts on. */
const CONCERNS = /"(?:\/|\\\/|\\u002f)|"(?:callback_query|(?:my_)?chat_member|chat_shared|migrate_\w+)"/i;

/**
 * Whether the body of an update concerns this bot in no way, told without parsing it: nearly all updates are such ones.
 * "No" only means that it has to be looked at.
 */
export const isOrdinary = (body: string): boolean =>
  BEGINNING.test(body) && body.endsWith('}') && !CONCERNS.test(body);
