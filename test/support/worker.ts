// The Worker as it would be deployed, in workerd, with the wrangler.toml that deploys it and Workers KV.

import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Miniflare, type MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { BUNDLE, PROJECT } from './bundle.ts';
import { HURRY_SCRIPT } from './hurry.ts';
import { createKvDoor, type KvDoor, type KvListeners } from './kv-door.ts';
import { secretsOf, watchFor, watchScript } from './leaks.ts';
import { type ChatControl, createChatControl, TEST_CHAT_SCRIPT } from './test-chat.ts';

export interface WorkerOptions {
  /** Variables and secrets instead of those of wrangler.toml; `undefined` leaves one out. */
  readonly bindings: Readonly<Record<string, string | undefined>>;
  /** Any free port when it is left out. */
  readonly port?: number;
  /** Where Workers KV and the objects are kept on disk, as wrangler keeps them; without, they end with the Worker. */
  readonly folders?: { readonly kv: string; readonly objects: string };
  /** The built Worker; the one that the tests share when it is left out. */
  readonly bundle?: string;
  readonly onKv?: KvListeners['onKv'];
  /** Is told of every line that the Worker logs. */
  readonly onLog?: (line: string) => void;
  /** Pauses and answers that never come take no time. One update at a time, then, but for those that belong together. */
  readonly hurried?: boolean;
}

export interface RunningWorker {
  readonly url: string;
  /** The namespace as it stands, past the door. */
  readonly kv: Awaited<ReturnType<Miniflare['getKVNamespace']>>;
  /** The door through which the Worker reaches the namespace: it counts, and fails on request. */
  readonly door: KvDoor;
  /** The chats' objects. */
  readonly chats: ChatControl;
  /** What the Worker logged, a line each. */
  readonly logged: string[];
  /** A request under any address, https ones too, as they arrive in production. */
  dispatch(url: string, init?: RequestInit): Promise<Response>;
  /**
   * Runs the bundle as it is by now. Who holds `kv` has to take it again. Where the bundle does not start, what ran before goes
   * on, and the error is thrown.
   */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** The namespace, read once the objects have published what they were asked for. */
function afterPublishing<Kv extends object>(kv: Kv, published: () => Promise<void>): Kv {
  return new Proxy(kv, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || (name !== 'get' && name !== 'list')) return method;
      return async (...values: unknown[]) => {
        await published();
        return Reflect.apply(method, target, values);
      };
    },
  });
}

/** Boots the Worker on this machine. */
export async function startWorker(settings: WorkerOptions): Promise<RunningWorker> {
  const { bindings, port = 0, folders, bundle = BUNDLE, onKv, onLog, hurried = false } = settings;
  const config = unstable_readConfig({ config: `${PROJECT}wrangler.toml` });
  // Its bindings are left aside: they would hold what a developer's own .dev.vars says.
  const { bindings: _, kvNamespaces, ...options } = unstable_getMiniflareWorkerOptions(config).workerOptions;
  const secrets = secretsOf(bindings.TELEGRAM_BOT_TOKEN);
  const watch = watchFor(secrets);
  const door = createKvDoor({ onKv, onValue: (value) => watch('a stored value', value) });
  const logged: string[] = [];
  const set = Object.entries({ ...config.vars, ...bindings }).filter(([, value]) => value !== undefined);
  let script = readFileSync(bundle, 'utf8');
  const running = (): object => ({
    cf: false,
    port,
    kvPersist: folders?.kv ?? false,
    durableObjectsPersist: folders?.objects ?? false,
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      for (const stream of [stdout, stderr]) {
        stream.on('data', (chunk: Buffer) => {
          watch('the log', chunk.toString());
          const lines = chunk.toString().split('\n').filter(Boolean);
          logged.push(...lines);
          for (const line of lines) onLog?.(line);
        });
      }
    },
    workers: [
      {
        ...options,
        name: 'invite-link-bot',
        modules: [
          { type: 'ESModule', path: 'watch.mjs', contents: watchScript(secrets, hurried) },
          { type: 'ESModule', path: 'index.js', contents: script },
          { type: 'ESModule', path: 'test-chat.mjs', contents: TEST_CHAT_SCRIPT },
          ...(hurried ? [{ type: 'ESModule', path: 'hurry.mjs', contents: HURRY_SCRIPT }] : []),
        ],
        serviceBindings: {
          async WATCH(request: { text(): Promise<string> }) {
            watch('an answer', await request.text());
            return new Response();
          },
        },
        bindings: Object.fromEntries(set),
        kvNamespaces: { KV_PAST_THE_DOOR: kvNamespaces?.INVITE_LINKS },
        wrappedBindings: { INVITE_LINKS: { scriptName: 'kv-door' } },
      },
      { ...door.worker, name: 'kv-door', kvNamespaces },
    ],
  });
  // Wider than its type, which knows no worker that is given by another part of the program.
  const miniflare = new Miniflare(running() as MiniflareOptions);
  const url = await miniflare.ready.catch(async (error: unknown) => {
    await miniflare.dispose();
    throw error;
  });
  const openKv = async () =>
    afterPublishing(await miniflare.getKVNamespace('INVITE_LINKS', 'kv-door'), () => chats.published());
  // Miniflare brings types of its own for what is the same here.
  const dispatch = (address: string, init?: RequestInit): Promise<Response> =>
    miniflare.dispatchFetch(address, {
      redirect: 'manual',
      ...init,
    } as object) as unknown as Promise<Response>;
  const chats = createChatControl(dispatch);
  let kv = await openKv();
  return {
    url: url.origin,
    chats,
    get kv() {
      return kv;
    },
    door,
    logged,
    dispatch,
    async reload() {
      const before = script;
      script = readFileSync(bundle, 'utf8');
      // It keeps its port, but what was got from it before is dead.
      try {
        await miniflare.setOptions(running() as MiniflareOptions);
      } catch (error) {
        script = before;
        await miniflare.setOptions(running() as MiniflareOptions);
        throw error;
      } finally {
        kv = await openKv();
      }
    },
    close: () => miniflare.dispose(),
  };
}
