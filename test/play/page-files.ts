// The page: what a browser loads at the local Telegram's own address. Nothing of it is built beforehand, so a change of it
// is seen by loading it again.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { StaticFile } from '../telegram/static-file.ts';

const inFolder = (name: string): string => fileURLToPath(new URL(`page/${name}`, import.meta.url));

/** What the bot or a person writes is never run: there is nothing to run it. */
const POLICY =
  "default-src 'none'; img-src data:; font-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'";

const UTF8 = '; charset=utf-8';
const STYLES = ['/page.css', '/chat.css', '/sides.css'];

/** Emoji, for a machine that has none: its own come first. */
const EMOJI = fileURLToPath(new URL('.', import.meta.resolve('@fontsource-variable/noto-emoji/index.css')));
const FONT_PATH = /^\/emoji\/(files\/[\w-]+\.woff2)$/;

const serve = (type: string, body: string | Uint8Array): StaticFile => ({
  headers: {
    'Content-Type': type,
    'Content-Security-Policy': `${POLICY}; form-action 'none'; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  },
  body,
});

/** `undefined` for a path where there is nothing. */
export async function findPageFile(path: string): Promise<StaticFile | undefined> {
  if (path === '/') return serve(`text/html${UTF8}`, await readFile(inFolder('page.html'), 'utf8'));
  if (STYLES.includes(path)) return serve(`text/css${UTF8}`, await readFile(inFolder(path.slice(1)), 'utf8'));
  if (path === '/page.js') return serve(`text/javascript${UTF8}`, await bundlePage());
  if (path === '/emoji.css') return serve(`text/css${UTF8}`, await emojiStyle());
  const font = FONT_PATH.exec(path)?.[1];
  if (font !== undefined) return serve('font/woff2', await readFile(join(EMOJI, font)));
  return undefined;
}

const emojiStyle = async (): Promise<string> =>
  (await readFile(join(EMOJI, 'index.css'), 'utf8')).replaceAll('./files/', '/emoji/files/');

/** From TypeScript, in some hundredths of a second. */
async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [inFolder('page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    sourcemap: 'inline',
  });
  return outputFiles.map(({ text }) => text).join('');
}
