import type { CallFaultKind, DeliveryFault } from '../../telegram/faults.ts';
import { act } from './api.ts';
import type { Desk } from './desk.ts';
import type { FaultChoice } from './page-state.ts';
import { ANY_METHOD, faultKind, type KvChoice } from './possible-faults.ts';

/** Arms what goes wrong next, or takes back all that is of its kind. */
export function faultActions({ state, draw, attempt, refreshFaults }: Desk) {
  const takeBack = (how: object) => act('clear_faults', { kind: faultKind(how) });
  return {
    /** Until what came of it was read, its switch stays as it was turned, whatever else is drawn. */
    async turn(label: string, isOn: boolean, arm: (isOn: boolean) => Promise<unknown>): Promise<void> {
      const turned = { isOn };
      state.turned.set(label, turned);
      await attempt(arm(isOn));
      await refreshFaults();
      if (state.turned.get(label) === turned) state.turned.delete(label);
      draw();
    },
    chooseFault(chosen: Partial<FaultChoice>): void {
      state.faultChoice = { ...state.faultChoice, ...chosen };
      draw();
    },
    setCallFault(how: CallFaultKind, isOn: boolean) {
      const { method } = state.faultChoice;
      const fault = { how: JSON.stringify(how), method: method === ANY_METHOD ? undefined : method };
      return isOn ? act('fail', fault) : takeBack(how);
    },
    setDeliveryFault: (how: DeliveryFault, isOn: boolean) =>
      isOn ? act('fail_delivery', { how: JSON.stringify(how) }) : takeBack(how),
    setKvFault: ({ operation, times }: KvChoice, isOn: boolean) =>
      isOn ? act('fail_kv', { operation, times }) : act('clear_kv_faults', { operation }),
  };
}
