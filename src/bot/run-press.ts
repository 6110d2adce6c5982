// What a press of a button does. Who presses is asked afresh, whatever the button says; the change and the message drawn
// anew are calls of their own, and the notice to whoever pressed travels back.

import { ASK_REVOKE, type ButtonData, REVOKE, readButtonData, SHOW } from '../commands/button-data.ts';
import { showCard } from '../commands/card.ts';
import { editLink, revokeLink } from '../commands/change-link.ts';
import type { ActContext, Answer } from '../commands/command.ts';
import { showListPage } from '../commands/list-page.ts';
import { lockDownNext } from '../commands/lockdown.ts';
import { sayRevoked } from '../commands/revoke.ts';
import type { Failure } from '../failures.ts';
import { type Html, html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { LinkRecord } from '../links/link-record.ts';
import { parseOptions } from '../links/parse-options.ts';
import type { Chat } from '../telegram/chats.ts';
import { readCommandMessage } from '../telegram/command-messages.ts';
import type { Press } from '../telegram/presses.ts';
import {
  asKnown,
  byId,
  checkAccess,
  checkAccessElsewhere,
  isServed,
  type NamedChat,
  type Permission,
} from './access.ts';
import { toActContext } from './contexts.ts';
import { followRefusal } from './move.ts';
import { nameChat } from './reply.ts';
import { type Outcome, runForAdmin } from './run-command.ts';
import type { Services } from './services.ts';

/** What came of a press. */
export interface PressOutcome {
  /** What the message is to show now. */
  readonly redraw?: Answer | undefined;
  /** What is told to whoever pressed, alone. */
  readonly notice?: Html | undefined;
  /** Whether the notice says why it was not done. */
  readonly isFailure?: boolean;
}

type ChatData = Exclude<ButtonData, { kind: 'anonymous' }>;

export async function runPress(press: Press, services: Services): Promise<Result<PressOutcome, Failure>> {
  const data = readButtonData(press.data);
  if (!data) return fail({ kind: 'unknown_button' });
  if (services.badSetting) return fail(services.badSetting);
  if (data.kind === 'anonymous') return runConfirmed(press, data.token, services);

  const named = byId(data.chat);
  const done = await pressIn(named, data, press, services);
  if (done.ok || done.failure.kind !== 'chat_migrated') return done;
  const moved = await followRefusal(named, done.failure.to, press.person.id, services);
  return moved.ok ? pressIn(asKnown(moved.value), data, press, services) : moved;
}

async function pressIn(
  target: NamedChat,
  data: ChatData,
  press: Press,
  services: Services,
): Promise<Result<PressOutcome, Failure>> {
  const record = data.kind === 'card' ? services.linkStore.record(target.id, data.token) : undefined;
  const access = await checkPresser(target, press, services);
  if (!access.ok) return access;

  const { isAnonymous, elsewhere } = access.value;
  const by = isAnonymous ? undefined : press.person;
  const act = { by, date: services.now, update_id: press.updateId };
  const context = toActContext(act, target.id, services);
  const done = await (data.kind === 'card'
    ? pressCard(data.token, data.deed, await record, context)
    : pressOther(data, context, services));
  if (!done.ok || !elsewhere || !done.value.redraw) return done;
  return ok({ ...done.value, redraw: nameChat(done.value.redraw, elsewhere.title) });
}

/** With the chat that the button is about, where its message stands in another. */
async function checkPresser(
  target: NamedChat,
  press: Press,
  services: Services,
): Promise<Result<Permission & { readonly elsewhere?: Chat }, Failure>> {
  const { chat, person } = press;
  if (target.id === chat.id) {
    return isServed(chat.id, services)
      ? checkAccess(chat.id, person.id, services)
      : fail({ kind: 'chat_not_served', chat: chat.id });
  }
  // What stands in a group is drawn anew only for one of its admins: the data may name a chat of the presser's own.
  const [there, here] = await Promise.all([
    checkAccessElsewhere(target, person.id, services),
    chat.type === 'private' || press.ephemeralId !== undefined
      ? ok(undefined)
      : checkAccess(chat.id, person.id, services),
  ]);
  if (!here.ok) return here;
  return there.ok ? ok({ isAnonymous: there.value.isAnonymous, elsewhere: there.value.chat }) : there;
}

async function pressOther(
  data: Exclude<ChatData, { kind: 'card' }>,
  context: ActContext,
  { clock }: Services,
): Promise<Result<PressOutcome, Failure>> {
  if (data.kind === 'lockdown') {
    const answer = await lockDownNext(data.after, context, clock);
    return answer.ok ? ok({ redraw: answer.value }) : answer;
  }
  const all = await context.store.list(context.chatId);
  return all.ok ? ok({ redraw: showListPage(all.value, data.filter, data.page, context) }) : all;
}

async function pressCard(
  token: string,
  deed: string,
  recorded: Result<LinkRecord | undefined, Failure> | undefined,
  context: ActContext,
): Promise<Result<PressOutcome, Failure>> {
  if (recorded?.ok === false) return recorded;
  const record = recorded?.value;
  if (!record) return fail({ kind: 'link_unknown', link: `https://t.me/+${token}` });
  const found = { url: record.invite_link, record };

  if (deed === SHOW) return ok({ redraw: showCard(record, context) });
  if (deed === ASK_REVOKE && !record.is_revoked) {
    return ok({ redraw: showCard(record, context, { asksToRevoke: true }) });
  }
  const refuse = (failure: Failure): Result<PressOutcome, Failure> =>
    failure.kind === 'chat_migrated'
      ? fail(failure)
      : ok({ redraw: showCard(record, context), notice: context.word(failure), isFailure: true });
  if (deed === ASK_REVOKE || deed === REVOKE) {
    const revoked = await revokeLink(found, context);
    if (!revoked.ok) return refuse(revoked.failure);
    const shown = showCard(revoked.value.record, context);
    return ok({
      redraw: { ...shown, text: html`${sayRevoked(revoked.value)}\n${shown.text}` },
      notice: html`Revoked`,
    });
  }

  const accepts = ['expires', 'limit', 'approval'] as const;
  const typed = parseOptions(deed, { accepts, now: context.now, timeZone: context.timeZone });
  if (!typed.ok) return fail({ kind: 'unknown_button' });
  const changed = await editLink(found, typed.value, context);
  if (!changed.ok) return refuse(changed.failure);
  const { record: edited, displaced, warning } = changed.value;
  const notice = displaced ? html`Changed. ${displaced}` : html`Changed`;
  return ok({ redraw: showCard(edited, context, { warning }), notice });
}

/** A command that nobody has confirmed for so long may no longer be wanted. */
const CONFIRM_SECONDS = 24 * 60 * 60;

/** An anonymous admin's command, read again from the message that the button's replies to, for whoever has pressed. */
async function runConfirmed(
  press: Press,
  token: string,
  services: Services,
): Promise<Result<PressOutcome, Failure>> {
  const asked = readCommandMessage(press.repliedTo, press.updateId);
  const command = asked && services.commands.find(({ names }) => names.includes(asked.name));
  if (!command || asked.sender.kind !== 'anonymous_admin' || asked.chat.id !== press.chat.id) {
    return fail({ kind: 'unknown_button' });
  }
  if (services.now - asked.date > CONFIRM_SECONDS) return fail({ kind: 'unknown_button' });
  if (press.repliedTo?.edit_date !== undefined) return fail({ kind: 'edited_command' });
  // They confirm it as one of this chat's admins, also where it is about another chat.
  const access = await checkPresser(byId(press.chat.id), press, services);
  if (!access.ok) return access;
  const sender = { kind: 'person', ...press.person, isAnonymous: true } as const;
  const repliedTexts = token === '' ? undefined : [`https://t.me/+${token}`];
  const outcome = await runForAdmin({ ...asked, sender, repliedTexts }, command, services);
  return toPressOutcome(outcome, services);
}

function toPressOutcome(
  { result, audience, elsewhere }: Outcome,
  { word }: Services,
): Result<PressOutcome, Failure> {
  if (audience === 'asker') return result.ok ? ok({ notice: result.value.text }) : result;
  const answer = result.ok ? result.value : { text: word(result.failure) };
  return ok({ redraw: elsewhere ? nameChat(answer, elsewhere.title) : answer });
}
