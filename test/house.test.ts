import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './support/bundle.ts';

const SRC = join(PROJECT, 'src');

// What a folder, or a file beside the folders, may import. Imports point one way, those of types too.
const links = ['failures', 'lib'];
const chat = ['telegram', 'links', ...links];
const actions = ['chat', ...chat];
const declarations = ['actions', ...actions];
const config = ['chat', 'links', ...links];
const bot = ['config', 'commands', 'buttons', ...declarations];
const web = ['bot', ...bot];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  failures: ['lib'],
  links,
  telegram: links,
  chat,
  actions,
  config,
  commands: declarations,
  buttons: declarations,
  bot,
  web,
  router: ['web', ...web],
  index: ['router', 'web', ...web],
  cli: ['config', 'telegram', 'links', ...links],
};

const partOf = (file: string): string => relative(SRC, file).replace(/\.ts$/, '').split('/')[0] ?? '';

const IMPORT = /(?:from\s+|import\s*\(?\s*)'([^']+)'/g;

const files = globSync('**/*.ts', { cwd: SRC }).map((file) => join(SRC, file));
const imports = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)]
    .map((match) => match[1] ?? '')
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => ({
      file: relative(SRC, file),
      from: partOf(file),
      to: partOf(join(dirname(file), specifier)),
    })),
);

describe('the house', () => {
  it('has a row in the table for every folder', () => {
    expect([...new Set(files.map(partOf))].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
    expect(imports.length).toBeGreaterThan(50);
  });

  it('imports only as the table allows', () => {
    const wrong = imports.filter(({ from, to }) => from !== to && !MAY_IMPORT[from]?.includes(to));
    expect(wrong).toEqual([]);
  });

  it('imports nothing from test/', () => {
    const outside = imports.filter(({ to }) => to === '..' || to === '');
    expect(outside).toEqual([]);
  });

  it.each([
    ['src', 12_520, (file: string) => !file.startsWith('cli/')],
    ['src/cli', 1_200, () => true],
    ['test', 27_900, () => true],
  ] as const)('keeps %s within %d lines', (folder, most, counts) => {
    const lines = globSync('**/*.ts', { cwd: join(PROJECT, folder) })
      .filter(counts)
      .map((file) => readFileSync(join(PROJECT, folder, file), 'utf8').split('\n').length - 1);
    expect(lines.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(most);
  });

  it('has no file that does not fit on a few screens', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 250);
    expect(long).toEqual([]);
  });
});
