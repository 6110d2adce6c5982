import type { LinkReference } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { AskedCommand, CommandContext, Meanwhile } from './command.ts';

/** Only a bare command means the last link, so that only it has to read which one is published. */
export const readsLast = (typed: TypedOptions, asked: AskedCommand): keyof Meanwhile | undefined =>
  typed.link || asked.repliedTexts || asked.repliedLink ? undefined : 'publishedLast';

/** The link typed; else the one that the words name; else the one link in the message replied to; else the chat's last created one. */
export function whichLink(
  typed: TypedOptions,
  { asked, meanwhile }: CommandContext,
): Result<LinkReference, Failure> {
  if (typed.link) return ok({ kind: 'url', url: typed.link.url });
  if (typed.words !== undefined) return ok({ kind: 'name', name: typed.words });
  if (asked.repliedLink) return ok({ kind: 'id', id: asked.repliedLink });
  if (asked.repliedTexts) {
    const [link, ...others] = findInviteLinks(asked.repliedTexts);
    return link && others.length === 0
      ? ok({ kind: 'url', url: link.url })
      : fail({ kind: 'which_link', doubt: 'reply_without_one_link' });
  }
  return ok({ kind: 'last', asked: asked.date, published: meanwhile.publishedLast });
}
