// The README's table of commands, made from their declarations. `npm run docs` writes it; a test holds it.

import { readFileSync, writeFileSync } from 'node:fs';
import { ALL_COMMANDS } from '../../src/commands/all-commands.ts';
import { OPTIONS } from '../../src/links/options.ts';

export const README = new URL('../../README.md', import.meta.url);

const ACCESS = {
  everybody: 'everybody',
  admins: 'admins who may invite',
  admins_in_groups: 'everybody; in groups, admins who may invite',
} as const;

const BEGIN = '<!-- commands: npm run docs -->\n';
const END = '<!-- end of commands -->';

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function tables(): string {
  const commands = ALL_COMMANDS.map(({ names: [name, ...others], usage, summary, access }) =>
    row(
      `\`/${[name, usage].join(' ').trim()}\``,
      others.map((other) => `\`/${other}\``).join(' '),
      summary,
      ACCESS[access],
    ),
  );
  const options = Object.values(OPTIONS).map(({ example, means }) => row(`\`${example}\``, means));
  return [
    row('command', 'also', 'does', 'for'),
    row('---', '---', '---', '---'),
    ...commands,
    '',
    row('option', 'means'),
    row('---', '---'),
    ...options,
    '',
  ].join('\n');
}

/** The README's text with the tables as they should be. */
export function withTables(readme: string): string {
  const [before = '', rest = ''] = readme.split(BEGIN);
  const [, after = ''] = rest.split(END);
  return `${before}${BEGIN}${tables()}${END}${after}`;
}

if (import.meta.main) writeFileSync(README, withTables(readFileSync(README, 'utf8')));
