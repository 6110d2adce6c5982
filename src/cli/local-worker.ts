// The Worker on this machine, from its source: a change is live at once.

import { join } from 'node:path';
import { unstable_getVarsForDev, unstable_readConfig, unstable_startWorker } from 'wrangler';
import { readApiUrl } from '../config.ts';
import { PROJECT } from './project.ts';

export interface LocalWorkerOptions {
  readonly token: string;
  /** Where wrangler keeps Workers KV: what its `--persist-to` takes. */
  readonly stateFolder: string;
  readonly print: (line: string) => void;
}

export interface LocalWorker {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

const CONFIG = join(PROJECT, 'wrangler.toml');

/** The Bot API server of wrangler.toml, as .dev.vars changes it. */
export function readLocalApiUrl() {
  const { configPath, vars, secrets } = unstable_readConfig({ config: CONFIG }, { hideWarnings: true });
  const bindings = unstable_getVarsForDev(configPath, undefined, vars, undefined, true, secrets);
  return readApiUrl(Object.fromEntries(Object.entries(bindings).map(([name, { value }]) => [name, value])));
}

/** Where the source cannot be built, wrangler says so, and what is posted waits until it can. */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  const { token, stateFolder, print } = options;
  const worker = await unstable_startWorker({
    config: CONFIG,
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
  // wrangler itself would tell it to nobody. Behind the first line stands what the log has shown already.
  worker.raw.on('error', ({ reason, cause }: { readonly reason?: string; readonly cause?: Error }) =>
    print(`The Worker cannot run. ${reason ?? ''} ${cause?.message.split('\n')[0] ?? ''}`.trimEnd()),
  );
  worker.raw.on('reloadComplete', () => print('The Worker runs with the code as it is now.'));
  return { url: (await worker.url).origin, close: () => worker.dispose() };
}
