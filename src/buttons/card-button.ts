import type { ButtonData, Pressed } from '../actions/answer.ts';
import {
  ASK_APPROVAL,
  ASK_REVOKE,
  cardButtons,
  describeAct,
  MAKE_AGAIN,
  REVOKE,
  SHOW,
  showCard,
} from '../actions/card.ts';
import { sayDisplaced, sayRevoked } from '../actions/change-words.ts';
import { perform } from '../actions/perform.ts';
import { hintAtRules } from '../actions/rules-hint.ts';
import type { KnownLink } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { html, lines } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { parseOptions } from '../links/parse-options.ts';
import type { Button, PressContext } from './button.ts';

/** On a link's card: shows, changes or closes the link. */
export const cardButton: Button = {
  kind: 'card',

  async press(data, context) {
    if (data.link === undefined) return fail({ kind: 'unknown_button' });
    const link = { kind: 'id', id: data.link } as const;
    switch (data.value) {
      case SHOW:
      case ASK_REVOKE:
      case ASK_APPROVAL: {
        const found = await context.records.find(link);
        if (!found.ok) return found;
        const { is_revoked, invite_link } = found.value.record;
        const asks = data.value === SHOW ? undefined : data.value;
        return asks && is_revoked
          ? refuse(data, { kind: 'link_revoked', link: invite_link }, context)
          : ok({ redraw: showCard(found.value, context, asks && { asks }) });
      }
      case REVOKE: {
        const revoked = await perform({ kind: 'revoke', link }, context);
        if (!revoked.ok) return refuse(data, revoked.failure, context);
        const { timeZone } = context;
        const { link: closed } = revoked.value;
        const by = describeAct('Closed', closed.record.closed, timeZone);
        const text = lines(sayRevoked(revoked.value, timeZone), by);
        return ok({ redraw: { text, buttons: cardButtons(closed, context) }, notice: html`Revoked` });
      }
      case MAKE_AGAIN:
        return makeAgain(data, link.id, context);
      default:
        return change(data, link.id, context);
    }
  },
};

/** A new link with the settings of one that is closed. */
async function makeAgain(
  data: ButtonData,
  id: KnownLink['id'],
  context: PressContext,
): Promise<Result<Pressed, Failure>> {
  const made = await perform({ kind: 'create', settings: {}, asked: context.now, like: id }, context);
  // A link that is not recorded must stay readable.
  if (!made.ok && made.failure.kind === 'unrecorded')
    return ok({ redraw: { text: context.word(made.failure) } });
  if (!made.ok) return refuse(data, made.failure, context);
  const { link } = made.value;
  const headline = html`Created ${link.record.invite_link}`;
  return ok({ redraw: showCard(link, context, { headline }), notice: html`Made again` });
}

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
  const note = await hintAtRules(edited.value.link.record, context);
  return ok({
    redraw: showCard(edited.value.link, context, { note }),
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
