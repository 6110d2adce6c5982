// What the bot says by itself, or after a service message: what it can do in a chat now, and which chat was chosen.

import { type Html, html } from '../lib/html.ts';
import type { SharedChat, StandingChange } from '../telegram/chat-events.ts';
import { isServed } from './access.ts';
import { chooseChat } from './choose-chat.ts';
import { toContent, type WebhookReply } from './reply.ts';
import type { Handled, Services } from './services.ts';

/**
 * Tells the person who changed the bot's status in a chat, in private, what it can do there now. Telegram refuses the message
 * if that person has never written to the bot. Records stay: a bot that returns still knows its links.
 */
export function tellStanding(
  change: StandingChange,
  services: Services,
): readonly [WebhookReply | undefined, Handled] {
  const { chat, by, before, after } = change;
  const text = before === after ? undefined : sayStanding(change, services);
  const reply = text && ({ method: 'sendMessage', chat_id: by, ...toContent({ text }) } as const);
  return [reply, { kind: 'chat', name: 'standing', chat: chat.id, outcome: after }];
}

function sayStanding({ chat, after }: StandingChange, services: Services): Html | undefined {
  if (after === 'gone') return undefined;
  if (!isServed(chat.id, services)) {
    return html`In <b>${chat.title}</b>: ${services.word({ kind: 'chat_not_served', chat: chat.id })}`;
  }
  if (after !== 'may_invite') {
    return html`In <b>${chat.title}</b> I can’t do anything yet. Make me an administrator there with the right to invite users (“Invite Users via Link”).`;
  }
  return chat.type === 'channel'
    ? html`I can manage the invite links of <b>${chat.title}</b> now. Choose it here with /chats.`
    : html`I can manage the invite links of <b>${chat.title}</b> now. Send /create there, or choose it here with /chats.`;
}

/** A chat that came out of Telegram's chooser, after /chats. */
export async function tellChosen(
  { sharedId, chat, userId, messageId }: SharedChat,
  services: Services,
): Promise<readonly [WebhookReply, Handled]> {
  const chosen = await chooseChat(sharedId, userId, services);
  const answer = chosen.ok ? chosen.value : { text: services.word(chosen.failure) };
  const reply = {
    method: 'sendMessage',
    chat_id: chat.id,
    ...toContent(answer),
    reply_parameters: { message_id: messageId, allow_sending_without_reply: true },
  } as const;
  const outcome = chosen.ok ? 'ok' : chosen.failure.kind;
  return [reply, { kind: 'chat', name: 'chosen', chat: sharedId, outcome }];
}
