import type { CallParameters } from './parameters.ts';
import type { World } from './state.ts';

/** A method of the Bot API: answers its `result`, or throws a `Refusal`. */
export type Method = (world: World, parameters: CallParameters) => unknown;
export type Methods = Readonly<Record<string, Method>>;
