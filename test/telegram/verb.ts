// What a verb of the HTTP interface is, and how its fields are read.

import type { Message } from '@grammyjs/types';
import type { LocalTelegram } from './local-telegram.ts';
import { isObject, readFlag } from './parameters.ts';
import { Misuse } from './refusal.ts';

export type Telegram = Omit<LocalTelegram, 'url' | 'close'>;

export interface Field {
  readonly about: string;
  readonly optional?: true;
}

export interface Fields {
  /** Refuses when the field is missing. */
  text(name: string): string;
  optional(name: string): string | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean;
  json(name: string): unknown;
}

export interface Verb {
  readonly method: 'GET' | 'POST';
  readonly summary: string;
  readonly fields: Readonly<Record<string, Field>>;
  run(telegram: Telegram, fields: Fields): unknown;
  /** The messages and alerts in what `run` answered, for someone who asks for `text/plain`; without, there is JSON only. */
  readonly messagesIn?: MessagesIn;
}

type MessagesIn = (answered: unknown) => readonly (Message | string)[];

export type Verbs = Readonly<Record<string, Verb>>;

/** A verb that changes something. */
export const action = (
  summary: string,
  fields: Verb['fields'],
  run: Verb['run'],
  messagesIn?: MessagesIn,
): Verb => ({
  method: 'POST',
  summary,
  fields,
  run,
  ...(messagesIn ? { messagesIn } : {}),
});

/** A verb that only looks. */
export const look = (...given: Parameters<typeof action>): Verb => ({ ...action(...given), method: 'GET' });

export const need = (about: string): Field => ({ about });
export const may = (about: string): Field => ({ about, optional: true });

// Fields that many verbs have.
export const chat = need('title, @username or id; for a private chat, the name of the person');
export const group = need('title, @username or id of a group or channel');
export const as = need('who does it: name, @username or id');
export const byAdmin = may('who does it; the owner, if not said');
export const person = need('name, @username or id; "bot" is the bot');

/** An object in JSON whose shape the caller vouches for: a fault, or an update. */
export function readObject<Shape>(fields: Fields, name: string): Shape {
  const value = fields.json(name);
  if (!isObject(value)) throw new Misuse(`The field "${name}" is a JSON object.`);
  return value as Shape;
}

export function createFields(raw: Readonly<Record<string, string>>): Fields {
  const optional = (name: string): string | undefined => (raw[name] === '' ? undefined : raw[name]);
  const text = (name: string): string => {
    const given = optional(name);
    if (given === undefined) throw new Misuse(`The field "${name}" is missing.`);
    return given;
  };
  return {
    text,
    optional,
    number(name) {
      const given = optional(name);
      if (given === undefined) return undefined;
      if (!/^-?\d+$/.test(given))
        throw new Misuse(`The field "${name}" is a number, not ${JSON.stringify(given)}.`);
      return Number(given);
    },
    flag: (name) => readFlag(raw[name] ?? ''),
    json(name) {
      const given = optional(name);
      try {
        return given === undefined ? undefined : JSON.parse(given);
      } catch {
        throw new Misuse(`The field "${name}" is not JSON.`);
      }
    },
  };
}
