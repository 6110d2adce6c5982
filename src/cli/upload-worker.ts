// The upload of the Worker with its secret, by wrangler.

import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../lib/result.ts';
import { findNamespace, isNamespaceKept, namespaceTitle, withNamespaceInConfig } from './kept-namespace.ts';
import { dropOption } from './program-args.ts';
import { withSecretFolder } from './secret-folder.ts';
import type { WorkerSettings } from './worker-settings.ts';
import type { Wrangler, WranglerRun } from './wrangler.ts';
import { adviceOn } from './wrangler-advice.ts';
import { type Deployment, readDeployment } from './wrangler-output.ts';

export interface UploadDeps {
  readonly wrangler: Wrangler;
  readonly print: (line: string) => void;
  readonly ending: AbortSignal;
}

/** On failure, a sentence; the value is `undefined` where wrangler succeeded without saying what it deployed. */
export function uploadWorker(
  token: string,
  { name, config }: WorkerSettings,
  wranglerArgs: readonly string[],
  { wrangler, print, ending }: UploadDeps,
): Promise<Result<Deployment | undefined, string>> {
  return withSecretFolder(token, ending, async ({ secretsFile, outputFile }) => {
    const deploy = (args: readonly string[]): Promise<WranglerRun> =>
      wrangler.show(['deploy', '--secrets-file', secretsFile, ...args], {
        WRANGLER_OUTPUT_FILE_PATH: outputFile,
        WRANGLER_OUTPUT_FILE_DIRECTORY: undefined,
      });

    async function deployWithKept(): Promise<WranglerRun | undefined> {
      const title = namespaceTitle(name);
      const id = await findNamespace(title, wrangler);
      if (id === undefined) return undefined;
      print(
        `… Upload: the namespace ${title} is there already, from a deploy that failed or a Worker that was deleted. What it holds is kept: once more, with that namespace.`,
      );
      const args = dropOption(wranglerArgs, ['--config', '-c']);
      return withNamespaceInConfig(config, id, (file) => deploy([...args, '--config', file]));
    }

    const first = await deploy(wranglerArgs);
    ending.throwIfAborted();
    const second = first.exitCode !== 0 && isNamespaceKept(first.complaints) && (await deployWithKept());
    ending.throwIfAborted();
    const { exitCode, complaints } = second || first;
    return exitCode === 0
      ? ok(readDeployment(readIfThere(outputFile)))
      : fail(`wrangler failed; its own words stand above. ${adviceOn(complaints) ?? 'Mend what it says.'}`);
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
