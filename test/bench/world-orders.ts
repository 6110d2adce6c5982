// The messages between the programs that measure and the world that contestants meet.

export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface WorldOrder {
  /** How long every answer of the Bot API takes, from now on. */
  readonly delayMs?: number;
  /** Values to add to KV. */
  readonly seed?: Readonly<Record<string, string>>;
}

/** Everything that came in since the last order. */
export interface WorldReport {
  readonly calls: readonly Call[];
  /** KV operations by kind: `read`, `write`, `list`. */
  readonly kv: Readonly<Record<string, number>>;
}
