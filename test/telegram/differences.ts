// Where this Telegram differs from the official one, in one list, which `GET /local` shows. Anyone who finds or closes a
// gap changes it here.

const MISSING = [
  'answerChatJoinRequestQuery approveSuggestedPost banChatMember banChatSenderChat copyMessage createForumTopic',
  'deleteChatPhoto deleteEphemeralMessage deleteMessage deleteMessages editEphemeralMessageReplyMarkup',
  'editMessageReplyMarkup forwardMessage getChatAdministrators getChatMemberCount getChatMenuButton getFile getMyDescription getMyName getUserProfilePhotos',
  'leaveChat pinChatMessage promoteChatMember restrictChatMember sendChatAction sendChatJoinRequestWebApp',
  'sendDocument sendMediaGroup sendPhoto setChatAdministratorCustomTitle setChatDescription setChatMenuButton',
  'setChatPermissions setChatTitle setMessageReaction setMyDescription setMyName unbanChatMember unpinChatMessage',
].flatMap((line) => line.split(' '));

export const DIFFERENCES: readonly string[] = [
  'There is one bot. Other bots, business accounts, inline mode, payments, stories and reactions do not exist.',
  'Messages are texts: no photos, files, polls or stickers. A multipart body is not read.',
  'parse_mode is HTML or nothing: the value of an attribute is in double quotes, a block of code has no language, and custom emoji do not exist.',
  'A button does exactly one thing; the official server takes the first that it knows.',
  'A webhook may be http, on any port, on this machine. setWebhook may be called as often as one likes; there, once a second.',
  'The address of a webhook is neither looked up nor connected to before the first update, and max_connections limits nothing but how many updates are looked at.',
  'Nothing floods: 429 comes only when it is asked for with /local/fail.',
  'Nothing is written to a chat when it is created, and old fields of messages, such as forward_from, are left out.',
  'Subscriptions and restrictions that end do so at the next call of the bot, not at the very second.',
  'Members have no tags; default permissions of a group cannot be changed; anti-spam, slow mode and linked chats do not exist.',
  'No chat has a guard bot, so no request to join has a query_id. Folder links and communities do not exist.',
  'The bot knows everybody from the start; there, a user or chat that it never met is “not found”.',
  'Uncertain, because no source says it: who is “from” when a request is approved (here, the approver) and when a subscription ends (here, the subscriber, who is then “left”).',
  'Uncertain: what the bot is in the supergroup that a group became (here, what it was; recorded is only a member), and whether the links of the group live on (here, they die).',
  'Uncertain: the refusals of links of another admin, of revoked links, and everything about ephemeral messages, whose server code is not public.',
  'Uncertain: whether links of an admin who lost the right stay open (here, they do), and whether requests by a revoked link stay open (here, they do).',
  `Methods that do not exist here: ${MISSING.join(', ')}, and all that have nothing to do with chats, people and texts.`,
];

/** A method of the Bot API that is known to be left out, not misspelt. */
export const isMissing = (method: string): boolean =>
  MISSING.some((one) => one.toLowerCase() === method.toLowerCase());
