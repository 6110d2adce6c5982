import { once } from 'node:events';
import { createServer } from 'node:net';

/** Why nothing can listen on this port of this machine, to follow "Port 8787"; `undefined` where something can. */
export async function whyNotListen(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${code})`;
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
