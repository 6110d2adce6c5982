// A door in front of Workers KV, inside the runtime: it writes down what passes, and fails on request with the words of
// the real one.

export interface KvOperation {
  readonly operation: 'get' | 'put' | 'delete' | 'list';
  readonly key: string;
}

export interface KvFault {
  readonly operation: KvOperation['operation'];
  /** The keys that it strikes begin so. */
  readonly key: string;
  /** How often; once by default. */
  readonly times?: number;
}

export interface KvDoor {
  readonly operations: KvOperation[];
  fail(fault: KvFault): void;
  /** Those that have not struck yet. */
  pending(): readonly KvFault[];
  /** Nothing fails any more. */
  clearFaults(): void;
  /** The part that runs in the runtime. */
  readonly worker: object;
}

// The text of the real error was read in production logs of Workers KV.
const SCRIPT = `
  export default function (env) {
    const pass = async (operation, key) => {
      const answer = await env.DOOR.fetch('http://door/', { method: 'POST', body: JSON.stringify({ operation, key }) });
      if (await answer.text() === 'fail') throw new Error('KV ' + operation.toUpperCase() + ' failed: 429 Too Many Requests');
    };
    return {
      async get(key, options) { await pass('get', [key].flat().join(' ')); return env.INVITE_LINKS.get(key, options); },
      async put(key, value, options) { await pass('put', key); return env.INVITE_LINKS.put(key, value, options); },
      async delete(key) { await pass('delete', key); return env.INVITE_LINKS.delete(key); },
      async list(options) { await pass('list', options?.prefix ?? ''); return env.INVITE_LINKS.list(options); },
    };
  }
`;

/** What passed, and whether it was made to fail. */
export type KvPassed = KvOperation & { readonly failed: boolean };

/** Tells `hear` of everything that passes. */
export function createKvDoor(hear: (passed: KvPassed) => void = () => undefined): KvDoor {
  const operations: KvOperation[] = [];
  const faults: { fault: KvFault; left: number }[] = [];
  return {
    operations,
    fail: (fault) => faults.push({ fault, left: fault.times ?? 1 }),
    pending: () =>
      faults.filter(({ left }) => left > 0).map(({ fault, left }) => ({ ...fault, times: left })),
    clearFaults() {
      faults.length = 0;
    },
    worker: {
      modules: [{ type: 'ESModule', path: 'kv-door.mjs', contents: SCRIPT }],
      serviceBindings: {
        async DOOR(request: { json(): Promise<unknown> }) {
          const passing = (await request.json()) as KvOperation;
          operations.push(passing);
          const struck = faults.find(
            ({ fault, left }) =>
              left > 0 && fault.operation === passing.operation && passing.key.startsWith(fault.key),
          );
          if (struck) struck.left--;
          hear({ ...passing, failed: struck !== undefined });
          return new Response(struck ? 'fail' : 'pass');
        },
      },
    },
  };
}
