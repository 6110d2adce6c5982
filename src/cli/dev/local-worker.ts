import { join } from 'node:path';
import { unstable_startWorker } from 'wrangler';
import { PROJECT } from '../program/project.ts';

/**
 * Runs the Worker on this machine from its source, and a change is live at once. If the source cannot be built, wrangler says
 * so, and what is posted waits until it can. `stateFolder` is what wrangler's `--persist-to` takes.
 */
export async function startLocalWorker(token: string, stateFolder: string, print: (line: string) => void) {
  const worker = await unstable_startWorker({
    config: join(PROJECT, 'wrangler.toml'),
    bindings: { TELEGRAM_BOT_TOKEN: { type: 'secret_text', value: token } },
    dev: {
      watch: true,
      inspector: false,
      persist: stateFolder,
      server: { hostname: '127.0.0.1', port: 0 },
      logLevel: 'error',
      structuredLogsHandler: ({ message }: { readonly message: string }) => print(`  Log: ${message}`),
    },
  });
  // wrangler reports these to no one. After the first line comes what the log has shown already.
  worker.raw.on('error', ({ reason = '', cause }: { readonly reason?: string; readonly cause?: Error }) =>
    print(`The Worker cannot run. ${reason} ${cause?.message.split('\n')[0] ?? ''}`.trimEnd()),
  );
  worker.raw.on('reloadComplete', () => print('The Worker runs with the code as it is now.'));
  return { url: (await worker.url).origin, close: () => worker.dispose() };
}
