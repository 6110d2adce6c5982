/**
 * The kinds of update that the bot handles, as setWebhook and getUpdates take them: naming some turns all others off.
 * https://core.telegram.org/bots/api#setwebhook
 */
export const UPDATE_KINDS = [
  'message',
  'edited_message',
  'channel_post',
  'callback_query',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
] as const;
