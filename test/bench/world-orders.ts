// What is said between the programs that measure and the world that contestants meet.

/** A value in KV; the metadata as JSON. */
export interface Kept {
  readonly value: string;
  readonly metadata: string | null;
}

export interface Call {
  readonly method: string;
  /** The HTTP method. */
  readonly verb: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface WorldOrder {
  /** Forgets everything. */
  readonly reset?: boolean;
  /** How long every answer of the Bot API takes. */
  readonly delayMs?: number;
  readonly seed?: Readonly<Record<string, Kept>>;
}

/** What came in since it was last asked, and what KV holds. */
export interface WorldReport {
  readonly calls: readonly Call[];
  /** Operations by kind. */
  readonly kv: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, Kept>>;
}
