// What a call of the Bot API may hold, for the methods that this bot calls. https://core.telegram.org/bots/api#available-methods

type Check = (value: unknown) => boolean;

const isInteger: Check = (value) => /^-?\d{1,16}$/.test(String(value)) && Number.isSafeInteger(Number(value));
const isChat: Check = (value) => isInteger(value) || /^@\w{3,32}$/.test(String(value));
const isFlag: Check = (value) => ['true', 'false'].includes(String(value));
const isObject: Check = (value) => typeof value === 'object' && value !== null;
const isLink: Check = (value) => /^https:\/\/t\.me\/(\+|joinchat\/)[\w-]+$/.test(String(value));
const between =
  (least: number, most: number): Check =>
  (value) =>
    isInteger(value) && Number(value) >= least && Number(value) <= most;
const upTo =
  (characters: number): Check =>
  (value) =>
    typeof value === 'string' && value.isWellFormed() && [...value].length <= characters;

/** Without its markup, which does not count. */
const isMessage: Check = (value) => {
  const text = String(value)
    .replace(/<[^>]*>/g, '')
    .replace(/&\w+;/g, '.');
  return text.trim() !== '' && upTo(4096)(text);
};

const isMarkup: Check = (value) => {
  const { inline_keyboard: rows = [] } = value as {
    inline_keyboard?: { text: string; callback_data?: string }[][];
  };
  return rows
    .flat()
    .every(
      ({ text, callback_data: data = 'x' }) => text !== '' && data !== '' && Buffer.byteLength(data) <= 64,
    );
};

const settings = {
  name: upTo(32),
  expire_date: between(1, 2_147_483_647),
  member_limit: between(1, 99_999),
  creates_join_request: isFlag,
};
const content = {
  text: isMessage,
  parse_mode: (value: unknown) => value === 'HTML',
  link_preview_options: isObject,
  reply_markup: isMarkup,
};

interface Rules {
  readonly needs: Readonly<Record<string, Check>>;
  readonly may?: Readonly<Record<string, Check>>;
}

const chat = { chat_id: isChat };
const RULES: Readonly<Record<string, Rules>> = {
  getMe: { needs: {} },
  getWebhookInfo: { needs: {} },
  getChat: { needs: chat },
  getChatMember: { needs: { ...chat, user_id: isInteger } },
  createChatInviteLink: { needs: chat, may: settings },
  createChatSubscriptionInviteLink: {
    needs: {
      ...chat,
      subscription_period: between(2_592_000, 2_592_000),
      subscription_price: between(1, 10_000),
    },
    may: { name: upTo(32) },
  },
  exportChatInviteLink: { needs: chat },
  editChatInviteLink: { needs: { ...chat, invite_link: isLink }, may: settings },
  editChatSubscriptionInviteLink: { needs: { ...chat, invite_link: isLink }, may: { name: upTo(32) } },
  revokeChatInviteLink: { needs: { ...chat, invite_link: isLink } },
  approveChatJoinRequest: { needs: { ...chat, user_id: isInteger } },
  declineChatJoinRequest: { needs: { ...chat, user_id: isInteger } },
  sendMessage: {
    needs: { chat_id: isInteger, ...content },
    may: { message_thread_id: isInteger, reply_parameters: isObject, ephemeral_message_parameters: isObject },
  },
  editMessageText: { needs: { chat_id: isInteger, message_id: isInteger, ...content } },
  editEphemeralMessageText: {
    needs: { chat_id: isInteger, receiver_user_id: isInteger, ephemeral_message_id: isInteger, ...content },
  },
  answerCallbackQuery: {
    needs: { callback_query_id: upTo(10_000) },
    may: { text: upTo(200), show_alert: isFlag },
  },
};

const LEFT_OUT = ['reply_markup'];

/** What is wrong with a call; nothing where it is as Telegram takes it. */
export function brokenRules(method: string, params: Readonly<Record<string, unknown>>): readonly string[] {
  const rules = RULES[method];
  if (!rules) return [`${method} is no method of this bot's`];
  const known: Readonly<Record<string, Check>> = { ...rules.needs, ...rules.may };
  const missing = Object.keys(rules.needs).filter((name) => !(name in params) && !LEFT_OUT.includes(name));
  const wrong = Object.entries(params).filter(([name, value]) => !known[name]?.(value));
  return [
    ...missing.map((name) => `${method} without ${name}`),
    ...wrong.map(([name, value]) => `${method} with ${name}=${JSON.stringify(value)?.slice(0, 200)}`),
  ];
}
