// What can be done on the page. Each deed asks the local Telegram for it; what comes of it arrives as news.

import { addressDeeds } from './deeds-of-addresses.ts';
import { faultDeeds } from './deeds-of-faults.ts';
import { memberDeeds } from './deeds-of-members.ts';
import { placeDeeds } from './deeds-of-places.ts';
import { pressDeeds } from './deeds-of-pressing.ts';
import { writingDeeds } from './deeds-of-writing.ts';
import type { Desk } from './desk.ts';

export type Deeds = ReturnType<typeof createDeeds>;

export function createDeeds(desk: Desk) {
  const places = placeDeeds(desk);
  const writing = writingDeeds(desk);
  return {
    showDialog: desk.showDialog,
    ...places,
    ...writing,
    ...pressDeeds(desk),
    ...addressDeeds(desk, places, writing),
    ...memberDeeds(desk),
    ...faultDeeds(desk),
  };
}
