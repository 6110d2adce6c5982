// Parameters of a Bot API call, read as loosely as the official server reads them: nothing here is ever an error.
// Every value is text; what a JSON body carries besides strings arrives as its JSON text, so null becomes "null".

export interface CallParameters {
  readonly raw: Readonly<Record<string, string>>;
  /** Empty when the parameter is missing. */
  text(name: string): string;
  has(name: string): boolean;
  /** Leading digits, then clamped: "abc" is 0, "5x" is 5, "1.9" is 1. */
  integer(name: string, min: number, max: number, missing?: number): number;
  flag(name: string): boolean;
  /** The value of a JSON-serialized parameter; `undefined` when it is missing or not JSON. */
  json(name: string): unknown;
}

export const MAX_INT32 = 2_147_483_647;
const MAX_INT64 = Number.MAX_SAFE_INTEGER;

/** An id of any size, digits up to the first other character. */
export const readId = (text: string): number => {
  const digits = /^\s*(-?\d+)/.exec(text)?.[1];
  return digits === undefined ? 0 : Math.max(-MAX_INT64, Math.min(MAX_INT64, Number(digits)));
};

// A number that does not fit into 32 bits wraps around, as it does in C++: a millisecond timestamp becomes garbage.
const readInt32 = (text: string): number => {
  const digits = /^\s*(-?\d+)/.exec(text)?.[1];
  return digits === undefined ? 0 : Number(BigInt.asIntN(32, BigInt(digits)));
};

export const readFlag = (text: string): boolean => ['true', 'yes', '1'].includes(text.trim().toLowerCase());

export function createParameters(raw: Readonly<Record<string, string>>): CallParameters {
  const text = (name: string): string => raw[name] ?? '';
  return {
    raw,
    text,
    has: (name) => raw[name] !== undefined,
    integer(name, min, max, missing = 0) {
      const value = text(name) === '' ? missing : readInt32(text(name));
      return Math.max(min, Math.min(max, value));
    },
    flag: (name) => readFlag(text(name)),
    json(name) {
      try {
        return text(name) === '' ? undefined : JSON.parse(text(name));
      } catch {
        return undefined;
      }
    },
  };
}

/** A JSON body's fields; `undefined` when it is not a JSON object. */
export function readJsonBody(body: string): Record<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  return isObject(value) ? value : undefined;
}

/** Fields as the server sees them: whatever is not text as its JSON text. */
export const flatten = (fields: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'),
    ]),
  );

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
