// What goes wrong next, by a switch. A switch goes off by itself when its fault has struck.

import { html, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { CallFault, CallFaultKind, DeliveryFault } from '../../telegram/faults.ts';
import type { Deeds } from './deeds.ts';
import { faultKind } from './fault-deeds.ts';
import type { PageState } from './page-state.ts';

const ANY = 'any call';
const METHODS = [
  ANY,
  'getChatMember',
  'createChatInviteLink',
  'editChatInviteLink',
  'revokeChatInviteLink',
  'exportChatInviteLink',
  'sendMessage',
  'editMessageText',
  'answerCallbackQuery',
];

const refuse = (error_code: number, description: string): CallFaultKind => ({
  refuse: { error_code, description },
});
const REFUSALS = [
  refuse(400, 'Bad Request: not enough rights to manage chat invite link'),
  refuse(400, 'Bad Request: chat not found'),
  refuse(400, 'Bad Request: INVITE_HASH_EXPIRED'),
  refuse(401, 'Unauthorized'),
  refuse(403, 'Forbidden: bot was kicked from the supergroup chat'),
  refuse(500, 'Internal Server Error'),
];

interface Choice<Fault> {
  readonly label: string;
  readonly fault: Fault;
}

const CALLS: readonly Choice<CallFaultKind>[] = [
  { label: 'It must wait (429, 3 seconds)', fault: { flood: 3 } },
  { label: 'Telegram takes 3 seconds', fault: { delayMs: 3000 } },
  { label: 'A proxy answers with a page (502)', fault: { html: 502 } },
  { label: 'It is done, but the connection breaks', fault: { drop: 'after' } },
];
const DELIVERIES: readonly Choice<DeliveryFault>[] = [
  { label: 'Delivered twice', fault: { deliverTwice: true } },
  { label: 'The bot’s answer is lost, so it is delivered again', fault: { loseAnswer: true } },
];
const KV = [
  { label: 'A read fails', fault: 'get' },
  { label: 'A write fails', fault: 'put' },
];

export function faultSwitches(state: PageState, deeds: Deeds): TemplateResult {
  const { calls, deliveries } = state.faults;
  const callSwitch = (
    label: string | TemplateResult,
    how: () => CallFaultKind,
    kind: string,
  ): TemplateResult =>
    toggle(
      label,
      calls.some((one) => faultKind(one.how) === kind),
      (on) => deeds.setCallFault(withMethod(how()), on),
    );
  return html`
    <fieldset>
      <legend>The next call of the bot</legend>
      <label>which <select id="fault-method">${METHODS.map((method) => html`<option>${method}</option>`)}</select></label>
      ${callSwitch('Telegram refuses', chosenRefusal, 'refuse')}
      <label>with
        <select id="fault-refusal">
          ${REFUSALS.map((one, index) => html`<option value=${index}>${'refuse' in one ? one.refuse.description : ''}</option>`)}
        </select>
      </label>
      ${CALLS.map(({ label, fault }) => callSwitch(label, () => fault, faultKind(fault)))}
    </fieldset>
    <fieldset>
      <legend>The next update</legend>
      ${DELIVERIES.map(({ label, fault }) =>
        toggle(
          label,
          deliveries.some((one) => faultKind(one) === faultKind(fault)),
          (on) => deeds.setDeliveryFault(fault, on),
        ),
      )}
    </fieldset>
    <fieldset>
      <legend>Workers KV</legend>
      ${KV.map(({ label, fault }) =>
        toggle(
          label,
          state.kvFaults.some(({ operation }) => operation === fault),
          (on) => deeds.setKvFault(fault, on),
        ),
      )}
    </fieldset>
  `;
}

function toggle(
  label: string | TemplateResult,
  isOn: boolean,
  set: (on: boolean) => Promise<unknown>,
): TemplateResult {
  const change = (event: Event): void => void set((event.target as HTMLInputElement).checked);
  return html`<label class="switch">
    <input type="checkbox" role="switch" .checked=${live(isOn)} @change=${change} /> ${label}
  </label>`;
}

const chosen = (id: string): string => (document.getElementById(id) as HTMLSelectElement).value;

const chosenRefusal = (): CallFaultKind => REFUSALS[Number(chosen('fault-refusal'))] ?? { html: 500 };

function withMethod(how: CallFaultKind): CallFault {
  const method = chosen('fault-method');
  return { how, ...(method !== ANY && { method }) };
}
