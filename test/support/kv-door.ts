// A door in front of Workers KV, inside the runtime: it writes down what passes, and fails on request with the words of
// the real one, shows what stood there before the last write or nothing at all, or does not answer until it is let go.

export interface KvOperation {
  readonly operation: 'get' | 'put' | 'delete' | 'list';
  readonly key: string;
}

export interface KvFault {
  readonly operation: KvOperation['operation'];
  /** The keys that it strikes begin so. */
  readonly key: string;
  /** How many of them pass first. */
  readonly skip?: number | undefined;
  /** How often; once by default. */
  readonly times?: number | undefined;
  /**
   * An error before the operation, which is the default, or behind it; a read that does not see the last write, or nothing at
   * all; or no answer until `release`.
   */
  readonly how?: 'before' | 'after' | 'stale' | 'blind' | 'hanging' | undefined;
}

export interface KvDoor {
  readonly operations: KvOperation[];
  fail(fault: KvFault): void;
  /** Those that have not struck yet. */
  pending(): readonly KvFault[];
  /** Nothing fails any more, or no operation of this name. */
  clearFaults(operation?: KvOperation['operation']): void;
  /** How many operations hang. */
  hanging(): number;
  /** Lets what hangs come through, late. */
  release(): void;
  /** The part that runs in the runtime. */
  readonly worker: object;
}

interface Written {
  readonly value: string;
  readonly metadata?: unknown;
}

type Passing = KvOperation & Partial<Written>;

/** What passed, and whether it was made to fail. */
export type KvPassed = KvOperation & { readonly failed: boolean };

interface Verdict {
  readonly fails?: 'before' | 'after';
  /** What a read is to see instead, by key: `null` for nothing. */
  readonly past?: Readonly<Record<string, Written | null>>;
  /** A read is to see nothing. */
  readonly blind?: true;
  readonly hangs?: true;
  /** To be said back once the operation is over, for someone who listens. */
  readonly tell?: KvPassed;
}

// The text of the real error was read in production logs of Workers KV.
const SCRIPT = `
  export default function (env) {
    const kv = env.INVITE_LINKS;
    const say = (words) => env.DOOR.fetch('http://door/', { method: 'POST', body: JSON.stringify(words) });
    const pass = async (passing, act) => {
      const { fails, past, blind, tell } = await (await say(passing)).json();
      try {
        return await operate(passing, act, fails, blind ? blindTo() : past);
      } finally {
        if (tell) await say({ told: tell });
      }
    };
    // Whatever it is asked for, there is none.
    const blindTo = () => new Proxy({}, { has: () => true, get: () => null });
    const operate = async (passing, act, fails, past) => {
      const error = new Error('KV ' + passing.operation.toUpperCase() + ' failed: 429 Too Many Requests');
      if (fails === 'before') throw error;
      const result = await act(past);
      if (fails === 'after') throw error;
      return result;
    };
    return {
      get: (key, options) => pass({ operation: 'get', key: [key].flat().join(' ') }, async (past = {}) => {
        const found = await kv.get(key, options);
        if (!Array.isArray(key)) return key in past ? past[key]?.value ?? null : found;
        for (const one of key) if (one in past) found.set(one, past[one]?.value ?? null);
        return found;
      }),
      put: (key, value, options) =>
        pass({ operation: 'put', key, value, metadata: options?.metadata }, () => kv.put(key, value, options)),
      delete: (key) => pass({ operation: 'delete', key }, () => kv.delete(key)),
      list: (options) => pass({ operation: 'list', key: options?.prefix ?? '' }, async (past = {}) => {
        const page = await kv.list(options);
        const keys = page.keys
          .filter(({ name }) => past[name] !== null)
          .map((key) => (key.name in past ? { ...key, metadata: past[key.name].metadata } : key));
        return { ...page, keys };
      }),
    };
  }
`;

export interface KvListeners {
  /** Sees every value that is stored, with its key and metadata. */
  readonly onValue?: ((value: string) => void) | undefined;
  /** Is told of every operation, once it is over. */
  readonly onKv?: ((passed: KvPassed) => void) | undefined;
}

export function createKvDoor({ onValue, onKv }: KvListeners = {}): KvDoor {
  const operations: KvOperation[] = [];
  let faults: { fault: KvFault; skip: number; left: number }[] = [];
  /** The last two values of each key, the older one first. */
  const history = new Map<string, readonly (Written | null)[]>();
  let waiting: (() => void)[] = [];

  function strike({ operation, key }: KvOperation): KvFault | undefined {
    const meant = faults.find(
      ({ fault, left }) => left > 0 && fault.operation === operation && key.startsWith(fault.key),
    );
    if (!meant) return undefined;
    if (meant.skip-- > 0) return undefined;
    meant.left--;
    return meant.fault;
  }

  function past({ operation, key }: KvOperation): Record<string, Written | null> {
    const keys = [...history.keys()].filter((one) =>
      operation === 'list' ? one.startsWith(key) : key.split(' ').includes(one),
    );
    return Object.fromEntries(keys.map((one) => [one, history.get(one)?.at(-2) ?? null]));
  }

  function judge(passing: Passing): Verdict {
    const { operation, key, value, metadata } = passing;
    operations.push({ operation, key });
    const fault = strike(passing);
    const heard = onKv && { tell: { operation, key, failed: fault !== undefined } };
    if (fault?.how === 'stale') return { past: past(passing), ...heard };
    if (fault?.how === 'blind') return { blind: true, ...heard };
    if (fault?.how === 'hanging') return { hangs: true, ...heard };
    const fails = fault && (fault.how ?? 'before');
    if (value !== undefined) {
      onValue?.(`${key} ${value} ${JSON.stringify(metadata)}`);
      const before = history.get(key)?.at(-1) ?? null;
      if (fails !== 'before') history.set(key, [before, { value, metadata }]);
    }
    return { ...(fails && { fails }), ...heard };
  }

  return {
    operations,
    fail: (fault) => faults.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 }),
    pending: () =>
      faults.filter(({ left }) => left > 0).map(({ fault, left }) => ({ ...fault, times: left })),
    clearFaults(operation) {
      faults = faults.filter(({ fault }) => operation !== undefined && fault.operation !== operation);
    },
    hanging: () => waiting.length,
    release() {
      for (const letGo of waiting) letGo();
      waiting = [];
    },
    worker: {
      modules: [{ type: 'ESModule', path: 'kv-door.mjs', contents: SCRIPT }],
      serviceBindings: {
        async DOOR(request: { json(): Promise<unknown> }) {
          const said = (await request.json()) as Passing | { readonly told: KvPassed };
          if (!('told' in said)) {
            const verdict = judge(said);
            if (verdict.hangs) await new Promise<void>((resolve) => waiting.push(resolve));
            return Response.json(verdict);
          }
          onKv?.(said.told);
          return new Response();
        },
      },
    },
  };
}
