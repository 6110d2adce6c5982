// What may be typed behind `npm run … --`.

import { fail, ok, type Result } from '../lib/result.ts';

export interface TakenOption {
  /** The last one, where it is given several times. */
  readonly value: string | undefined;
  readonly rest: readonly string[];
}

/** Takes `--name value` or `--name=value` out of arguments of which the others belong to another program. */
export function takeOption(args: readonly string[], name: string): Result<TakenOption, string> {
  const rest: string[] = [];
  let value: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg.startsWith(`${name}=`)) {
      value = arg.slice(name.length + 1);
    } else if (arg === name) {
      value = args[++index];
      if (value === undefined || value.startsWith('-')) return fail(`${name} needs a value behind it.`);
    } else {
      rest.push(arg);
    }
  }
  return ok({ value, rest });
}

/** The value of an option that stays where it is; `names` are its spellings, such as `--env` and `-e`. */
export function peekOption(args: readonly string[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const taken = takeOption(args, name);
    if (taken.ok && taken.value.value !== undefined) return taken.value.value;
  }
  return undefined;
}

/** The arguments without an option and its value. */
export const dropOption = (args: readonly string[], names: readonly string[]): readonly string[] =>
  names.reduce((rest, name) => {
    const taken = takeOption(rest, name);
    return taken.ok ? taken.value.rest : rest;
  }, args);

/** What Node's parseArgs threw, as a sentence that names the options there are. */
export function wordBadArgs(error: unknown, known: string): string {
  // Its first sentence says what is wrong; those behind it are for programmers.
  const [what] = error instanceof Error ? error.message.split('. ') : [];
  return `${what}: the options are ${known}.`;
}
