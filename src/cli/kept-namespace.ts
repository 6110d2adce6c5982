// A namespace that is there already, though no Worker has it: a deploy failed after it had made the namespace, or the
// Worker was deleted. Wrangler would make it anew, and is refused.

import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readFields, readJson, readText } from '../lib/shapes.ts';
import type { Wrangler } from './wrangler.ts';

const BINDING = 'INVITE_LINKS';
/** Beside wrangler.toml, since paths in it are relative to it; git ignores it. */
const FILE = 'wrangler.deploying.json';

/** Whether Cloudflare refused to make a namespace since one with its title exists. */
export const isNamespaceKept = (complaints: string): boolean => complaints.includes('[code: 10014]');

/** The title that wrangler gives to the namespace of a Worker (4.116.0, cli.js: autoProvisionedResourceName). */
export const namespaceTitle = (worker: string): string =>
  `${worker}-${BINDING.toLowerCase().replaceAll('_', '-')}`;

/** The namespace's id; `undefined` where it cannot be found. */
export async function findNamespace(title: string, wrangler: Wrangler): Promise<string | undefined> {
  const run = await wrangler.read(['kv', 'namespace', 'list']);
  const listed = run.exitCode === 0 ? readJson(run.output) : undefined;
  const found = Array.isArray(listed)
    ? listed.map(readFields).find((one) => one?.title === title)
    : undefined;
  return readText(found?.id);
}

/** Lends a copy of wrangler's configuration that names the namespace by its id, and removes it, however that ends. */
export async function withNamespaceInConfig<Value>(
  config: string,
  id: string,
  use: (config: string) => Promise<Value>,
): Promise<Value> {
  const { experimental_readRawConfig } = await import('wrangler');
  const { rawConfig } = experimental_readRawConfig({ config });
  const scopes = [rawConfig, ...Object.values(rawConfig.env ?? {})];
  for (const namespace of scopes.flatMap((scope) => scope?.kv_namespaces ?? [])) {
    if (namespace.binding === BINDING) namespace.id ??= id;
  }
  const file = join(dirname(config), FILE);
  const remove = (): void => rmSync(file, { force: true });
  process.on('exit', remove);
  try {
    writeFileSync(file, JSON.stringify(rawConfig));
    return await use(file);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
