// A program declares its options once, in a table: they are parsed by it, and `--help` prints it.

import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../lib/result.ts';

export interface Option {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** What stands for the value in the help, such as `<file>`. */
  readonly value?: string;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, Option>>;

export interface Usage<Table extends OptionTable = OptionTable> {
  /** What to type, and what it does. */
  readonly lines: readonly (readonly [string, string])[];
  readonly options: Table;
  /** How many words there may be beside the options; any others are refused, or go on to another program. */
  readonly words: number | 'kept';
  readonly note?: string;
}

export interface Typed<Table extends OptionTable = OptionTable> {
  readonly values: {
    readonly [Name in keyof Table]: Table[Name]['type'] extends 'boolean' ? boolean : string | undefined;
  };
  /** What is no option of the table, in order. */
  readonly words: readonly string[];
}

export const isHelpAsked = (args: readonly string[]): boolean =>
  args.includes('--help') || args.includes('-h');

export function helpText({ lines, options, note }: Usage): string {
  const rows = Object.entries(options).map(([name, { short, value, help }]) => {
    const left = `  --${name}${short ? `, -${short}` : ''}${value ? ` ${value}` : ''}`;
    return [left, help] as const;
  });
  const width = Math.max(...[...lines, ...rows].map(([left]) => left.length));
  const show = ([left, right]: readonly [string, string]): string => `${left.padEnd(width)}   ${right}`;
  return [...lines.map(show), '', ...rows.map(show), ...(note ? ['', note] : [])].join('\n').trimEnd();
}

/** Reads what was typed after `npm run … --`. On failure, a sentence. */
export function parseOptions<Table extends OptionTable>(
  usage: Usage<Table>,
  args: readonly string[],
): Result<Typed<Table>, string> {
  const { options, words: mayHave } = usage;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values: Record<string, boolean | string | undefined> = {};
  for (const [name, { type }] of Object.entries(options))
    values[name] = type === 'boolean' ? false : undefined;
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue, index } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option && mayHave === 'kept') continue;
    if (!option) return fail(`There is no option ${rawName}.\n\n${helpText(usage)}`);
    if (option.type === 'boolean' && inlineValue) return fail(`${rawName} takes no value.`);
    if (option.type === 'string' && (!value || (!inlineValue && value.startsWith('-'))))
      return fail(`${rawName} needs a value after it.`);
    values[name] = option.type === 'boolean' ? true : value;
    taken.add(index);
    if (option.type === 'string' && !inlineValue) taken.add(index + 1);
  }
  const words = args.filter((_, at) => !taken.has(at));
  if (mayHave !== 'kept' && words.length > mayHave)
    return fail(`“${words[mayHave]}” is one argument too many.\n\n${helpText(usage)}`);
  // Every name of the table has a value by now, of the type that the table says.
  return ok({ values: values as Typed<Table>['values'], words });
}
