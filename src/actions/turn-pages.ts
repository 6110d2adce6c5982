// Buttons that turn the pages of a list, and how they carry a place in it.

import type { PagePlace, PagesAround } from '../chat/protocol.ts';
import type { AnswerButton, ButtonData } from './answer.ts';

/** To the pages before and after one, if there are any. */
export const turnButtons = (
  { newer, older }: PagesAround,
  press: (place: PagePlace) => ButtonData,
): readonly AnswerButton[] => [
  ...(newer ? [{ text: '« Newer', press: press(newer) }] : []),
  ...(older ? [{ text: 'Older »', press: press(older) }] : []),
];

/** A place and the filter, for a button; `readPlace` reads it. */
export const writePlace = ({ direction, than }: PagePlace, filter: string): string =>
  `${direction === 'older' ? '-' : '+'}${than.toString(36)}:${filter}`;

export function readPlace(
  value: string,
): { readonly filter: string; readonly place?: PagePlace } | undefined {
  if (value === '') return { filter: '' };
  const [, sign, number = '', filter = ''] = /^([+-])([0-9a-z]{1,11}):(.*)$/s.exec(value) ?? [];
  const than = Number.parseInt(number, 36);
  return sign === undefined || !Number.isSafeInteger(than)
    ? undefined
    : { filter, place: { direction: sign === '-' ? 'older' : 'newer', than } };
}
