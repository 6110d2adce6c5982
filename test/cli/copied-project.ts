// A copy of the project, for programs: its source may be changed.

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../support/bundle.ts';

export interface Project {
  readonly folder: string;
  /** `.dev.vars`, again. */
  configure(vars: Readonly<Record<string, string>>): void;
  change(file: string, from: string, to: string): void;
  remove(): void;
}

export function copyProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'npm-run-dev-'));
  for (const part of ['src', 'wrangler.toml', 'tsconfig.json', 'package.json']) {
    cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    configure(vars) {
      const lines = Object.entries(vars).map(([name, value]) => `${name}="${value}"\n`);
      writeFileSync(join(folder, '.dev.vars'), lines.join(''));
    },
    change(file, from, to) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      writeFileSync(
        path,
        text.replaceAll(from, () => to),
      );
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
