// The chat's object with a counter: how often it is called, and which rows it reads and writes. Used for counting only, never
// for measuring.

import { Chat } from '../../../src/index.ts';

export { Chat };

interface Cursor {
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

let requests = 0;
let alarms = 0;
/** A cursor knows its rows only once they are read, so they are added up later. */
let cursors: Cursor[] = [];
let isWatching = false;

/** The runtime's objects share their methods; the first object that is met leads to them. */
function watch(storage: DurableObjectStorage): void {
  if (isWatching) return;
  isWatching = true;
  const sql = Object.getPrototypeOf(storage.sql);
  const { exec } = sql;
  sql.exec = function (...query: unknown[]) {
    const cursor = exec.apply(this, query);
    cursors.push(cursor);
    return cursor;
  };
  const all = Object.getPrototypeOf(storage);
  const { setAlarm } = all;
  all.setAlarm = function (...time: unknown[]) {
    alarms++;
    return setAlarm.apply(this, time);
  };
}

for (const name of ['begin', 'settle', 'find', 'list', 'countOpen', 'lag'] as const) {
  const method: (this: { ctx: DurableObjectState }, ...values: never[]) => unknown = Chat.prototype[name];
  Object.defineProperty(Chat.prototype, name, {
    value(this: { ctx: DurableObjectState }, ...values: never[]) {
      requests++;
      watch(this.ctx.storage);
      return method.apply(this, values);
    },
  });
}

export default {
  fetch(): Response {
    const sum = (key: keyof Cursor): number => cursors.reduce((total, cursor) => total + cursor[key], 0);
    const counts = {
      'object requests': requests,
      'rows read': sum('rowsRead'),
      // An alarm that is set counts as a row.
      'rows written': sum('rowsWritten') + alarms,
    };
    requests = 0;
    alarms = 0;
    cursors = [];
    return Response.json(counts);
  },
};
