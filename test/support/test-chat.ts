// The chat's object as tests hold it: the built class with a clock that can be moved on, an alarm that runs when a test says so,
// SQL, deaths before and after a method, and a database that takes no more writes. Only this entry knows the path.

/** Made up; nothing of the Worker's own answers there. */
const CONTROL_PATH = '/chat-under-test';

/** A moment at which the object ends: before or after a method, or an alarm, has done its work. */
export interface Death {
  readonly method:
    | 'begin'
    | 'settle'
    | 'note'
    | 'noteRequest'
    | 'beginDecision'
    | 'settleDecision'
    | 'changeDoor'
    | 'decideAll'
    | 'alarm'
    | 'handOver'
    | 'takeOver';
  readonly when: 'before' | 'after';
  /** How many pass first. */
  readonly skip?: number;
}

/** How the test holds the objects of a running Worker. */
export interface ChatControl {
  /** Runs the alarm of a chat's object, as often as it takes until no job is due, or so many times. */
  runAlarm(chat: number, most?: number): Promise<void>;
  /** Moves the clocks of all objects on, beside the real time. */
  moveClock(ms: number): Promise<void>;
  sql(chat: number, query: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Takes everything from an object. */
  wipe(chat: number): Promise<void>;
  /** Ends an object; committed writes stay. */
  abort(chat: number): Promise<void>;
  /** Ends the next object that reaches the moment. */
  dieAt(death: Death): Promise<void>;
  /** Whether SQLite refuses every write from now on; or, as a number, after so many more. */
  setFull(isFull: boolean | number): Promise<void>;
  /** Resolves when Workers KV shows what was done, or hangs. */
  published(): Promise<void>;
  /** Puts values into Workers KV past its door, by their keys; thousands take a moment. */
  fillKv(values: Readonly<Record<string, string>>): Promise<void>;
  /** From now on an alarm runs only at `runAlarm`, if the object has set one. */
  holdAlarms(): Promise<void>;
  /** Waiting for one to ten seconds, as for an answer of Workers KV, ends almost at once. */
  hurryTimers(): Promise<void>;
  /** From now on no one who waits for Workers KV gives up. */
  waitForKv(): Promise<void>;
  /** Nothing dies any more, nothing is full, and the clocks are right. */
  reset(): Promise<void>;
  /** How often each method was called, rows read and written since the last question; an alarm that is set is a row. */
  takeCosts(): Promise<ChatCosts>;
}

export interface ChatCosts {
  readonly methods: readonly string[];
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

export const TEST_CHAT_SCRIPT = `
  import * as built from './index.js';
  // Some tests run a Worker of their own, which has no such class.
  const BuiltChat = built.Chat ?? class {};

  let ahead = 0;
  let isFull = false;
  let writesLeft = 0;
  let isHurried = false;
  let isHeld = false;
  let isPatient = false;
  const alarms = new Map();
  let held;
  /** Chats that may be publishing. */
  const publishing = new Set();
  let deaths = [];
  let costs = { methods: [], rowsRead: 0, rowsWritten: 0 };
  const FULL = /^\\s*(?:INSERT|UPDATE|DELETE|CREATE)/i;

  const { setTimeout } = globalThis;
  globalThis.setTimeout = (act, time, ...rest) =>
    setTimeout(act, isPatient && time >= 250 && time <= 10_000 ? 3_600_000 : isHurried && time >= 1_000 && time <= 10_000 ? 20 : time, ...rest);

  function watchPublishing(state, later) {
    const waitUntil = state.waitUntil.bind(state);
    state.waitUntil = (work) => {
      later(work);
      waitUntil(work);
    };
    return state;
  }

  function holdAlarm(state) {
    const id = String(state.id);
    const setAlarm = state.storage.setAlarm.bind(state.storage);
    state.storage.setAlarm = (time) => {
      if (!isHeld) return setAlarm(time);
      costs.rowsWritten++;
      alarms.set(id, time);
      return Promise.resolve();
    };
    return state;
  }

  function watchSql(state) {
    const { storage } = state;
    const { sql } = storage;
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = (time) => {
      costs.rowsWritten++;
      return setAlarm(time);
    };
    const exec = sql.exec.bind(sql);
    sql.exec = (query, ...values) => {
      if (isFull !== false && FULL.test(query) && writesLeft-- <= 0) throw new Error('database or disk is full: SQLITE_FULL');
      const cursor = exec(query, ...values);
      const before = { read: cursor.rowsRead, written: cursor.rowsWritten };
      costs.rowsRead += before.read;
      costs.rowsWritten += before.written;
      return {
        toArray() {
          const rows = cursor.toArray();
          costs.rowsRead += cursor.rowsRead - before.read;
          costs.rowsWritten += cursor.rowsWritten - before.written;
          return rows;
        },
      };
    };
    return state;
  }

  export class Chat extends BuiltChat {
    constructor(state, env) {
      // The alarm in the middle of which the object before this one has ended.
      if (held?.id === String(state.id)) {
        alarms.set(held.id, held.at);
        held = undefined;
      }
      super(watchPublishing(holdAlarm(watchSql(state)), (work) => this.later(work)), env);
    }
    now() {
      return Date.now() + ahead;
    }
    async die(method, when) {
      const death = deaths.find((one) => one.method === method && one.when === when);
      if (!death) return;
      if (death.skip > 0) return void death.skip--;
      deaths = deaths.filter((one) => one !== death);
      // Without it the writes of this turn would be lost, too.
      await this.ctx.storage.sync();
      this.ctx.abort('killed by a test');
    }
    async live(method, work) {
      costs.methods.push(method);
      await this.die(method, 'before');
      const result = await work();
      await this.die(method, 'after');
      return result;
    }
    published = Promise.resolve();
    later(work) {
      publishing.add(this.ctx.id.name);
      this.published = Promise.all([this.published, work.catch(() => {})]);
    }
    async testAlarm(most) {
      const id = String(this.ctx.id);
      for (let runs = 0; runs < (most ?? 200); runs++) {
        const at = isHeld ? alarms.get(id) : this.testSql('SELECT MIN(due) AS due FROM job')[0]?.due;
        if (typeof at !== 'number' || at > this.now()) return;
        // An alarm whose object ends in the middle is repeated by the runtime.
        held = { id, at };
        alarms.delete(id);
        await this.alarm();
        held = undefined;
      }
    }
    testSql(query) {
      try {
        return this.ctx.storage.sql.exec(query).toArray();
      } catch {
        return [];
      }
    }
    /** Resolves when what was to be published is, or hangs. */
    async testPublished() {
      await Promise.race([this.published, new Promise((resolve) => setTimeout(resolve, 250))]);
    }
    async testWipe() {
      await this.ctx.storage.deleteAll();
      this.ctx.abort('wiped by a test');
    }
    async testAbort() {
      await this.ctx.storage.sync();
      this.ctx.abort('killed by a test');
    }
  }

  const METHODS = built.Chat ? Object.getOwnPropertyNames(Object.getPrototypeOf(BuiltChat.prototype)) : [];
  for (const name of METHODS.filter((one) => one !== 'constructor' && one !== 'now'))
    Chat.prototype[name] = function (...args) {
      return this.live(name, () => BuiltChat.prototype[name].apply(this, args));
    };

  export const isControl = (request) => new URL(request.url).pathname === '${CONTROL_PATH}' && request.headers.has('X-Test');

  const CONTROLS = {
    clock: (ms) => { ahead += ms; },
    dieAt: (death) => { deaths.push({ skip: 0, ...death }); },
    full: (value) => { isFull = value !== false; writesLeft = Number(value === true ? 0 : value); },
    hurry: () => { isHurried = true; },
    hold: () => { isHeld = true; },
    wait: () => { isPatient = true; },
    reset: () => { ahead = 0; isFull = false; isHurried = false; isPatient = false; deaths = []; },
    costs: () => {
      const taken = costs;
      costs = { methods: [], rowsRead: 0, rowsWritten: 0 };
      return taken;
    },
  };

  export async function handleControl(request, env) {
    const { control, chat, method, value } = await request.json();
    if (control === 'published') {
      const chats = [...publishing];
      publishing.clear();
      await Promise.all(chats.map((name) => env.CHAT.getByName(name).testPublished().catch(() => {})));
      return Response.json(null);
    }
    if (control === 'fill') {
      await Promise.all(Object.entries(value).map(([key, text]) => env.KV_PAST_THE_DOOR.put(key, text)));
      return Response.json(null);
    }
    if (control) return Response.json(CONTROLS[control](value) ?? null);
    try {
      return Response.json((await env.CHAT.getByName(String(chat))[method](value)) ?? null);
    } catch (error) {
      return Response.json({ error: String(error) });
    }
  }
`;

export function createChatControl(
  dispatch: (url: string, init: RequestInit) => Promise<Response>,
): ChatControl {
  const ask = async (body: object): Promise<never> => {
    const answer = await dispatch(`http://worker${CONTROL_PATH}`, {
      method: 'POST',
      // No page of another site can send it.
      headers: { 'X-Test': '1' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as never;
  };
  return {
    runAlarm: (chat, value) => ask({ chat, method: 'testAlarm', value }),
    moveClock: (value) => ask({ control: 'clock', value }),
    sql: (chat, value) => ask({ chat, method: 'testSql', value }),
    wipe: (chat) => ask({ chat, method: 'testWipe' }),
    abort: (chat) => ask({ chat, method: 'testAbort' }),
    dieAt: (value) => ask({ control: 'dieAt', value }),
    setFull: (value) => ask({ control: 'full', value }),
    published: () => ask({ control: 'published' }),
    fillKv: (value) => ask({ control: 'fill', value }),
    holdAlarms: () => ask({ control: 'hold' }),
    waitForKv: () => ask({ control: 'wait' }),
    hurryTimers: () => ask({ control: 'hurry' }),
    reset: () => ask({ control: 'reset' }),
    takeCosts: () => ask({ control: 'costs' }),
  };
}
