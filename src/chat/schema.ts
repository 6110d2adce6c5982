// The tables of a chat's object. The schema grows by addition: a new step is added to STEPS, and an object takes the steps
// that it lacks when it is next used. Each ALTER TABLE reads the whole schema again: a dozen cost a chat's first act 3 ms.
//
//   chat   one row: the last link, the open act, counts, where the chat has moved
//   link   a row for each link; `n` orders them by their making, `due` is set while Workers KV has to be written
//          `door` is the door that leads or led to it, `is_door` whether it still does, `door_due` is `due` for the door's key
//   act    a row for each act, kept for 48 hours, so that no update acts twice; `due` is set while it has no answer
//   job    what goes on without a caller
//   stay   a row for each time that a person is in the chat; a link's counts of them stand on its row
//   told   which notices were given of a link, and when last
//   request  a row for each request to join; triggers keep count of the open ones on the link's row
//   door_change  which updates have changed a door without Telegram, kept for 48 hours
//   gap    days of which the ledger does not know everything
//   notice what the jobs have to say
//   late   answers of Telegram that came after the chat had moved

import type { ChatId, Milliseconds } from '../lib/units.ts';

const STEPS: readonly string[] = [
  `CREATE TABLE chat(
    one INTEGER PRIMARY KEY CHECK(one = 1), chat_id INTEGER NOT NULL,
    last TEXT, last_id TEXT, last_due INTEGER, last_version INTEGER NOT NULL DEFAULT 0,
    open_act TEXT, open_until INTEGER NOT NULL DEFAULT 0,
    primary_link TEXT, moved_to INTEGER, handed_over INTEGER, chosen INTEGER,
    passes INTEGER NOT NULL DEFAULT 0, load_cursor TEXT,
    active INTEGER NOT NULL DEFAULT 0, expired INTEGER NOT NULL DEFAULT 0, revoked INTEGER NOT NULL DEFAULT 0,
    lockdown TEXT,
    ledger_day INTEGER NOT NULL DEFAULT 0, ledger_changes INTEGER NOT NULL DEFAULT 0, salt TEXT,
    notices INTEGER NOT NULL DEFAULT 0,
    waiting INTEGER NOT NULL DEFAULT 0, requests_to INTEGER, rules TEXT, sweep TEXT
  ) STRICT;
  CREATE TABLE link(
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK(state IN ('active', 'expired', 'revoked')),
    is_primary INTEGER NOT NULL, name TEXT, expires INTEGER, search TEXT NOT NULL, record TEXT NOT NULL,
    act TEXT, intended TEXT, version INTEGER NOT NULL, due INTEGER,
    joined INTEGER NOT NULL DEFAULT 0, here INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0,
    door TEXT, is_door INTEGER NOT NULL DEFAULT 0, door_due INTEGER
  ) STRICT;
  CREATE INDEX link_state ON link(state);
  CREATE INDEX link_name ON link(name) WHERE state = 'active' AND name IS NOT NULL;
  CREATE INDEX link_expiry ON link(expires) WHERE state = 'active' AND expires IS NOT NULL;
  CREATE INDEX link_due ON link(due) WHERE due IS NOT NULL;
  CREATE INDEX link_door ON link(door) WHERE door IS NOT NULL;
  CREATE INDEX link_is_door ON link(n) WHERE is_door = 1;
  CREATE INDEX link_door_due ON link(door_due) WHERE door_due IS NOT NULL;
  CREATE TABLE door_change(key TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE act(
    key TEXT PRIMARY KEY, state TEXT NOT NULL CHECK(state IN ('begun', 'lost', 'done', 'refused')),
    update_id INTEGER NOT NULL, handling TEXT NOT NULL, begun_at INTEGER NOT NULL, until INTEGER NOT NULL,
    link TEXT, ask TEXT NOT NULL, outcome TEXT, due INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX act_due ON act(due) WHERE due IS NOT NULL;
  CREATE TABLE job(
    kind TEXT PRIMARY KEY, due INTEGER NOT NULL, tries INTEGER NOT NULL, wanted INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE notice(key TEXT PRIMARY KEY, due INTEGER NOT NULL, tries INTEGER NOT NULL, notice TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE late(key TEXT PRIMARY KEY, answer TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE told(link TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(link, kind)) STRICT, WITHOUT ROWID;
  CREATE TABLE stay(
    n INTEGER PRIMARY KEY, person INTEGER NOT NULL, name TEXT, is_bot INTEGER NOT NULL,
    via TEXT NOT NULL CHECK(via IN ('link', 'admin_link', 'folder', 'request', 'added', 'unknown', 'missed')),
    link TEXT, by_id INTEGER, by_name TEXT,
    until INTEGER, how TEXT CHECK(how IN ('left', 'removed', 'missed'))
  ) STRICT;
  CREATE INDEX stay_person ON stay(person, n);
  CREATE INDEX stay_link ON stay(link, n) WHERE link IS NOT NULL;
  CREATE INDEX stay_until ON stay(until) WHERE until IS NOT NULL;
  CREATE TABLE gap(
    day INTEGER NOT NULL, why TEXT NOT NULL CHECK(why IN ('lost', 'too_many')), times INTEGER NOT NULL,
    PRIMARY KEY(day, why)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE request(
    n INTEGER PRIMARY KEY, person INTEGER NOT NULL, name TEXT, username TEXT, bio TEXT, title TEXT, link TEXT,
    state TEXT NOT NULL CHECK(state IN ('open', 'approved', 'declined', 'gone')),
    by_id INTEGER, by_name TEXT, decided_at INTEGER, trouble TEXT,
    lease INTEGER NOT NULL DEFAULT 0, handling TEXT, tried TEXT, auto TEXT, sweep INTEGER
  ) STRICT;
  CREATE INDEX request_person ON request(person, n);
  CREATE INDEX request_open ON request(n) WHERE state = 'open';
  CREATE INDEX request_link ON request(link, n) WHERE state = 'open';
  CREATE INDEX request_auto ON request(n) WHERE auto IS NOT NULL;
  CREATE INDEX request_sweep ON request(sweep) WHERE sweep IS NOT NULL;
  CREATE TRIGGER request_opened AFTER INSERT ON request WHEN NEW.state = 'open'
    BEGIN UPDATE chat SET waiting = waiting + 1; UPDATE link SET waiting = waiting + 1 WHERE id = NEW.link; END;
  CREATE TRIGGER request_decided AFTER UPDATE OF state ON request WHEN OLD.state = 'open' AND NEW.state <> 'open'
    BEGIN UPDATE chat SET waiting = waiting - 1; UPDATE link SET waiting = waiting - 1 WHERE id = NEW.link; END;
  CREATE TRIGGER request_deleted AFTER DELETE ON request WHEN OLD.state = 'open'
    BEGIN UPDATE chat SET waiting = waiting - 1; UPDATE link SET waiting = waiting - 1 WHERE id = OLD.link; END;`,
];

