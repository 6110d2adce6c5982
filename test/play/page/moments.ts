// One style for every moment on the page, in the time zone of the browser.

import { momentText } from '../readable-text.ts';

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Today, as in "20:28"; `at` in milliseconds. */
export const clock = (at: number): string => CLOCK.format(at);

/** As the bot's own words say it: "Thu, 26 November 2026 at 20:28"; `date` in Unix time. */
export const moment = (date: number): string =>
  momentText(
    { type: 'date_time', offset: 0, length: 0, unix_time: date, date_time_format: 'wDt' },
    Intl.DateTimeFormat().resolvedOptions().timeZone,
  ) ?? '';
