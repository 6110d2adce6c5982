import { html } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { readStanding } from '../telegram/chats.ts';
import { defineCommand } from './command.ts';

export const health = defineCommand({
  names: ['health'],
  summary: 'Whether I can work here, and which right I lack',
  usage: '',
  access: 'admins',
  accepts: ['chat'],

  read: async () => undefined,

  async run(_, { telegram, chatId, bot }) {
    const me = await bot();
    if (!me) return fail({ kind: 'no_answer' });
    const member = await telegram.call('getChatMember', { chat_id: chatId, user_id: me.id });
    if (!member.ok) return member;
    switch (readStanding(member.value)) {
      case 'may_invite':
        return ok({ text: html`I can work in this chat: I am an administrator who may invite users.` });
      case 'admin_without_right':
        return ok({
          text: html`I cannot work in this chat: I am an administrator, but lack the right to invite users (“Invite Users via Link”).`,
        });
      default:
        return ok({
          text: html`I cannot work in this chat: make me an administrator with the right to invite users (“Invite Users via Link”).`,
        });
    }
  },
});
