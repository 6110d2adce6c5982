import { fail, ok, type Result } from '../lib/result.ts';
import { parseOrigin } from './origin.ts';
import { peekOption, takeOption } from './program-args.ts';

/** Which Worker wrangler means. */
export interface WhichWorker {
  readonly name: string | undefined;
  /** An environment of wrangler.toml. */
  readonly env: string | undefined;
  /** Another file than wrangler.toml. */
  readonly config: string | undefined;
}

export interface DeployArgs {
  /** Where the Worker answers, as its operator typed it. */
  readonly origin: string | undefined;
  /** Whether a Worker that serves another bot may be replaced. */
  readonly mayReplaceBot: boolean;
  readonly isDryRun: boolean;
  readonly which: WhichWorker;
  /** What goes on to wrangler. */
  readonly wranglerArgs: readonly string[];
}

const REPLACE = '--replace-bot';

/** Reads what stands behind `npm run deploy --`. On failure, a sentence. */
export function readDeployArgs(args: readonly string[]): Result<DeployArgs, string> {
  const url = takeOption(args, '--url');
  if (!url.ok) return url;
  if (args.some((arg) => /^--secrets-?file/i.test(arg))) {
    return fail('Leave out --secrets-file: the token from .dev.vars is uploaded as the secret anyway.');
  }
  const origin = url.value.value === undefined ? ok(undefined) : parseOrigin(url.value.value);
  if (!origin.ok) return origin;
  const wranglerArgs = url.value.rest.filter((arg) => arg !== REPLACE);
  return ok({
    origin: origin.value,
    mayReplaceBot: args.includes(REPLACE),
    isDryRun: isDryRun(wranglerArgs),
    which: readWhichWorker(wranglerArgs),
    wranglerArgs,
  });
}

const readWhichWorker = (args: readonly string[]): WhichWorker => ({
  name: peekOption(args, ['--name']),
  env: peekOption(args, ['--env', '-e']),
  config: peekOption(args, ['--config', '-c']),
});

/** In wrangler's spellings, of which `--dry-run false` is one. */
const isDryRun = (args: readonly string[]): boolean =>
  args.some((arg, at) => /^--dry-?run(?:=true)?$/i.test(arg) && args[at + 1] !== 'false');
