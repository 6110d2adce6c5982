// The ledger on Node's own SQLite, for thousands of histories in seconds.

import { DatabaseSync } from 'node:sqlite';
import { createChatRow } from '../../src/chat/chat-row.ts';
import { createJobs } from '../../src/chat/jobs.ts';
import { createForgetting } from '../../src/chat/ledger/forgetting.ts';
import { createLedger } from '../../src/chat/ledger/ledger.ts';
import { createStayTable, type StayRow } from '../../src/chat/ledger/stay-table.ts';
import { linkIdOf } from '../../src/chat/link-id.ts';
import { createLinkTable } from '../../src/chat/link-table.ts';
import { type ObjectStorage, openDatabase, type Row, type SqlValue } from '../../src/chat/schema.ts';

function openStorage(): ObjectStorage {
  const sqlite = new DatabaseSync(':memory:');
  return {
    sql: {
      exec<R extends Row>(query: string, ...values: SqlValue[]) {
        // Several statements take no values.
        if (query.includes(';')) sqlite.exec(query);
        const rows = query.includes(';') ? [] : sqlite.prepare(query).all(...values);
        return { toArray: () => rows.map((row) => ({ ...row })) as R[] };
      },
    },
    transactionSync: (act) => act(),
    setAlarm: () => Promise.resolve(),
    sync: () => Promise.resolve(),
  };
}

/** A ledger of its own that knows these links. */
export async function openLedger(urls: readonly string[], now: number) {
  const storage = openStorage();
  const db = openDatabase(storage, -1001);
  const clock = () => now * 1000;
  const chat = createChatRow(db);
  const links = createLinkTable(db);
  const jobs = createJobs(db, storage, clock, (error) => {
    throw error;
  });
  const shared = { db, chat, links, jobs, now: clock, stays: createStayTable(db) };
  const forgetting = createForgetting(shared as never);
  const loading = { isComplete: () => Promise.resolve(true) };
  const others = { loading, news: { joined: () => undefined }, requests: { joined: () => undefined } };
  db.prepare();
  const ids = await Promise.all(urls.map(linkIdOf));
  for (const [index, url] of urls.entries())
    links.add(ids[index] ?? '', { invite_link: url, is_primary: false, is_revoked: false }, now);
  return {
    ids,
    note: createLedger({ ...shared, ...others, forgetting } as never).note,
    /** As if nothing had happened yet. */
    clear(): void {
      for (const sql of [
        'DELETE FROM stay',
        'DELETE FROM gap',
        'UPDATE link SET joined = 0, here = 0',
        'UPDATE chat SET ledger_changes = 0',
      ])
        db.run(sql);
    },
    forget: forgetting.forget,
    stays: () => db.all<StayRow>('SELECT * FROM stay ORDER BY person, n'),
    gaps: () => db.all('SELECT * FROM gap').length,
    counts: () =>
      db.all<{ id: string; joined: number; here: number }>('SELECT id, joined, here FROM link ORDER BY id'),
  };
}
