import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWorkerSettings } from '../../src/cli/worker-settings.ts';
import { fail } from '../../src/lib/result.ts';

const folder = mkdtempSync(join(tmpdir(), 'worker-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the settings of another file than wrangler.toml', () => {
  it('are told of under its own name', async () => {
    const config = join(folder, 'other.toml');
    writeFileSync(config, 'name = "other"\n[vars]\nTELEGRAM_API_URL = "http://api.example"\n');
    expect(await readWorkerSettings({ name: undefined, env: undefined, config })).toEqual(
      fail(
        `TELEGRAM_API_URL in ${config} has to be an https address, or a loopback one for trying things out.`,
      ),
    );
    const missing = join(folder, 'missing.toml');
    const read = await readWorkerSettings({ name: undefined, env: undefined, config: missing });
    expect(read.ok || read.failure).toContain(`${missing} cannot be read: `);
  });
});
