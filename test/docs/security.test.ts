import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../support/bundle.ts';

const page = readFileSync(join(PROJECT, 'SECURITY.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| (?!who|---)/.test(line));

/** `<file>: <beginning of the test's name>`, in the last cell. */
const HELD_BY = /\| (test\/\S+\.test\.ts): (.+) \|$/;

describe('SECURITY.md', () => {
  it('names for every row a test that exists', () => {
    expect(rows.length).toBeGreaterThan(20);
    const unheld = rows.filter((row) => {
      const [, file = '', name = ''] = HELD_BY.exec(row) ?? [];
      const path = join(PROJECT, file);
      return file === '' || !existsSync(path) || !isTest(readFileSync(path, 'utf8'), name);
    });
    expect(unheld).toEqual([]);
  });

  it('names the packages that ship with the Worker', () => {
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toHaveLength(3);
    for (const name of Object.keys(dependencies)) expect(page).toContain(`\`${name}\``);
  });
});

/** A name stands first in a call, at the beginning of a line or behind a table of cases. */
const isTest = (source: string, name: string): boolean =>
  [`  it('`, `])('`, `it("`].some((before) => source.includes(before + name));
