// `npm start`: the bot on this machine, beside a Telegram of its own. No account, no token, no network.
// The folder has the page on which people use it, and what keeps both running. It is for trying the bot and looking into
// it, not for serving anybody: it answers this machine only, and its chats are made up.

import { stripVTControlCharacters } from 'node:util';
import { helpText, isHelpAsked } from '../../src/cli/program/options.ts';
import { buildBundle } from '../support/bundle.ts';
import { readOptions, type StartOptions, USAGE } from './options.ts';
import { createPaint } from './paint.ts';
import { whyNotListen } from './ports.ts';
import { bundleFolder } from './state-folder.ts';
import { lockState } from './state-lock.ts';

/** The runtime is a process of its own, which no one ends where this one is killed. */
const LEFT_BEHIND =
  '\nWhere an earlier start was killed, its workerd may still be running: pkill workerd ends it, and every other one of yours.';

const args = process.argv.slice(2);
const mayStart = !isHelpAsked(args);
if (!mayStart) console.log(helpText(USAGE));
const trouble = mayStart ? await start(args) : undefined;
if (trouble !== undefined) {
  console.error(trouble);
  process.exitCode = 1;
}

/** Answers, in a sentence, what keeps it from starting. */
async function start(args: readonly string[]): Promise<string | undefined> {
  const options = readOptions(args);
  if (!options.ok) return options.failure;
  const { port, telegramPort, stateFolder } = options.value;
  return (
    takeState(stateFolder) ??
    (await lookAtPort(port, 'the Worker', '--port', LEFT_BEHIND)) ??
    (await lookAtPort(telegramPort, 'the local Telegram', '--telegram-port')) ??
    (await run(options.value))
  );
}

async function lookAtPort(
  port: number,
  whose: string,
  option: string,
  hint = '',
): Promise<string | undefined> {
  const why = await whyNotListen(port);
  return (
    why && `Port ${port} ${why}. Choose another one for ${whose}: npm start -- ${option} ${port + 1}${hint}`
  );
}

function takeState(folder: string): string | undefined {
  const holder = lockState(folder);
  if (holder === undefined) return undefined;
  return `Process ${holder} is using the state in ${folder}. Choose another folder: npm start -- --state <folder>`;
}

async function run(options: StartOptions): Promise<string | undefined> {
  console.log('Building the Worker, and starting it beside a local Telegram …\n');
  // It would ask for the secrets of a deployment, of which there are none here.
  process.env.WRANGLER_LOG = 'error';
  // Loaded only now: wrangler takes a second, and anyone who mistyped an option should not wait for it.
  const [{ play }, whyNot] = await Promise.all([import('./play.ts'), build(options.stateFolder)]);
  if (whyNot !== undefined) return whyNot;
  const surroundings = {
    build: () => build(options.stateFolder),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    paint: createPaint(process.stdout.isTTY === true && !process.env.NO_COLOR),
    print: (line: string) => console.log(line),
  };
  return play(options, surroundings).then(() => undefined, whyNotRun);
}

/** The runtime says what the Worker threw as it was loaded; anything else is a mistake of this program. */
function whyNotRun(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_RUNTIME_FAILURE') return error.message;
  throw error;
}

/** Answers what wrangler has to say where it fails: someone is working on the Worker. */
async function build(stateFolder: string): Promise<string | undefined> {
  try {
    await buildBundle(bundleFolder(stateFolder));
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'stderr' in error)
      return stripVTControlCharacters(String(error.stderr)).trim();
    throw error;
  }
}
