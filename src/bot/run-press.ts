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
import type { ChatId } from '../lib/units.ts';
import { parseOptions } from '../links/parse-options.ts';
import type { Chat } from '../telegram/chats.ts';
import { readCommandMessage } from '../telegram/command-messages.ts';
import type { Press } from '../telegram/presses.ts';
import { byId, checkAccess, checkAccessElsewhere, isServed } from './access.ts';
import { toActContext } from './contexts.ts';
import { wordFailure } from './failure-words.ts';
import { moveLinks } from './move.ts';
import { nameChat } from './reply.ts';
import { type Outcome, runForAdmin } from './run-command.ts';
import type { BotSettings, Services } from './services.ts';

/** What came of a press. */
export interface PressOutcome {
  /** What the message is to show now. */
  readonly redraw?: Answer | undefined;
  /** What is told to whoever pressed, alone. */
  readonly notice?: Html | undefined;
}

type ChatData = Exclude<ButtonData, { kind: 'anonymous' }>;

export async function runPress(press: Press, services: Services): Promise<Result<PressOutcome, Failure>> {
  const data = readButtonData(press.data);
  if (!data) return fail({ kind: 'unknown_button' });
  if (!services.settings.ok) return services.settings;
  const settings = services.settings.value;
  if (data.kind === 'anonymous') return runConfirmed(press, data.token, settings, services);

  const done = await pressIn(data.chat, data, press, settings, services);
  if (done.ok || done.failure.kind !== 'chat_migrated') return done;
  const { to } = done.failure;
  const access = await checkAccessElsewhere(byId(to), press.person.id, services);
  if (!access.ok) return access;
  await moveLinks({ from: data.chat, to }, services);
  return pressIn(to, data, press, settings, services);
}

async function pressIn(
  chatId: ChatId,
  data: ChatData,
  press: Press,
  settings: BotSettings,
  services: Services,
): Promise<Result<PressOutcome, Failure>> {
  const act = { by: press.person, date: services.now, update_id: press.updateId };
  const context = toActContext(act, chatId, settings, services);
  const record = data.kind === 'card' ? services.linkStore.record(chatId, data.token) : undefined;
  const elsewhere = await checkPresser(chatId, press, services);
  if (!elsewhere.ok) return elsewhere;

  const done = await (data.kind === 'card'
    ? pressCard(data.token, data.deed, await record, context)
    : pressOther(data, context));
  if (!done.ok || !elsewhere.value || !done.value.redraw) return done;
  return ok({ ...done.value, redraw: nameChat(done.value.redraw, elsewhere.value.title) });
}

/** The value is the chat that the button is about, where its message stands in another. */
async function checkPresser(
  chatId: ChatId,
  press: Press,
  services: Services,
): Promise<Result<Chat | undefined, Failure>> {
  const { chat, person } = press;
  if (chatId === chat.id) {
    if (!isServed(chatId, services)) return fail({ kind: 'chat_not_served', chat: chatId });
    const access = await checkAccess(chatId, person.id, services);
    return access.ok ? ok(undefined) : access;
  }
  // What stands in a group is drawn anew only for one of its admins: the data may name a chat of the presser's own.
  const [target, here] = await Promise.all([
    checkAccessElsewhere(byId(chatId), person.id, services),
    chat.type === 'private' || press.ephemeralId !== undefined
      ? ok(undefined)
      : checkAccess(chat.id, person.id, services),
  ]);
  return here.ok ? target : here;
}

async function pressOther(
  data: Exclude<ChatData, { kind: 'card' }>,
  context: ActContext,
): Promise<Result<PressOutcome, Failure>> {
  if (data.kind === 'lockdown') {
    const answer = await lockDownNext(data.after, context);
    return answer.ok ? ok({ redraw: answer.value }) : answer;
  }
  const all = await context.store.list(context.chatId);
  return all.ok ? ok({ redraw: showListPage(all.value, data.filter, data.page, context) }) : all;
}

async function pressCard(
  token: string,
  deed: string,
  recorded: Awaited<ReturnType<ActContext['store']['record']>> | undefined,
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
  const told = (failure: Failure) => ok({ redraw: showCard(record, context), notice: context.word(failure) });
  if (deed === ASK_REVOKE || deed === REVOKE) {
    const revoked = await revokeLink(found, context);
    if (!revoked.ok) return revoked.failure.kind === 'chat_migrated' ? revoked : told(revoked.failure);
    const { record: closed, warning } = revoked.value;
    const shown = showCard(closed, context);
    return ok({
      redraw: { ...shown, text: html`${sayRevoked(revoked.value)}\n${shown.text}`, mustArrive: !!warning },
      notice: html`Revoked`,
    });
  }

  const accepts = ['expires', 'limit', 'approval'] as const;
  const typed = parseOptions(deed, { accepts, now: context.now, timeZone: context.timeZone });
  if (!typed.ok) return fail({ kind: 'unknown_button' });
  const changed = await editLink(found, typed.value, context);
  if (!changed.ok) return changed.failure.kind === 'chat_migrated' ? changed : told(changed.failure);
  const { record: edited, warning } = changed.value;
  return ok({ redraw: showCard(edited, context, { warning }), notice: html`Changed` });
}

/** An anonymous admin's command, read again from the message that the button's replies to, for whoever has pressed. */
async function runConfirmed(
  press: Press,
  token: string,
  settings: BotSettings,
  services: Services,
): Promise<Result<PressOutcome, Failure>> {
  const asked = readCommandMessage(press.repliedTo, press.updateId, false);
  const command = asked && services.commands.find(({ names }) => names.includes(asked.name));
  if (!command || asked.sender.kind !== 'anonymous_admin' || asked.chat.id !== press.chat.id) {
    return fail({ kind: 'unknown_button' });
  }
  if (press.repliedTo?.edit_date !== undefined) return fail({ kind: 'edited_command' });
  const sender = { kind: 'person', ...press.person, isAnonymous: true } as const;
  const repliedTexts = token === '' ? undefined : [`https://t.me/+${token}`];
  const outcome = await runForAdmin({ ...asked, sender, repliedTexts }, sender, command, settings, services);
  return toPressOutcome(outcome, settings);
}

function toPressOutcome(
  { result, audience, elsewhere }: Outcome,
  { timeZone }: BotSettings,
): Result<PressOutcome, Failure> {
  if (audience === 'asker') return result.ok ? ok({ notice: result.value.text }) : result;
  const answer = result.ok ? result.value : { text: wordFailure(result.failure, timeZone) };
  return ok({ redraw: elsewhere ? nameChat(answer, elsewhere.title) : answer });
}
