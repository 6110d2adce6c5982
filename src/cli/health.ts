// `npm run health`: whether everything about the deployed bot is right, in words.

import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../lib/result.ts';
import { createTelegram } from '../telegram/client.ts';
import { askHealth } from './ask-health.ts';
import { findLocalToken } from './local-token.ts';
import { runProgram } from './program.ts';
import { wordBadArgs } from './program-args.ts';

const TELEGRAM_DEADLINE_MS = 30_000;

await runProgram(async ({ signal: ending }) => {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) return options;
  const token = await findLocalToken(ending);
  if (!token.ok) return token;
  return askHealth(options.value.url, {
    token: token.value,
    async telegram() {
      // Loaded only here: where nothing is installed, that can be said.
      const { findApiUrl } = await import('./worker-settings.ts');
      const apiUrl = await findApiUrl({ env: options.value.env, config: undefined });
      if (!apiUrl.ok) return apiUrl;
      const waitFor = (time: number) => wait(time, undefined, { signal: ending });
      const deps = { token: token.value.token, apiUrl: apiUrl.value, fetch, now: Date.now, wait: waitFor };
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
}

function readOptions(args: readonly string[]): Result<HealthOptions, string> {
  try {
    const options = { url: { type: 'string' }, env: { type: 'string', short: 'e' } } as const;
    const { url, env } = parseArgs({ args: [...args], options }).values;
    return ok({ url, env });
  } catch (error) {
    return fail(wordBadArgs(error, '--url <address> and --env <name>'));
  }
}
