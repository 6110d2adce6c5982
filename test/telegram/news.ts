// What happens here, as it happens: numbered, kept for a while, told to whoever listens.

/** What a listener hears of. */
export type NewsKind =
  /** An update is brought to the webhook: the Update. */
  | 'update'
  /** The webhook answered, or did not: a DeliveryAttempt. */
  | 'delivery'
  /** The bot called a method: a BotApiCall. */
  | 'call'
  /** Something that can be looked at may be another now. */
  | 'changed'
  /** Others than Telegram tell these, such as whoever runs the Worker. */
  | 'kv'
  | 'worker';

export interface Item {
  /** Counts from 1. */
  readonly id: number;
  readonly kind: NewsKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly about: unknown;
}

export interface News {
  tell(kind: NewsKind, about?: unknown): void;
  /** What is kept and came behind this id, oldest first. */
  since(id: number): readonly Item[];
  /** Answers how to listen no more. */
  listen(hear: (item: Item) => void): () => void;
}

const MAX_KEPT = 500;

export function createNews(): News {
  const listeners = new Set<(item: Item) => void>();
  let kept: Item[] = [];
  let last = 0;
  return {
    tell(kind, about = null) {
      const item = { id: ++last, kind, at: Date.now(), about };
      // That something changed says nothing to whoever comes later.
      if (kind !== 'changed') kept = [...kept, item].slice(-MAX_KEPT);
      for (const hear of listeners) hear(item);
    },
    since: (id) => kept.filter((one) => one.id > id),
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
