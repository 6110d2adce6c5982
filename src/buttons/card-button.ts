import type { ButtonData, Pressed } from '../actions/answer.ts';
import { ASK_REVOKE, REVOKE, SHOW, showCard } from '../actions/card.ts';
import { sayDisplaced, sayRevoked } from '../actions/change-words.ts';
import { perform } from '../actions/perform.ts';
import type { KnownLink } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { parseOptions } from '../links/parse-options.ts';
import type { Button, PressContext } from './button.ts';

/** On a link's card: shows, changes or closes the link. */
export const cardButton: Button = {
  kind: 'card',

  async press(data, context) {
    if (data.link === undefined) return fail({ kind: 'unknown_button' });
    const link = { kind: 'id', id: data.link } as const;
    if (data.value === SHOW || data.value === ASK_REVOKE) {
      const found = await context.records.find(link);
      if (!found.ok) return found;
      const asksToRevoke = data.value === ASK_REVOKE;
      if (asksToRevoke && found.value.record.is_revoked)
        return refuse(data, { kind: 'link_revoked', link: found.value.record.invite_link }, context);
      return ok({ redraw: showCard(found.value, context, { asksToRevoke }) });
    }
    if (data.value === REVOKE) {
      const revoked = await perform({ kind: 'revoke', link }, context);
      if (!revoked.ok) return refuse(data, revoked.failure, context);
      const shown = showCard(revoked.value.link, context);
      const redraw = { ...shown, text: html`${sayRevoked(revoked.value)}\n${shown.text}` };
      return ok({ redraw, notice: html`Revoked` });
    }
    return change(data, link.id, context);
  },
};

async function change(
  data: ButtonData,
  id: KnownLink['id'],
  context: PressContext,
): Promise<Result<Pressed, Failure>> {
  const { now, timeZone } = context;
  const accepts = ['expires', 'limit', 'approval'] as const;
  const typed = parseOptions(data.value ?? '', { accepts, now, timeZone });
  if (!typed.ok || Object.keys(typed.value).length === 0) return fail({ kind: 'unknown_button' });
  const edited = await perform({ kind: 'edit', link: { kind: 'id', id }, typed: typed.value }, context);
  if (!edited.ok) return refuse(data, edited.failure, context);
  const displaced = sayDisplaced(edited.value, typed.value);
  return ok({
    redraw: showCard(edited.value.link, context),
    notice: displaced ? html`Changed. ${displaced}` : html`Changed`,
  });
}

/** Says why, over the card as the link is by now. */
async function refuse(
  { link: id = '' }: ButtonData,
  failure: Failure,
  context: PressContext,
): Promise<Result<Pressed, Failure>> {
  if (failure.kind === 'chat_migrated') return fail(failure);
  const found = await context.records.find({ kind: 'id', id });
  if (!found.ok) return fail(failure);
  return ok({ redraw: showCard(found.value, context), notice: context.word(failure), isFailure: true });
}
