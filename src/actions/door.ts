// What is done with a door, by command or by button; each answers with the card.

import type { DoorAsk, DoorChange, KnownDoor } from '../chat/doors/door-protocol.ts';
import type { KnownLink } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { addressOf, type DoorReference } from '../links/door.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { Answer } from './answer.ts';
import { sayRevoked } from './change-words.ts';
import type { ActionContext } from './context.ts';
import { type DoorCardParts, showDoor } from './door-card.ts';
import { perform } from './perform.ts';

export const listDoors = ({
  records,
  chat,
  origin,
}: ActionContext): Promise<Result<readonly KnownDoor[], Failure>> =>
  records.doors({ title: chat.title, origin });

export const MADE: Html = html`This address stays, whatever link is behind it:`;

export const makeDoor = (
  door: Extract<DoorAsk, { kind: 'make' }>['door'],
  settings: LinkSettings,
  { note, asked }: { readonly note: Html | undefined; readonly asked: UnixSeconds },
  context: ActionContext,
): Promise<Result<Answer, Failure>> =>
  create({ kind: 'make', door }, { settings, asked }, { headline: MADE, note }, context);

const RENEWED: Html = html`A new link is behind this address. I close the one before it.`;

export const renewDoor = (door: DoorReference, context: ActionContext): Promise<Result<Answer, Failure>> =>
  create({ kind: 'renew', door }, { settings: {}, asked: context.now }, { headline: RENEWED }, context);

async function create(
  door: DoorAsk,
  how: { readonly settings: LinkSettings; readonly asked: UnixSeconds },
  parts: DoorCardParts,
  context: ActionContext,
): Promise<Result<Answer, Failure>> {
  const made = await perform({ kind: 'create', ...how, door }, context);
  if (!made.ok) return made;
  const { link } = made.value;
  if (!link.record.door) return fail({ kind: 'door', trouble: 'changed' });
  // With the counts of all links that the door has led to.
  const all = await listDoors(context);
  const known = all.ok ? all.value.find((one) => one.link.id === link.id) : undefined;
  const fresh = { door: link.record.door, link, people: { joined: 0, here: 0 } };
  return ok(showDoor(known ?? fresh, context, parts));
}

export async function changeDoor(
  door: DoorReference,
  change: DoorChange,
  context: ActionContext,
): Promise<Result<Answer, Failure>> {
  const changed = await context.records.changeDoor(door, change, context.ask.key);
  return changed.ok ? ok(showDoor(changed.value, context)) : changed;
}

/** For good; the link behind it is revoked. */
export async function closeDoor(
  door: DoorReference,
  context: ActionContext,
): Promise<Result<Answer, Failure>> {
  const reference = { kind: 'door', door } as const;
  const before = await context.records.find(reference);
  const closed = await perform({ kind: 'revoke', link: reference }, context);
  if (!closed.ok) return before.ok ? sayHalfClosed(before.value, closed.failure, context) : closed;
  const { link } = closed.value;
  const address = link.record.door && addressOf(link.record.door);
  return ok({
    text: lines(
      html`The door is closed for good. ${address ?? 'Its address'} leads nowhere now.`,
      sayRevoked(closed.value, context.timeZone),
    ),
  });
}

/** The door is closed before Telegram is asked to close its link. */
async function sayHalfClosed(
  { record: { door } }: KnownLink,
  failure: Failure,
  context: ActionContext,
): Promise<Result<Answer, Failure>> {
  const id = door?.id ?? '';
  const still = await context.records.find({ kind: 'door', door: { kind: 'id', id } });
  if (failure.kind === 'chat_migrated' || still.ok || still.failure.kind !== 'door') return fail(failure);
  return ok({
    text: lines(
      html`The door is closed for good: its address leads nowhere now. Its link may still be open.`,
      context.word(failure),
    ),
  });
}
