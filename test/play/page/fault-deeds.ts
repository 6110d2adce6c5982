// Arming what goes wrong next, and taking it back. The local Telegram takes back all faults of a sort at once, so those that
// are to stay are armed anew.

import type { CallFault, DeliveryFault } from '../../telegram/faults.ts';
import { act } from './api.ts';
import type { PageState } from './page-state.ts';

/** A fault has one field that says what it is. */
export const faultKind = (how: object): string => Object.keys(how)[0] ?? '';

const armCall = ({ how, method, times }: CallFault) =>
  act('fail', { how: JSON.stringify(how), method, times });
const armDelivery = (how: DeliveryFault) => act('fail_delivery', { how: JSON.stringify(how) });
const armKv = (operation: string) => act('fail_kv', { operation });

export async function setCallFault({ faults }: PageState, fault: CallFault, on: boolean): Promise<void> {
  if (on) return void (await armCall(fault));
  await act('clear_faults');
  const others = faults.calls.filter(({ how }) => faultKind(how) !== faultKind(fault.how));
  await Promise.all([...others.map(armCall), ...faults.deliveries.map(armDelivery)]);
}

export async function setDeliveryFault(
  { faults }: PageState,
  fault: DeliveryFault,
  on: boolean,
): Promise<void> {
  if (on) return void (await armDelivery(fault));
  await act('clear_faults');
  const others = faults.deliveries.filter((one) => faultKind(one) !== faultKind(fault));
  await Promise.all([...faults.calls.map(armCall), ...others.map(armDelivery)]);
}

export async function setKvFault({ kvFaults }: PageState, operation: string, on: boolean): Promise<void> {
  if (on) return void (await armKv(operation));
  await act('clear_kv_faults');
  const others = kvFaults.filter((one) => one.operation !== operation);
  await Promise.all(others.map((one) => armKv(one.operation)));
}
