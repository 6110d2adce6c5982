import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { ReadContext } from './command.ts';

/** The link that a command means. */
export interface FoundLink {
  /** As Telegram gave it, where that is recorded. */
  readonly url: string;
  /** Absent where the bot did not make it, or cannot see yet that it did. */
  readonly record?: LinkRecord | undefined;
}

/**
 * The link typed, else the one link in the message replied to, else the chat's last created link. Where that leaves a
 * doubt, the failure asks; nothing is guessed.
 */
export async function findLink(
  typed: TypedOptions,
  context: ReadContext,
): Promise<Result<FoundLink, Failure>> {
  if (typed.words !== undefined)
    return fail({ kind: 'which_link', doubt: 'no_link_typed', got: typed.words });
  const url = typed.link ? ok(typed.link.url) : await findUntypedLink(context);
  if (!url.ok) return url;
  const record = await context.store.record(context.chatId, url.value);
  if (!record.ok) return record;
  return ok(record.value ? { url: record.value.invite_link, record: record.value } : { url: url.value });
}

async function findUntypedLink({ asked, chatId, store }: ReadContext): Promise<Result<string, Failure>> {
  if (asked.repliedTexts) {
    const [link, ...others] = findInviteLinks(asked.repliedTexts);
    return link && others.length === 0
      ? ok(link.url)
      : fail({ kind: 'which_link', doubt: 'reply_without_one_link' });
  }
  const last = await store.lastLink(chatId);
  if (!last.ok) return last;
  if (!last.value) return fail({ kind: 'which_link', doubt: 'none_seen' });
  // Whoever typed the command before that link was made cannot have meant it.
  if (last.value.date > asked.date) return fail({ kind: 'which_link', doubt: 'newer_link_made' });
  return ok(last.value.link);
}
