// `npm run picture`: makes the picture of the README. BROWSER_PATH may name a browser that has more fonts than the one of the
// tests, which lacks emoji.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Usage } from '../../src/cli/program/options.ts';
import { runProgram } from '../../src/cli/program/run-program.ts';
import { ok } from '../../src/lib/result.ts';
import { launchBrowser } from '../support/launch-browser.ts';
import { launch } from '../support/program.ts';

const PICTURE = fileURLToPath(new URL('picture.png', import.meta.url));

const PICTURE_USAGE = {
  lines: [['npm run picture', 'makes the picture of the README again, in place of the one that is there']],
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
    const draft = page.getByRole('textbox', { name: 'Message', exact: true });
    await draft.fill('/create Garden party expires=2d limit=5');
    await draft.press('Enter');
    const card = page.locator('.message').filter({ hasText: 'Name: Garden party' });
    await card.getByText('no limit').click();
    await card.getByText('Any number of members').waitFor();
    await draft.fill('/e');
    await page.screenshot({ path: PICTURE });
  } finally {
    await browser.close();
    started.end('SIGTERM');
    await started.ended;
    rmSync(folder, { recursive: true });
  }
  return ok(undefined);
});
