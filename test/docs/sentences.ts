// Every sentence that the bot, its pages and its programs can say, taken from the source: an expression is shown as “…”.
// `npm run docs` writes the list; a test holds it.

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';
import { PROJECT } from '../support/bundle.ts';

export const SENTENCES = new URL('sentences.md', import.meta.url);

const HEAD = `# What the bot, its pages and its programs say

Taken from the source by \`npm run docs\`; “…” is a value. Read it as an admin who has never seen the code: does each sentence say what is wrong and what to do next?
`;

interface Node {
  readonly type?: string;
  readonly [field: string]: unknown;
}

/** Two words, a capital or a tag or a value in front, and no code: what a person reads. */
const isSentence = (text: string): boolean =>
  /^(?:[\p{Lu}…“«<✋⏳👥✓✗]|\/?[a-z]+ [a-z]).*\p{L} \S/su.test(text) &&
  !/^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|default-src|Bearer|Basic)\b|^<!doctype|\{.*:.*\}|^\w+\/|:\/\/$/s.test(
    text,
  );

/** The texts within a node, a template with what is nested in it first. */
function* textsIn(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const one of node) yield* textsIn(one);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const { type = '', ...fields } = node as Node;
  if (type === 'ImportDeclaration' || type.startsWith('TS')) return;
  if (type === 'Literal' && typeof fields.value === 'string') yield fields.value;
  if (type === 'TemplateLiteral') {
    const quasis = fields.quasis as readonly { readonly value: { readonly cooked: string } }[];
    yield quasis.map(({ value }) => value.cooked).join('…');
    yield* textsIn(fields.expressions);
    return;
  }
  for (const field of Object.values(fields)) yield* textsIn(field);
}

export function listSentences(): string {
  const parts = globSync('src/**/*.ts', { cwd: PROJECT })
    .filter((file) => !/^src\/(?:chat|lib)\//.test(file))
    .sort()
    .map((file) => {
      const tree = parseAst(readFileSync(join(PROJECT, file), 'utf8'), { lang: 'ts' });
      const said = [...new Set(textsIn(tree))].map((text) => text.trim()).filter(isSentence);
      const list = said.map((text) => `- ${text.replace(/\s*\n\s*/g, ' / ')}\n`).join('');
      return list && `\n## ${file}\n\n${list}`;
    });
  return HEAD + parts.join('');
}

if (import.meta.main) writeFileSync(SENTENCES, listSentences());
