// Building what is needed when it is needed: what an isolate does not use costs it nothing.

/** Builds the value when it is first asked for. */
export function once<Value extends NonNullable<unknown>>(build: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= build();
    return value;
  };
}

/** An object whose parts are built out of each other, each when it is first read. */
export function lazily<Parts extends object>(
  builders: {
    readonly [Name in keyof Parts]: (parts: Parts) => Parts[Name];
  },
): Parts {
  const parts = {} as Parts;
  for (const name in builders)
    Object.defineProperty(parts, name, { get: once(() => builders[name](parts) as object) });
  return parts;
}
