// What may be typed behind `npm start --`.

import { resolve } from 'node:path';
import { parseOptions, type Usage } from '../../src/cli/program/options.ts';
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

export const USAGE = {
  lines: [['npm start [-- <options>]', 'the bot on this machine, in a Telegram of its own']],
  options: {
    fresh: { type: 'boolean', help: 'starts over' },
    'telegram-port': {
      type: 'string',
      value: '<number>',
      help: `where the page is; ${TELEGRAM_PORT}, if not said`,
    },
    port: { type: 'string', value: '<number>', help: `where the Worker is; ${PORT}, if not said` },
    state: { type: 'string', value: '<folder>', help: 'where the state is kept' },
  },
  words: 0,
} as const satisfies Usage;

/** On failure, a sentence for the one who typed it. */
export function readOptions(args: readonly string[]): Result<StartOptions, string> {
  const parsed = parseOptions(USAGE, args);
  if (!parsed.ok) return parsed;
  const { port: typedPort, 'telegram-port': typedTelegramPort, state, fresh } = parsed.value.values;
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
    isFresh: fresh,
  });
}

function readPort(option: string, typed: string | undefined, standard: number): Result<number, string> {
  if (typed === undefined) return ok(standard);
  return /^\d{1,5}$/.test(typed) && Number(typed) <= MAX_PORT
    ? ok(Number(typed))
    : fail(`${option} is a number up to ${MAX_PORT}, not “${typed}”.`);
}
