// What a press does. Rights are checked at each press, whatever the button says; redrawing the message is a call of its own,
// and the notice to the person travels back.

import type { Answer, ButtonData, Pressed } from '../actions/answer.ts';
import { isOldButton, readButtonData } from '../actions/button-data.ts';
import type { ActionContext } from '../actions/context.ts';
import type { Button } from '../buttons/button.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Seconds } from '../lib/units.ts';
import { readCommandMessage } from '../telegram/command-messages.ts';
import type { Press } from '../telegram/presses.ts';
import { byId, isServed } from './access.ts';
import { type Answered, type Asking, asAdmin, toActing } from './as-admin.ts';
import { nameChat } from './reply.ts';
import { runForAdmin } from './run-command.ts';
import type { Services } from './services.ts';

/** A command that no one has confirmed for so long may no longer be wanted. */
const CONFIRM_SECONDS: Seconds = 24 * 60 * 60;

export async function runPress(press: Press, services: Services): Promise<Result<Pressed, Failure>> {
  const data = readButtonData(press.data);
  if (!data) return fail({ kind: isOldButton(press.data) ? 'old_button' : 'unknown_button' });
  if (services.badSetting) return fail(services.badSetting);
  if (data.kind === 'confirm') return runConfirmed(press, data, services);

  const button = services.buttons.find(({ kind }) => kind === data.kind);
  if (!button) return fail({ kind: 'unknown_button' });
  if (button.isFree) return runFree(press, button, data, services);
  const asking = {
    ...askingOf(press, `press:${press.queryId}`),
    target: byId(data.chat),
    isConfirmed: false,
  };
  const shownIn = shownInOf(press);
  const work = {
    read: () => Promise.resolve(undefined),
    act: (context: ActionContext) => button.press(data, { ...context, shownIn }),
  };
  const { result, elsewhere } = await asAdmin(asking, work, services);
  if (!result.ok || !elsewhere || !result.value.redraw) return result;
  return ok({ ...result.value, redraw: nameChat(result.value.redraw, elsewhere.title) });
}

/** Nothing in the chat is asked; what the person presses, its declaration checks. */
async function runFree(
  press: Press,
  button: Button,
  data: ButtonData,
  services: Services,
): Promise<Result<Pressed, Failure>> {
  if (!isServed(data.chat, services)) return fail({ kind: 'unknown_button' });
  const { person, chat, queryId, updateId } = press;
  const act = { date: services.now, update_id: updateId, by: person };
  const ask = { key: `press:${queryId}`, act, place: { chat: chat.id, person: person.id } };
  const acting = toActing({ id: data.chat, type: 'group', title: '' }, ask, services);
  const pressed = await button.press(data, { ...acting, shownIn: shownInOf(press) });
  // The new id is not said: the person is no admin.
  return !pressed.ok && pressed.failure.kind === 'chat_migrated'
    ? runFree(press, button, { ...data, chat: pressed.failure.to }, services)
    : pressed;
}

const shownInOf = ({ messageId, ephemeralId }: Press) => ({ message: messageId, ephemeral: ephemeralId });

const askingOf = (press: Press, key: string): Omit<Asking, 'target' | 'isConfirmed'> => ({
  key,
  person: press.person,
  at: press.chat,
  isPrivate: press.chat.type === 'private' || press.ephemeralId !== undefined,
  changesMessage: true,
  updateId: press.updateId,
});

/** An anonymous admin's command, read again from the message that the button's replies to, for the person who has pressed. */
async function runConfirmed(
  press: Press,
  { link }: ButtonData,
  services: Services,
): Promise<Result<Pressed, Failure>> {
  const { chat, repliedTo } = press;
  const asked = readCommandMessage(repliedTo, press.updateId);
  const command = asked && services.commands.find(({ names }) => names.includes(asked.name));
  const isTheirs = asked?.sender.kind === 'anonymous_admin' && asked.chat.id === chat.id;
  if (!command || !isTheirs || services.now - asked.date > CONFIRM_SECONDS)
    return fail({ kind: 'unknown_button' });
  if (asked.isEdited) return fail({ kind: 'edited_command' });

  // Known by its message, since each press of the button is an update of its own. They confirm it as one of this chat's admins,
  // also if it is about another chat.
  const message = `${chat.id}:${asked.messageId}`;
  const sender = { kind: 'person', ...press.person, isAnonymous: true } as const;
  const confirmed = { ...asked, sender, repliedTexts: undefined, repliedLink: link };
  const how = { key: `message:${message}`, isConfirmed: true, message, changesMessage: true };
  return toPressed(await runForAdmin(confirmed, command, services, how), services);
}

function toPressed(
  { result, audience, elsewhere }: Answered<Answer>,
  { word }: Services,
): Result<Pressed, Failure> {
  if (audience === 'asker') return result.ok ? ok({ notice: result.value.text }) : result;
  const answer = result.ok ? result.value : { text: word(result.failure) };
  return ok({ redraw: elsewhere ? nameChat(answer, elsewhere.title) : answer });
}
