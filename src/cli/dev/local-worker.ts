import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { PROJECT, readDevVars } from '../program/project.ts';
import { INSTALLED } from '../program/wrangler.ts';

/**
 * Runs the Worker on this machine from its source by `wrangler dev`, and a change is live at once. If the source cannot be
 * built, wrangler says so, and what is posted waits until it can. `undefined` if wrangler ends before the Worker runs.
 */
export async function startLocalWorker(token: string, stateFolder: string, print: (line: string) => void) {
  const [program, wrangler] = INSTALLED;
  const loopback = ['--ip', '127.0.0.1', '--port', '0', '--inspector-port', '0'];
  // wrangler would prefer the token of .dev.vars to the one of the environment; of an empty file it takes the environment.
  const state = ['--persist-to', stateFolder, '--env-file', devNull, '--show-interactive-dev-session=false'];
  const child = spawn(program, [wrangler, 'dev', ...loopback, ...state], {
    cwd: PROJECT,
    env: { ...process.env, ...readDevVars(), TELEGRAM_BOT_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  // Not `exit`: what wrangler has started holds its output open.
  const ended = once(child, 'close');
  createInterface({ input: child.stdout as Readable }).on('line', (line) => {
    if (line.startsWith('{')) print(`  Log: ${line}`);
    if (line.includes('server updated')) print('The Worker runs with the code as it is now.');
  });
  const url = await Promise.race([
    once(child, 'message').then(([ready]) => `http://127.0.0.1:${JSON.parse(ready).port}`),
    ended.then(() => undefined),
  ]);
  return url === undefined ? undefined : { url, close: () => child.kill('SIGTERM') && ended };
}
