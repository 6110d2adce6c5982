import { html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';
import { type Answer, defineCommand, type RunContext } from './command.ts';
import { makeLink } from './make-link.ts';

/** What stands behind /start where a button sent it, or somebody typed it. */
const payloadOf = ({ args }: CommandMessage): string => args.trim();

const isFree = (asked: CommandMessage): boolean => asked.chat.type === 'private' || payloadOf(asked) !== '';

/** In a group: a link with no options at all. In a private chat: what the bot is, and buttons that add it somewhere. */
export const start = defineCommand({
  names: ['start'],
  summary: 'In a group: make a link without any options. In private: what I am',
  usage: '',
  access: 'admins',
  // Nothing is done there that needs a right; the chat that a word may name is asked for its own.
  isFree,

  read: async (_, { store, chatId, asked }) => (isFree(asked) ? undefined : store.lastLink(chatId)),

  async run(_, context, last) {
    const payload = payloadOf(context.asked);
    if (last) return last.ok ? makeLink({}, context, last.value) : last;
    // The button that adds the bot to a group sends a word along, so that adding it makes no link.
    if (context.chat.type !== 'private') {
      return ok({
        text: html`Hello! I make, change and close invite links for the admins of this chat: see /help.`,
      });
    }
    // The button under a channel's post names the channel.
    return /^-\d{1,16}$/.test(payload) ? context.chooseChat(Number(payload)) : ok(await introduce(context));
  },
});

async function introduce({ bot }: RunContext): Promise<Answer> {
  const text = lines(
    html`I manage the invite links of groups and channels: admins make, change and close them by command, and I keep a record of each.`,
    html``,
    html`Add me as an administrator who may invite users, then send /create there, or choose the chat here with /chats. All commands: /help`,
  );
  const me = await bot();
  if (!me) return { text };
  // https://core.telegram.org/api/links#groupchannel-bot-links: the word behind startgroup arrives as /start hello
  const address = `https://t.me/${me.username}`;
  return {
    text,
    markup: {
      inline_keyboard: [
        [{ text: 'Add me to a group', url: `${address}?startgroup=hello&admin=invite_users` }],
        [{ text: 'Add me to a channel', url: `${address}?startchannel&admin=invite_users` }],
      ],
    },
  };
}
