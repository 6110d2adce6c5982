import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readText } from '../lib/shapes.ts';
import type { PrimaryLink } from '../store/link-store.ts';
import { readOwnPrimaryLink } from '../telegram/chats.ts';
import { mayHaveHappened } from '../telegram/refusals.ts';
import type { ActContext } from './command.ts';

export interface ReplacedPrimary {
  readonly link: string;
  /** The primary link that died by it. */
  readonly died?: string | undefined;
  /** What could not be remembered, in words. */
  readonly warning?: Html | undefined;
}

/**
 * Replaces the bot's primary link by a new one, and records both. Which one dies, `chat` tells, an answer of getChat, else
 * the one `remembered`.
 * https://core.telegram.org/bots/api#exportchatinvitelink
 */
export async function replacePrimary(
  chat: Result<unknown, Failure>,
  remembered: PrimaryLink | undefined,
  context: ActContext,
): Promise<Result<ReplacedPrimary, Failure>> {
  const { telegram, store, chatId, act } = context;
  const exported = await telegram.call('exportChatInviteLink', { chat_id: chatId });
  if (!exported.ok && !mayHaveHappened(exported.failure)) return exported;
  const link = exported.ok ? readText(exported.value) : undefined;
  if (!link) return fail({ kind: 'perhaps_exported' });

  const old = (chat.ok ? readOwnPrimaryLink(chat.value) : undefined) ?? remembered?.link;
  const died = old === link ? undefined : old;
  const [recorded, closed] = await Promise.all([
    store.saveRecord(chatId, { invite_link: link, is_primary: true, is_revoked: false, made: act }),
    died === undefined || closeRecord(died, context),
    // Only tells a second delivery, and what died where Telegram does not say: nothing to warn of.
    store.savePrimaryLink(chatId, { ...act, link }),
  ]);
  const warning = lines(
    recorded.ok ? undefined : html`I could not remember the new link, though: copy it now.`,
    closed ? undefined : html`I could not remember that the old link is closed, though.`,
  );
  return ok({ link, died, warning: recorded.ok && closed ? undefined : warning });
}

/** Closes the record of the primary link that died; one that Telegram had made by itself is recorded now. */
async function closeRecord(url: string, { store, chatId, act }: ActContext): Promise<boolean> {
  const record = await store.record(chatId, url);
  if (!record.ok) return false;
  const closed = { invite_link: url, is_primary: true, ...record.value, is_revoked: true, closed: act };
  return (await store.saveRecord(chatId, closed)).ok;
}
