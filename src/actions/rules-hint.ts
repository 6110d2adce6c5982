import { type Html, html } from '../lib/html.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { ActionContext } from './context.ts';

/** For a link whose rule needs the chat's rules, while there are none. */
export async function hintAtRules(
  { approval }: LinkRecord,
  { records }: Pick<ActionContext, 'records'>,
): Promise<Html | undefined> {
  const set = approval === 'rules' ? await records.requestSettings({}) : undefined;
  return set?.ok && set.value.rules === null
    ? html`There are no rules yet: send /rules and their text. Until then an admin decides.`
    : undefined;
}
