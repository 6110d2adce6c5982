// What may be typed behind `npm start --`.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { wordBadArgs } from '../../src/cli/program-args.ts';
import { fail, ok, type Result } from '../../src/lib/result.ts';
import { PROJECT } from '../support/bundle.ts';

export interface StartOptions {
  /** The Worker's; 0 for any free one, as for Telegram's. */
  readonly port: number;
  readonly telegramPort: number;
  /** Absolute. */
  readonly stateFolder: string;
  readonly isFresh: boolean;
}

/** Where `wrangler dev` and `wrangler kv --local` keep their state. */
export const WRANGLER_STATE_FOLDER = resolve(PROJECT, '.wrangler/state');

// Those of `wrangler dev` and of Telegram's own Bot API server.
const PORT = 8787;
const TELEGRAM_PORT = 8081;
const MAX_PORT = 65_535;

export const USAGE = `npm start [-- <options>]      the bot on this machine, in a Telegram of its own

  --fresh                    begins anew
  --telegram-port <number>   where the page is; ${TELEGRAM_PORT}, if not said
  --port <number>            where the Worker is; ${PORT}, if not said
  --state <folder>           where the state is kept`;

const KNOWN = '--port <number>, --telegram-port <number>, --state <folder> and --fresh';

/** On failure, a sentence for whoever typed it. */
export function readOptions(args: readonly string[]): Result<StartOptions, string> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { port: typedPort, 'telegram-port': typedTelegramPort, state, fresh } = parsed.value;
  const port = readPort('--port', typedPort, PORT);
  if (!port.ok) return port;
  const telegramPort = readPort('--telegram-port', typedTelegramPort, TELEGRAM_PORT);
  if (!telegramPort.ok) return telegramPort;
  if (port.value === telegramPort.value && port.value !== 0)
    return fail(`--port and --telegram-port are both ${port.value}: the Worker and Telegram need one each.`);
  return ok({
    port: port.value,
    telegramPort: telegramPort.value,
    stateFolder: resolve(state ?? WRANGLER_STATE_FOLDER),
    isFresh: fresh ?? false,
  });
}

function parse(args: readonly string[]) {
  const options = {
    port: { type: 'string' },
    'telegram-port': { type: 'string' },
    state: { type: 'string' },
    fresh: { type: 'boolean' },
  } as const;
  try {
    return ok(parseArgs({ args: [...args], options }).values);
  } catch (error) {
    return fail(wordBadArgs(error, KNOWN));
  }
}

function readPort(option: string, typed: string | undefined, standard: number): Result<number, string> {
  if (typed === undefined) return ok(standard);
  return /^\d{1,5}$/.test(typed) && Number(typed) <= MAX_PORT
    ? ok(Number(typed))
    : fail(`${option} is a number up to ${MAX_PORT}, not “${typed}”.`);
}
