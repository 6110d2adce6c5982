// Where the operator's programs find the bot's token: in the environment, else in .dev.vars, else by asking for it. No
// text that leaves this file holds any part of it.

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { fail, ok, type Result } from '../../lib/result.ts';
import { readDevVars } from './project.ts';
import type { Surroundings } from './run-program.ts';

export interface BotToken {
  readonly token: string;
  /** For a sentence: “from …”. */
  readonly source: 'the environment' | '.dev.vars' | 'what was typed';
}

const NAME = 'TELEGRAM_BOT_TOKEN';
const TOKEN = /^\d+:[\w-]{35,}$/; // BotFather gives out none with a shorter second part.

/** On failure, a sentence. A mistyped token is asked for again; `ask` is `undefined` if no one can be asked. */
export async function findBotToken(
  print: (text: string) => void,
  ask?: () => Promise<string>,
  environment: NodeJS.Dict<string> = process.env,
  devVars: NodeJS.Dict<string> = readDevVars(),
): Promise<Result<BotToken, string>> {
  const set = environment[NAME]?.trim();
  if (set) return checkForm({ source: 'the environment', token: set });
  const written = devVars[NAME]?.trim();
  if (written) return checkForm({ source: '.dev.vars', token: written });
  for (let typed = await ask?.(); typed?.trim(); typed = await ask?.()) {
    const token = checkForm({ source: 'what was typed', token: typed.trim() });
    if (token.ok) return token;
    print(token.failure);
  }
  return fail(`There is no bot token. Write the one of BotFather into .dev.vars, as ${NAME}=123456789:…`);
}

/** The token on this machine; the person at a terminal is asked for it. */
export function findLocalToken({ signal: ending, print }: Surroundings): Promise<Result<BotToken, string>> {
  const { stdin: input, stdout: output } = process;
  const interrupt = (): void => void process.kill(process.pid, 'SIGINT');
  const ask = () =>
    askSecretly('The token from BotFather (it is not shown): ', { input, output, ending, interrupt });
  return findBotToken(print, input.isTTY === true && output.isTTY === true ? ask : undefined);
}

function checkForm(found: BotToken): Result<BotToken, string> {
  if (TOKEN.test(found.token)) return ok(found);
  const what = found.source === 'what was typed' ? 'This' : `${NAME} in ${found.source}`;
  const why = found.token.includes(':') ? 'it is cut off, or has other characters' : 'it has no colon';
  return fail(`${what} is not a bot token: ${why}. Copy it again from @BotFather, whole.`);
}

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Leaves the question: the promise rejects. */
  readonly ending: AbortSignal;
  /** Called at Ctrl-C, which a terminal in this mode hands over as a key. */
  readonly interrupt: () => void;
}

/** Asks on a terminal without showing what is typed; `''` if the question is left with Ctrl-D. */
export function askSecretly(question: string, terminal: Terminal): Promise<string> {
  const { input, output, ending, interrupt } = terminal;
  // Readline shows what is typed by writing it: here to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  output.write(question);
  return new Promise((resolve, reject) => {
    const settle = (how: () => void): void => {
      ending.removeEventListener('abort', leave);
      how();
      lines.close();
    };
    const leave = (): void => settle(() => reject(ending.reason));
    ending.addEventListener('abort', leave);
    lines.on('SIGINT', interrupt);
    lines.on('line', (line) => settle(() => resolve(line)));
    lines.on('close', () => {
      output.write('\n');
      settle(() => resolve(''));
    });
  });
}
