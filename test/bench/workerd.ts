// Runs Workers on the runtime itself, without the Workers that miniflare puts around them: what a process costs is then
// what the contestant in it costs.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
  /** The address of the world that all of its calls and its KV namespace lead to. */
  readonly world?: string;
  /** A service without a socket is started, but cannot be reached. */
  readonly hasSocket: boolean;
}

export interface Process {
  readonly pid: number;
  /** Where the services listen, as `127.0.0.1:8787`, by their names. */
  readonly addresses: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);
/** The one that miniflare brings, so that tests and benchmark run on the same. */
const workerdPath: string = createRequire(require.resolve('miniflare'))('workerd').default;

const quoted = (text: string): string => JSON.stringify(text);

function describe({ name, texts = {}, world }: Service, compatibilityDate: string): string {
  const bindings = Object.entries(texts).map(
    ([key, text]) => `(name = ${quoted(key)}, text = ${quoted(text)})`,
  );
  const worldName = quoted(`${name}-world`);
  if (world) bindings.push(`(name = "INVITE_LINKS", kvNamespace = ${worldName})`);
  return [
    `(name = ${quoted(name)}, worker = (`,
    `  modules = [(name = "index.js", esModule = embed ${quoted(`${name}.js`)})],`,
    `  compatibilityDate = ${quoted(compatibilityDate)},`,
    `  bindings = [${bindings.join(', ')}],`,
    world ? `  globalOutbound = ${worldName},` : '',
    '))',
    world ? `, (name = ${worldName}, external = (address = ${quoted(world)}, http = ()))` : '',
  ].join('\n');
}

/** Starts one process with these services; answers once all of them are up. */
export async function startProcess(
  services: readonly Service[],
  compatibilityDate: string,
  flags: readonly string[] = [],
): Promise<Process> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const listening = services.filter(({ hasSocket }) => hasSocket);
  const sockets = listening.map(
    ({ name }) => `(name = ${quoted(name)}, address = "127.0.0.1:0", service = ${quoted(name)})`,
  );
  const config = [
    'using Workerd = import "/workerd/workerd.capnp";',
    'const config :Workerd.Config = (',
    `  services = [${services.map((service) => describe(service, compatibilityDate)).join(',\n')}],`,
    `  sockets = [${sockets.join(', ')}]`,
    ');',
  ].join('\n');
  await Promise.all([
    writeFile(join(folder, 'config.capnp'), config),
    ...services.map(({ name, source }) => writeFile(join(folder, `${name}.js`), source)),
  ]);
  const child = spawn(workerdPath, ['serve', 'config.capnp', '--control-fd=3', ...flags], {
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
