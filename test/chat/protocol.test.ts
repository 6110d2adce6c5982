import { describe, expect, it } from 'vitest';
import type { ChatMethods } from '../../src/chat/protocol.ts';

/** What survives the way between two isolates: plain data. A `Date`, a class or a function arrives as something else. */
type Plain =
  | undefined
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [name: string]: Plain };

/** An interface as a type, whose fields are all known, so that it can be compared with `Plain`. */
type Fields<T> = T extends (...args: never) => unknown
  ? never
  : T extends object
    ? { [Name in keyof T]: Fields<T[Name]> }
    : unknown extends T
      ? never
      : T;

/** The names of the methods whose parameters or result would not arrive as they were sent. */
type Broken = {
  [Name in keyof ChatMethods]: [Awaited<ReturnType<ChatMethods[Name]>>] extends [never]
    ? Name
    : Fields<Exclude<Awaited<ReturnType<ChatMethods[Name]>>, void>> extends Plain
      ? Fields<Parameters<ChatMethods[Name]>> extends readonly Plain[]
        ? never
        : Name
      : Name;
}[keyof ChatMethods];

describe('what the Worker and an object say to each other', () => {
  it('is plain data in both directions', () => {
    const broken: [Broken] extends [never] ? 'none' : Broken = 'none';
    expect(broken).toBe('none');
  });
});
