// `npm run health`: whether everything about the deployed bot is right, in words.

import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deriveSecret } from '../lib/derived-secret.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { createTelegram } from '../telegram/client.ts';
import { askHealth } from './ask-health.ts';
import { findLocalToken } from './local-token.ts';
import { runProgram } from './program.ts';
import { wordBadArgs } from './program-args.ts';

const TELEGRAM_DEADLINE_MS = 30_000;

const USAGE = `npm run health [-- <options>]     whether everything about the deployed bot is right

  --url <address>    asks there, not where Telegram sends updates
  --env <name>       an environment of wrangler.toml
  --key              prints the key for monitors, and asks nobody`;

await runProgram(USAGE, async ({ signal: ending }) => {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) return options;
  const token = await findLocalToken(ending);
  if (!token.ok) return token;
  if (options.value.isKeyAsked) {
    console.log(await deriveSecret(token.value.token, 'health'));
    return ok(undefined);
  }
  return askHealth(options.value.url, {
    token: token.value,
    async telegram() {
      // Loaded only here: where nothing is installed, that can be said.
      const { readWorkerSettings } = await import('./worker-settings.ts');
      const { env } = options.value;
      const settings = await readWorkerSettings({ name: undefined, env, config: undefined });
      if (!settings.ok) return settings;
      const waitFor = (time: number) => wait(time, undefined, { signal: ending });
      const deps = {
        token: token.value.token,
        apiUrl: settings.value.apiUrl,
        fetch,
        now: Date.now,
        wait: waitFor,
      };
      return ok(createTelegram(deps, Date.now() + TELEGRAM_DEADLINE_MS));
    },
    fetch,
    print: (line) => console.log(line),
    ending,
  });
});

interface HealthOptions {
  readonly url: string | undefined;
  readonly env: string | undefined;
  /** Whether only the key for monitors is to be printed. */
  readonly isKeyAsked: boolean;
}

function readOptions(args: readonly string[]): Result<HealthOptions, string> {
  try {
    const options = {
      url: { type: 'string' },
      env: { type: 'string', short: 'e' },
      key: { type: 'boolean' },
    } as const;
    const { url, env, key = false } = parseArgs({ args: [...args], options }).values;
    return ok({ url, env, isKeyAsked: key });
  } catch (error) {
    return fail(wordBadArgs(error, '--url <address>, --env <name> and --key'));
  }
}
