// What people do, as HTTP: one table gives the routes under /local/, the reading of their fields, and the help page.

import { DIFFERENCES } from './differences.ts';
import { Misuse } from './refusal.ts';
import { createFields, type Telegram, type Verbs } from './verb.ts';
import { VERBS_OF_LOOKING } from './verbs-of-looking.ts';
import { VERBS_OF_MEMBERSHIP } from './verbs-of-membership.ts';
import { VERBS_OF_PEOPLE } from './verbs-of-people.ts';
import { VERBS_OF_THE_WORLD } from './verbs-of-the-world.ts';

export const VERBS: Verbs = {
  ...VERBS_OF_PEOPLE,
  ...VERBS_OF_MEMBERSHIP,
  ...VERBS_OF_THE_WORLD,
  ...VERBS_OF_LOOKING,
};

export function runVerb(
  verbs: Verbs,
  telegram: Telegram,
  name: string,
  method: string,
  raw: Readonly<Record<string, string>>,
): unknown {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) throw new Misuse(`There is no verb ${JSON.stringify(name)}; GET /local lists them.`);
  if (verb.method !== method) throw new Misuse(`/local/${name} takes ${verb.method}, not ${method}.`);
  const unknown = Object.keys(raw).find((field) => !Object.hasOwn(verb.fields, field));
  if (unknown !== undefined) {
    const known = Object.keys(verb.fields).join(', ') || 'none';
    throw new Misuse(`/local/${name} has no field ${JSON.stringify(unknown)}; it has: ${known}.`);
  }
  return verb.run(telegram, createFields(raw));
}

export function helpPage(verbs: Verbs): string {
  const parts = Object.entries(verbs).map(([name, { method, summary, fields }]) => {
    const lines = Object.entries(fields).map(
      ([field, { about, optional }]) => `    ${field}${optional ? '?' : ''}: ${about}`,
    );
    return [`${method} /local/${name}`, `  ${summary}`, ...lines].join('\n');
  });
  return [
    'A Telegram on this machine. Fields go into the query, a form or a JSON object; those with ? may be left out.\n' +
      'Answers are JSON; say, press and read answer the messages as lines, to the header “Accept: text/plain”.',
    ...parts,
    'GET /local/events\n  What happens, as an event stream: “update”, “delivery”, “call”, “kv” and “worker” say what, “changed” that anything else may have changed.',
    ['Where this Telegram differs from the official one:', ...DIFFERENCES.map((one) => `  - ${one}`)].join(
      '\n',
    ),
  ].join('\n\n');
}
