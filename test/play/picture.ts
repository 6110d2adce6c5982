// `npm run picture`: makes the pictures of the README, of the page of npm start and of the page of a door.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Usage } from '../../src/cli/program/options.ts';
import { runProgram } from '../../src/cli/program/run-program.ts';
import { ok } from '../../src/lib/result.ts';
import { launchBrowser } from '../support/launch-browser.ts';
import { launch } from '../support/program.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const PICTURE_USAGE = {
  lines: [['npm run picture', 'makes the pictures of the README again, in place of those that are there']],
  options: {},
  words: 0,
} as const satisfies Usage;

await runProgram(PICTURE_USAGE, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  const started = launch('test/play/start.ts', ['--port', '0', '--telegram-port', '0', '--state', folder]);
  const browser = await launchBrowser();
  try {
    await started.printed(/Ctrl-C ends it/);
    const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, locale: 'en-GB' });
    await page.goto(/^Open (http:\S+) /m.exec(started.output())?.[1] ?? '');
    await page.locator('.message').getByText('1 joined, 1 here').last().waitFor();
    await page.evaluate('document.fonts.ready');
    await page.screenshot({ path: pathOf('picture.png') });

    const draft = page.getByRole('textbox', { name: 'Message', exact: true });
    await draft.fill('/door Poster');
    await draft.press('Enter');
    const address = await page.locator('.message').getByRole('link', { name: '/j/' }).textContent();
    const phone = await browser.newPage({ viewport: { width: 390, height: 690 } });
    await phone.goto(address ?? '');
    await phone.screenshot({ path: pathOf('door.png') });
  } finally {
    await browser.close();
    started.end('SIGTERM');
    await started.ended;
    rmSync(folder, { recursive: true });
  }
  return ok(undefined);
});
