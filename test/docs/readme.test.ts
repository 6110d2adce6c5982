import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../support/bundle.ts';
import { README, withTables } from './command-table.ts';
import { listSentences, SENTENCES } from './sentences.ts';

const readme = readFileSync(README, 'utf8');
const contributing = readFileSync(join(PROJECT, 'CONTRIBUTING.md'), 'utf8');

describe('the README', () => {
  it('shows the commands as they are declared (else: npm run docs)', () => {
    expect(readme).toBe(withTables(readme));
  });

  it('names npm scripts that exist, and so does CONTRIBUTING.md', () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    const named = [
      ...`${readme}${contributing}`.matchAll(
        /npm (?:run )?(start|test|docs|deploy|format|bench|health|kv|dev|proof|picture)\b/g,
      ),
    ].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(existsSync(join(PROJECT, 'LICENSE'))).toBe(true);
  });
});

describe('the list of sentences', () => {
  it('is what the bot, its pages and its programs say now (else: npm run docs)', () => {
    expect(readFileSync(SENTENCES, 'utf8')).toBe(listSentences());
  });
});

describe('CONTRIBUTING.md', () => {
  it('maps folders that exist, and all of them', () => {
    const mapped = [...contributing.matchAll(/^ {2}([a-z]+)\/ /gm)].map((match) => match[1]);
    const folders = globSync(['src/*/', 'test/*/'], { cwd: PROJECT }).map(
      (folder) => folder.split('/')[1] ?? '',
    );
    expect(mapped.filter((name) => !folders.includes(name ?? ''))).toEqual([]);
    const unmapped = globSync('src/*/', { cwd: PROJECT }).map((folder) => folder.split('/')[1]);
    expect(unmapped.filter((folder) => !mapped.includes(folder))).toEqual([]);
  });
});
