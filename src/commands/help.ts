import { code, type Html, html, lines, withCode } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { OPTIONS } from '../links/options.ts';
import { type Command, defineCommand } from './command.ts';

export const help = defineCommand({
  names: ['help'],
  summary: 'All commands',
  usage: '',
  access: 'everybody',

  run: async (_, { commands }) =>
    ok({
      text: lines(
        html`<b>Commands</b>, for admins who may invite users`,
        ...commands.map(describeCommand),
        html``,
        html`<b>Options</b>`,
        ...Object.values(OPTIONS).map(({ example, means }) => html`${code(example)} – ${withCode(means)}`),
      ),
    }),
});

function describeCommand({ names, usage, summary }: Command): Html {
  const [name, ...others] = [...names].sort((one, other) => one.length - other.length);
  const also = others.map((other) => html` (/${other})`);
  return html`/${name ?? ''}${usage === '' ? '' : ` ${usage}`} – ${summary}${also[0] ?? ''}`;
}
