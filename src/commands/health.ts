import type { Lag } from '../chat/protocol.ts';
import { code, type Html, html, lines } from '../lib/html.ts';
import { fail, ok } from '../lib/result.ts';
import { readStanding, type Standing } from '../telegram/chats.ts';
import { defineCommand } from './command.ts';

export const health = defineCommand({
  names: ['health'],
  summary: 'Check that I have the rights I need',
  usage: '',
  access: 'admins',
  accepts: ['chat'],

  async run(_, context) {
    const { telegram, chat, records, bot, ask } = context;
    const me = await bot();
    if (!me) return fail({ kind: 'no_answer' });
    const [member, lag] = await Promise.all([
      telegram.call('getChatMember', { chat_id: chat.id, user_id: me.id }),
      records.lag(),
    ]);
    if (!member.ok) return member;
    return ok({
      text: lines(
        describeStanding(readStanding(member.value)),
        ...(lag.ok ? describeLag(lag.value) : [context.word(lag.failure)]),
        html`Chat id: ${code(String(chat.id))}`,
        // Nothing names an admin who stays anonymous.
        ask.act.by && html`Your id: ${code(String(ask.act.by.id))}`,
      ),
    });
  },
});

function describeStanding(standing: Standing): Html {
  switch (standing) {
    case 'may_invite':
      return html`I can work in this chat: I am an administrator who may invite users.`;
    case 'admin_without_right':
      return html`I can’t work in this chat: I am an administrator, but without the right to invite users (“Invite Users via Link”). Give it to me.`;
    case 'member':
    case 'gone':
      return html`I can’t work in this chat. Make me an administrator with the right to invite users (“Invite Users via Link”).`;
  }
}

const describeLag = ({ keys, isMore, isLoaded }: Lag): readonly (Html | undefined)[] => [
  keys === 0
    ? undefined
    : html`Workers KV does not show ${keys}${isMore ? ' or more' : ''} of my records yet. I keep trying; there is nothing to do.`,
  isLoaded ? undefined : html`I am still reading which links I made here. Try again in a minute.`,
];
