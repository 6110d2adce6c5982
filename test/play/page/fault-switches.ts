// What goes wrong next, by a switch. A switch goes off by itself when its fault has struck.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { CallFault, CallFaultKind } from '../../telegram/faults.ts';
import type { Actions } from './actions.ts';
import type { PageState } from './page-state.ts';
import {
  ANY_METHOD,
  CALL_FAULTS,
  DELIVERY_FAULTS,
  faultKind,
  KV_FAULTS,
  METHODS,
  REFUSALS,
} from './possible-faults.ts';

export function faultSwitches(state: PageState, actions: Actions): TemplateResult {
  const { calls, deliveries, kv } = state.faults;
  const { method, refusal } = state.faultChoice;
  const armed = (kind: string): readonly CallFault[] => calls.filter(({ how }) => faultKind(how) === kind);
  const toggle = (label: string, armed: readonly string[], arm: (isOn: boolean) => Promise<unknown>) =>
    drawSwitch(label, armed, state.turned.get(label)?.isOn ?? armed.length > 0, (isOn) =>
      actions.turn(label, isOn, arm),
    );
  const callSwitch = (label: string, how: CallFaultKind): TemplateResult =>
    toggle(label, armed(faultKind(how)).map(wordFault), (isOn) => actions.setCallFault(how, isOn));
  return html`
    <fieldset>
      <legend>The next call of the bot</legend>
      ${choice('Which call', METHODS, method, calls.length > 0, (chosen) =>
        actions.chooseFault({ method: chosen }),
      )}
      ${callSwitch('Telegram refuses', { refuse: refusal })}
      ${choice(
        'With which refusal',
        REFUSALS.map(({ description }) => description),
        refusal.description,
        armed('refuse').length > 0,
        (chosen) =>
          actions.chooseFault({ refusal: REFUSALS.find((one) => one.description === chosen) ?? refusal }),
      )}
      ${CALL_FAULTS.map(({ label, fault }) => callSwitch(label, fault))}
    </fieldset>
    <fieldset>
      <legend>The next update</legend>
      ${DELIVERY_FAULTS.map(({ label, fault }) =>
        toggle(
          label,
          deliveries.filter((one) => faultKind(one) === faultKind(fault)).map(() => ''),
          (isOn) => actions.setDeliveryFault(fault, isOn),
        ),
      )}
    </fieldset>
    <fieldset>
      <legend>Workers KV</legend>
      ${KV_FAULTS.map(({ label, fault }) =>
        toggle(
          label,
          kv
            .filter(({ operation }) => operation === fault.operation)
            .map(({ key }) => key && `keys from ${key}`),
          (isOn) => actions.setKvFault(fault, isOn),
        ),
      )}
    </fieldset>
  `;
}

const wordFault = ({ method = ANY_METHOD, how }: CallFault): string =>
  'refuse' in how ? `${method}, ${how.refuse.description}` : method;

/** On where something is armed, which is told beside it. */
function drawSwitch(
  label: string,
  armed: readonly string[],
  isOn: boolean,
  turn: (isOn: boolean) => Promise<unknown>,
): TemplateResult {
  const change = (event: Event): void => void turn((event.target as HTMLInputElement).checked);
  const words = armed.filter((one) => one !== '').join('; ');
  return html`<label class="switch">
    <input type="checkbox" role="switch" .checked=${live(isOn)} @change=${change} /> ${label}
    ${words === '' ? nothing : html`<small>(${words})</small>`}
  </label>`;
}

function choice(
  label: string,
  offered: readonly string[],
  chosen: string,
  isFixed: boolean,
  choose: (chosen: string) => void,
): TemplateResult {
  const change = (event: Event): void => choose((event.target as HTMLSelectElement).value);
  return html`<label>
    ${label}
    <select ?disabled=${isFixed} @change=${change}>
      ${offered.map((one) => html`<option .selected=${one === chosen}>${one}</option>`)}
    </select>
  </label>`;
}
