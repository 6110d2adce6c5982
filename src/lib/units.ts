/** Telegram's number of a chat: up to 52 significant bits, negative for groups and channels. */
export type ChatId = number;

/** Telegram's number of a person or bot. */
export type UserId = number;

/** A person as records and answers name them. */
export interface Person {
  readonly id: UserId;
  readonly name: string;
}

/** Whole seconds since 1970-01-01 UTC, as Telegram counts time. */
export type UnixSeconds = number;

/** A length of time in whole seconds. */
export type Seconds = number;

/** A length of time, or a moment since 1970-01-01 UTC, in milliseconds. */
export type Milliseconds = number;
