// Reads data of unknown shape: updates, stored values, answers of other servers.

/** A JSON object whose fields are still unknown. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object with fields; `undefined` if it is none. */
export const readFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** The value if it is a whole number that JavaScript holds exactly. */
export const readInteger = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? (value as number) : undefined;

/** The value if it is a whole number from 1 to `max`. */
export function readIntegerUpTo(max: number, value: unknown): number | undefined {
  const integer = readInteger(value) ?? 0;
  return integer >= 1 && integer <= max ? integer : undefined;
}

/** The value if it is a text. */
export const readText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The value parsed from JSON; `undefined` if the text is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
