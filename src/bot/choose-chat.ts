import type { Answer } from '../actions/answer.ts';
import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { ok, type Result } from '../lib/result.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import type { Chat } from '../telegram/chats.ts';
import { byId, checkAccessElsewhere } from './access.ts';
import { followMove } from './as-admin.ts';
import type { Services } from './services.ts';

/** Makes the chat the one in which the person's commands in private act, if they may there. */
export async function chooseChat(
  id: ChatId,
  user: UserId,
  services: Services,
): Promise<Result<Answer, Failure>> {
  const found = await findChat(id, user, services);
  if (!found.ok) return found;
  const chat = found.value;
  const chosen = await services.chatObject(user).choose(chat.id);
  if (!chosen.ok) return chosen;
  return ok({
    text: html`Your commands here act in <b>${chat.title}</b> now, until you choose another chat with /chats. Try /links or /create.`,
    keyboard: { remove_keyboard: true },
  });
}

/** The chat, or the supergroup that it has become: which one that is, only its admins learn. */
async function findChat(id: ChatId, user: UserId, services: Services): Promise<Result<Chat, Failure>> {
  const named = byId(id);
  const access = await checkAccessElsewhere(named, user, services);
  if (access.ok) return ok(access.value.chat);
  return access.failure.kind === 'chat_migrated'
    ? followMove(named, access.failure.to, user, services)
    : access;
}
