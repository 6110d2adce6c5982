/** Builds the value when it is first asked for: what an isolate does not need costs it nothing. */
export function once<Value extends object>(build: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= build();
    return value;
  };
}
