// How the Bot API says no, and how this machine tells a person that what they asked makes no sense.
// Both are thrown, unlike in the bot itself: a method ends wherever it is refused, and reads like its specification.

import type { ResponseParameters } from '@grammyjs/types';

const NAMES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** Thrown by a Bot API method; becomes `{ok: false, …}`. Not for mistakes in this code. */
export class Refusal extends Error {
  readonly error_code: number;
  readonly description: string;
  readonly parameters: ResponseParameters | undefined;

  constructor(error_code: number, description: string, parameters?: ResponseParameters) {
    super(description);
    this.name = 'Refusal';
    this.error_code = error_code;
    this.description = description;
    this.parameters = parameters;
  }
}

/** `text` as the official server words it: beginning with a small letter, unless it is shouted. */
export const refuse = (error_code: number, text: string, parameters?: ResponseParameters): Refusal =>
  new Refusal(error_code, `${NAMES[error_code] ?? 'Bad Request'}: ${text}`, parameters);

export const badRequest = (text: string): Refusal => refuse(400, text);
export const forbidden = (text: string): Refusal => refuse(403, text);

export function tooManyRequests(seconds: number): Refusal {
  return refuse(429, `retry after ${seconds}`, { retry_after: seconds });
}

/** Thrown by a verb that a person or a test used wrongly: one sentence that says what would be right. */
export class Misuse extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Misuse';
  }
}
