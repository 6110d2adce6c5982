// Where the operator's programs find the bot's token: in the environment, else in .dev.vars, else by asking for it. No
// text that leaves this file holds any part of it.

import { parseEnv } from 'node:util';
import { fail, ok, type Result } from '../lib/result.ts';

export interface BotToken {
  readonly token: string;
  /** For a sentence: “from …”. */
  readonly source: string;
}

export interface TokenPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The text of .dev.vars; `undefined` where there is no such file. */
  readonly devVars: string | undefined;
  /** Asks without showing what is typed; `undefined` where nobody can be asked. */
  readonly ask: (() => Promise<string>) | undefined;
}

const NAME = 'TELEGRAM_BOT_TOKEN';
const EXAMPLE = `${NAME}=123456789:…`;
/** Shorter than any that BotFather has given out. */
const SECRET_CHARACTERS = 35;

/** On failure, a sentence for the operator. */
export async function findBotToken(places: TokenPlaces): Promise<Result<BotToken, string>> {
  const found = await lookForToken(places);
  if (found === undefined) {
    return fail(`There is no bot token. Write the one that BotFather shows into .dev.vars, as ${EXAMPLE}`);
  }
  const trouble = whyNoToken(found.token);
  return trouble === undefined
    ? ok(found)
    : fail(`The token from ${found.source} is none that BotFather gives: ${trouble}. Copy it again, whole.`);
}

async function lookForToken({ environment, devVars, ask }: TokenPlaces): Promise<BotToken | undefined> {
  const set = environment[NAME]?.trim();
  if (set) return { token: set, source: 'the environment' };
  const written = readDevVars(devVars ?? '');
  if (written) return { token: written, source: '.dev.vars' };
  const typed = (await ask?.())?.trim();
  return typed ? { token: typed, source: 'what was typed' } : undefined;
}

/** The token in the text of a .dev.vars. Editors on Windows put a mark before the first letter. */
const readDevVars = (text: string): string | undefined =>
  parseEnv(text.replace(/^\uFEFF/, ''))[NAME]?.trim() || undefined;

/** What is wrong with the form of a token; `undefined` where nothing is. */
function whyNoToken(token: string): string | undefined {
  const [, number, secret] = /^([^:]*):(.*)$/s.exec(token) ?? [];
  if (number === undefined || secret === undefined) return 'there is no colon in it';
  if (!/^\d+$/.test(number)) return 'before the colon stands something else than digits';
  if (!/^[\w-]*$/.test(secret))
    return 'behind the colon stands something else than letters, digits, “_” and “-”';
  return secret.length < SECRET_CHARACTERS
    ? `behind the colon stand ${secret.length} characters, where a token has at least ${SECRET_CHARACTERS}`
    : undefined;
}
