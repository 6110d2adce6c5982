// What happens here, as it happens: numbered, kept for a while, told to everyone who listens.

/** What a listener hears of. */
export type NewsKind =
  /** An update is brought to the webhook: the Update. */
  | 'update'
  /** The webhook answered, or did not: a DeliveryAttempt. */
  | 'delivery'
  /** The bot called a method: a BotApiCall. */
  | 'call'
  /** Anything else that can be looked at may have changed. */
  | 'changed'
  /** Others than Telegram tell these, such as what runs the Worker. */
  | 'kv'
  | 'worker';

export interface Item {
  /** Rises, even from one start of this Telegram to the next: anyone who heard the last one is told nothing twice, and misses nothing. */
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
  // Fewer than a thousand a millisecond are told.
  let last = Date.now() * 1000;
  return {
    tell(kind, about = null) {
      const item = { id: ++last, kind, at: Date.now(), about };
      // That something changed says nothing to those who come later.
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
