import { html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { type Answer, defineCommand, type RunContext } from './command.ts';
import { makeLink } from './make-link.ts';

/** In a group: a link with no options at all. In a private chat: what the bot is, and buttons that add it somewhere. */
export const start = defineCommand({
  names: ['start'],
  summary: 'In a group: make a link without any options. In private: what I am',
  usage: '',
  access: 'admins_in_groups',

  read: async (_, { store, chatId, asked }) =>
    asked.chat.type === 'private' ? ok(undefined) : store.lastLink(chatId),

  async run(_, context, last) {
    if (context.chat.type === 'private') return ok(await introduce(context));
    // The buttons that add the bot to a group send /start with a word behind it: adding it makes no link.
    if (context.asked.args.trim() !== '') {
      return ok({
        text: html`Hello! I make, change and close invite links for the admins of this chat: see /help.`,
      });
    }
    return last.ok ? makeLink({}, context, last.value) : last;
  },
});

async function introduce({ bot }: RunContext): Promise<Answer> {
  const text = lines(
    html`I manage the invite links of groups and channels: admins make, change and close them by command, and I remember every link that I made.`,
    html``,
    html`Add me as an administrator who may invite users, then send /create in the chat. All commands: /help`,
  );
  const me = await bot();
  if (!me) return { text };
  // https://core.telegram.org/api/links#bot-links: the word behind startgroup arrives as /start hello
  const address = `https://t.me/${me.username}`;
  return {
    text,
    buttons: [
      [{ text: 'Add me to a group', url: `${address}?startgroup=hello&admin=invite_users` }],
      [{ text: 'Add me to a channel', url: `${address}?startchannel&admin=invite_users` }],
    ],
  };
}
