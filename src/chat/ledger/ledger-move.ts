// The ledger goes along when a group becomes a supergroup. A basic group has at most 200 members.

import type { ObjectParts } from '../chat-parts.ts';
import type { ChatRow } from '../chat-row.ts';
import type { LedgerBelongings } from './ledger-protocol.ts';

export const createLedgerMove = ({ db, chat, news }: ObjectParts) => ({
  pack: (): LedgerBelongings => ({
    stays: db.all('SELECT * FROM stay'),
    gaps: db.all('SELECT * FROM gap'),
    counts: db.all<never>('SELECT id, joined, here FROM link WHERE joined > 0'),
    salt: chat.read()?.salt ?? null,
    hasNotices: chat.read()?.notices === 1,
    requests: db.all('SELECT * FROM request'),
    ofRequests: pick(chat.read()),
  }),

  /** Once all of it is there: where people are forgotten, no other object may know them. */
  erase(): void {
    for (const table of ['stay', 'request', 'notice']) db.run(`DELETE FROM ${table}`);
  },

  /** Called when the links are there. Once more does no harm. */
  unpack({ stays, gaps, counts, salt, hasNotices, requests, ofRequests }: LedgerBelongings): void {
    const insert = (table: string, row: object): void => db.insert(table, row, 'OR IGNORE');
    for (const stay of stays) insert('stay', stay);
    for (const gap of gaps) insert('gap', gap);
    for (const request of requests) insert('request', request);
    // What was chosen in the supergroup counts.
    const own = Object.entries(pick(chat.read())).filter(([, value]) => value !== null);
    chat.set({ ...ofRequests, ...Object.fromEntries(own) });
    for (const { id, joined, here } of counts)
      db.run('UPDATE link SET joined = MAX(joined, ?), here = MAX(here, ?) WHERE id = ?', joined, here, id);
    if (hasNotices) news.set(true);
    if (salt !== null && !chat.read()?.salt) chat.set({ salt });
  },
});

const pick = ({ requests_to = null, rules = null, sweep = null }: Partial<ChatRow> = {}) => ({
  requests_to,
  rules,
  sweep,
});
