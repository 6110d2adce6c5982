import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SecretFolder {
  /** JSON with the Worker's secret, for `wrangler deploy --secrets-file`. */
  readonly secretsFile: string;
  /** Where wrangler may write what it did. */
  readonly outputFile: string;
}

/** Lends a temporary folder that nobody else can read, and removes it, however the lending ends. */
export async function withSecretFolder<Value>(
  token: string,
  ending: AbortSignal,
  use: (folder: SecretFolder) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'invite-link-bot-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // At once when asked to end, in case that something keeps this process from coming to the end below.
  ending.addEventListener('abort', remove);
  process.on('exit', remove);
  try {
    const secretsFile = join(folder, 'secrets.json');
    writeFileSync(secretsFile, JSON.stringify({ TELEGRAM_BOT_TOKEN: token }), { mode: 0o600 });
    return await use({ secretsFile, outputFile: join(folder, 'output.ndjson') });
  } finally {
    ending.removeEventListener('abort', remove);
    process.off('exit', remove);
    remove();
  }
}