/** What a column holds. */
export type SqlValue = string | number | null;
export type Row = Record<string, SqlValue>;

/** What this bot needs of an object's storage. https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/ */
export interface ObjectStorage {
  readonly sql: { exec<R extends Row>(query: string, ...values: SqlValue[]): { toArray(): R[] } };
  transactionSync<Value>(act: () => Value): Value;
  setAlarm(time: Milliseconds): Promise<void>;
  /** Resolves when all writes are on disk. */
  sync(): Promise<void>;
}

/** The object's database. Reading creates nothing, so that a stranger's question leaves no table: without tables there are no rows. */
export interface Database {
  /** Whether anything was ever written here. Then the tables are those of this version. */
  exists(): boolean;
  /** Creates what is missing. Called before every write. */
  prepare(): void;
  all<R extends Row>(query: string, ...values: SqlValue[]): R[];
  first<R extends Row>(query: string, ...values: SqlValue[]): R | undefined;
  /** The first column of the first row; `undefined` for NULL, too. */
  value<V extends SqlValue>(query: string, ...values: SqlValue[]): V | undefined;
  /** Adds a row by the names of its columns. */
  insert(table: string, row: object, or?: 'OR IGNORE'): void;
  run(query: string, ...values: SqlValue[]): void;
  /** All writes of `act`, or none if it throws: a database that is full may refuse any one of them. */
  together<Value>(act: () => Value): Value;
}

export function openDatabase(storage: ObjectStorage, chatId: ChatId): Database {
  let steps: number | undefined;
  const exec = <R extends Row>(query: string, values: SqlValue[]) => storage.sql.exec<R>(query, ...values);

  /** What was read since the last write, in this turn of the event loop: parts of an act ask for the same rows. */
  const seen = new Map<string, Row | undefined>();
  function first(query: string, values: SqlValue[]): Row | undefined {
    if (!exists()) return undefined;
    const key = JSON.stringify([query, values]);
    if (seen.size === 0) void Promise.resolve().then(() => seen.clear());
    if (!seen.has(key)) seen.set(key, exec(query, values).toArray()[0]);
    return seen.get(key);
  }

  /** How many steps the database has taken. The table of versions is itself the sign that there is one. */
  const taken = (): number => {
    if (steps !== undefined) return steps;
    const [table] = exec(`SELECT 1 FROM sqlite_master WHERE name = 'version'`, []).toArray();
    steps = table ? Number(exec('SELECT steps FROM version', []).toArray()[0]?.steps) : 0;
    return steps;
  };

  const prepare = (): void => {
    const before = taken();
    if (before === STEPS.length) return;
    storage.transactionSync(() => {
      if (before === 0) exec('CREATE TABLE version(steps INTEGER NOT NULL) STRICT', []);
      for (const step of STEPS.slice(before)) exec(step, []);
      if (before === 0) exec('INSERT INTO chat(one, chat_id) VALUES (1, ?)', [chatId]);
      exec('DELETE FROM version', []);
      exec('INSERT INTO version VALUES (?)', [STEPS.length]);
    });
    steps = STEPS.length;
  };

  function exists(): boolean {
    if (taken() === 0) return false;
    prepare();
    return true;
  }

  function run(query: string, values: SqlValue[]): void {
    seen.clear();
    exec(query, values);
  }

  return {
    exists,
    prepare,
    // It may write as well: RETURNING.
    all(query, ...values) {
      seen.clear();
      return exists() ? exec<never>(query, values).toArray() : [];
    },
    first: (query, ...values) => first(query, values) as never,
    value: (query, ...values) => (Object.values(first(query, values) ?? {})[0] ?? undefined) as never,
    run: (query, ...values) => run(query, values),
    insert(table, row, or) {
      const names = Object.keys(row);
      const query = `INSERT ${or ?? ''} INTO ${table}(${names}) VALUES (${names.map(() => '?')})`;
      run(query, Object.values(row));
    },
    together(act) {
      try {
        return storage.transactionSync(act);
      } finally {
        seen.clear();
      }
    },
  };
}
