import type { Answer } from '../actions/answer.ts';
import { html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { makeLink } from './make-link.ts';

/** The word after /start, sent by a button or typed. */
const payloadOf = ({ args }: CommandMessage): string => args.trim();

const isFree = (asked: CommandMessage): boolean => asked.chat.type === 'private' || payloadOf(asked) !== '';

/** In a group: a link with no options at all. In a private chat: what the bot is, and buttons that add it somewhere. */
export const start = defineCommand({
  names: ['start'],
  summary: 'In a group: make a link without limits. In private: what I do',
  usage: '',
  access: 'admins',
  // Nothing is done there that needs a right; of a chat that the word names, the right is asked.
  isFree,

  async run(_, context) {
    const note = html`/start makes a link without limits; /help lists everything else.`;
    if (!isFree(context.asked)) return makeLink({}, context, {}, note);
    // The button that adds the bot to a group sends a word along, so that adding it makes no link.
    if (context.asked.chat.type !== 'private') {
      return ok({
        text: html`Hello! I make, change and close invite links for the admins of this chat. /help lists the commands.`,
      });
    }
    const payload = payloadOf(context.asked);
    // The button under a channel's post names the channel.
    return /^-\d{1,16}$/.test(payload) ? context.chooseChat(Number(payload)) : ok(await introduce(context));
  },
});

async function introduce({ bot }: CommandContext): Promise<Answer> {
  const text = lines(
    html`I manage the invite links of groups and channels: admins make, change and close them by command, and I keep a record of each.`,
    html``,
    html`Add me as an administrator who may invite users, then send /create there, or choose the chat here with /chats. All commands: /help`,
  );
  const me = await bot();
  if (!me) return { text };
  // https://core.telegram.org/api/links#groupchannel-bot-links: the word after startgroup arrives as /start hello
  const address = `https://t.me/${me.username}`;
  return {
    text,
    buttons: [
      [{ text: 'Add me to a group', url: `${address}?startgroup=hello&admin=invite_users` }],
      [{ text: 'Add me to a channel', url: `${address}?startchannel&admin=invite_users` }],
    ],
  };
}
