// Runs Workers on the runtime itself, without the Workers that miniflare puts around them: what a process costs is then
// what the contestant in it costs. Everything listens on the loopback address only.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Service {
  readonly name: string;
  /** The module's source. */
  readonly source: string;
  readonly texts?: Readonly<Record<string, string>>;
  /** The service that hosts the chats' objects it calls: another one, or itself. */
  readonly objectsIn?: string;
  /** A service without a socket is started, but cannot be reached. */
  readonly hasSocket: boolean;
}

export interface Process {
  readonly pid: number;
  /** The addresses the services listen on, as `127.0.0.1:8787`, by their names. */
  readonly addresses: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);
/** The one that miniflare brings, so that tests and benchmark run on the same. */
const workerdPath: string = createRequire(require.resolve('miniflare'))('workerd').default;

/** In memory if the system has such a folder, so that no disk is measured: SQLite needs a real file. */
const TEMPORARY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const quoted = (text: string): string => JSON.stringify(text);

function describe({ name, source: _, texts = {}, objectsIn, hasSocket: __ }: Service, date: string): string {
  const hosts = objectsIn === name;
  const bindings = [
    ...Object.entries(texts).map(([key, text]) => `(name = ${quoted(key)}, text = ${quoted(text)})`),
    '(name = "INVITE_LINKS", kvNamespace = "world")',
  ];
  if (objectsIn !== undefined) {
    const where = `className = "Chat", serviceName = ${quoted(objectsIn)}`;
    bindings.push(`(name = "CHAT", durableObjectNamespace = (${where}))`);
  }
  return `(name = ${quoted(name)}, worker = (
    modules = [(name = "index.js", esModule = embed ${quoted(`${name}.js`)})],
    compatibilityDate = ${quoted(date)},
    bindings = [${bindings.join(', ')}],
    globalOutbound = "world",
    ${hosts ? hosting(name) : ''}
  ))`;
}

// Without `preventEviction` a slow round would find its objects gone: workerd evicts them after 10 s.
const hosting = (name: string): string => `durableObjectNamespaces = [
      (className = "Chat", uniqueKey = ${quoted(name)}, enableSql = true, preventEviction = true)
    ],
    durableObjectStorage = (localDisk = "disk")`;

/** A port that nothing listens on. */
export const NOWHERE = '127.0.0.1:9';

/** Starts one process with these services; resolves once all of them are up. All their calls and KV operations go to `world`. */
export async function startProcess(
  services: readonly Service[],
  world: string,
  compatibilityDate: string,
): Promise<Process> {
  const folder = await mkdtemp(join(TEMPORARY, 'bench-'));
  const listening = services.filter(({ hasSocket }) => hasSocket);
  const sockets = listening.map(
    ({ name }) => `(name = ${quoted(name)}, address = "127.0.0.1:0", service = ${quoted(name)})`,
  );
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "world", external = (address = ${quoted(world)}, http = ())),
    (name = "disk", disk = (path = "objects", writable = true)),
    ${services.map((service) => describe(service, compatibilityDate)).join(',\n')}
  ],
  sockets = [${sockets.join(', ')}]
);`;
  await Promise.all([
    mkdir(join(folder, 'objects')),
    writeFile(join(folder, 'config.capnp'), config),
    ...services.map(({ name, source }) => writeFile(join(folder, `${name}.js`), source)),
  ]);
  const child = spawn(workerdPath, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true });
  };
  try {
    return { pid: child.pid ?? 0, addresses: await readAddresses(child, listening.length), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readAddresses(child: ChildProcess, expected: number): Promise<Record<string, string>> {
  const [, , errors, control] = child.stdio;
  let said = '';
  errors?.on('data', (chunk) => {
    said += chunk;
  });
  const addresses: Record<string, string> = {};
  for await (const line of createInterface({ input: control as Readable })) {
    const { event, socket, port } = JSON.parse(line);
    if (event === 'listen') addresses[socket] = `127.0.0.1:${port}`;
    if (Object.keys(addresses).length === expected) return addresses;
  }
  throw new Error(`workerd ended: ${said}`);
}
