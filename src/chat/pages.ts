// Pages of rows, newest first. A page begins at a number, not at a count, so that the last page reads no more rows than the first.

import type { PagePlace, PagesAround } from './protocol.ts';

interface Page<Item> extends PagesAround {
  readonly items: readonly Item[];
}

/** `read` takes the end of a query: a condition on `n`, order and limit, and the two values for them. */
export function turnTo<Item extends { readonly n: number }>(
  read: (end: string, than: number, most: number) => readonly Item[],
  size: number,
  place: PagePlace = { direction: 'older', than: Number.MAX_SAFE_INTEGER },
): Page<Item> {
  const rowsOf = (direction: PagePlace['direction'], than: number, most: number): readonly Item[] =>
    direction === 'older'
      ? read('n < ? ORDER BY n DESC LIMIT ?', than, most)
      : [...read('n > ? ORDER BY n LIMIT ?', than, most)].reverse();
  const { direction, than } = place;
  const found = rowsOf(direction, than, size);
  // A page that has become empty shows the nearest one.
  const items = found.length > 0 ? found : rowsOf(direction === 'older' ? 'newer' : 'older', than, size);
  const [first, last] = [items[0]?.n, items.at(-1)?.n];
  const hasNewer = first !== undefined && rowsOf('newer', first, 1).length > 0;
  const hasOlder = last !== undefined && rowsOf('older', last, 1).length > 0;
  return {
    items,
    ...(hasNewer && { newer: { direction: 'newer', than: first } }),
    ...(hasOlder && { older: { direction: 'older', than: last } }),
  };
}
