// What can be done on the page. Each action asks the local Telegram for it; what comes of it arrives as news.

import { addressActions } from './actions-of-addresses.ts';
import { faultActions } from './actions-of-faults.ts';
import { memberActions } from './actions-of-members.ts';
import { placeActions } from './actions-of-places.ts';
import { pressActions } from './actions-of-pressing.ts';
import { writingActions } from './actions-of-writing.ts';
import type { Desk } from './desk.ts';

export type Actions = ReturnType<typeof createActions>;

export function createActions(desk: Desk) {
  const places = placeActions(desk);
  const writing = writingActions(desk);
  return {
    showDialog: desk.showDialog,
    ...places,
    ...writing,
    ...pressActions(desk),
    ...addressActions(desk, places, writing),
    ...memberActions(desk),
    ...faultActions(desk),
  };
}
