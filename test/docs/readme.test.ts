import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../support/bundle.ts';
import { README, withTables } from './command-table.ts';

const readme = readFileSync(README, 'utf8');

describe('the README', () => {
  it('shows the commands as they are declared (else: npm run docs)', () => {
    expect(readme).toBe(withTables(readme));
  });

  it('maps folders that exist, and all of them', () => {
    const mapped = [...readme.matchAll(/^ {2}([a-z]+)\/ /gm)].map((match) => match[1]);
    const folders = globSync('*/', { cwd: join(PROJECT, 'src') }).map((folder) => folder.replace(/\/$/, ''));
    expect(folders.filter((folder) => !mapped.includes(folder))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    const named = [
      ...readme.matchAll(/npm (?:run )?(start|test|docs|deploy|format|bench|health|kv|dev|proof)\b/g),
    ].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(existsSync(join(PROJECT, 'LICENSE'))).toBe(true);
  });
});
