// A headless Chromium that `npm ci` brings, with the libraries and the font that a bare machine lacks. The browser that the
// machine itself may have is left alone, unless BROWSER_PATH names it.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { PROJECT } from './bundle.ts';
import { fillOnce } from './folder-once.ts';

const MODULES = join(PROJECT, 'node_modules');
const { version } = JSON.parse(readFileSync(join(MODULES, '@sparticuz/chromium/package.json'), 'utf8'));

/** Where it is unpacked, once after every `npm ci`: 210 MB that no one else on the machine can have put there. */
const UNPACKED = join(MODULES, `.cache/chromium-${version}`);

const ADVICE = 'Set BROWSER_PATH to the program of a Chrome or Chromium on this machine.';

/** Starts a browser, which the caller closes. */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const program = await findProgram();
  return chromium.launch({ ...program, args: ['--disable-gpu', ...args], timeout: 60_000 }).catch((cause) => {
    throw new Error(`${program.executablePath} does not start. ${ADVICE}`, { cause });
  });
}

interface Program {
  readonly executablePath: string;
  readonly env?: Record<string, string | undefined>;
}

async function findProgram(): Promise<Program> {
  const { BROWSER_PATH } = process.env;
  if (BROWSER_PATH) return { executablePath: BROWSER_PATH };
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64') {
    throw new Error(`The browser that npm ci brings does not run on ${platform} ${arch}. ${ADVICE}`);
  }
  await fillOnce(UNPACKED, unpack);
  return {
    executablePath: join(UNPACKED, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(UNPACKED, 'al2023/lib'),
      FONTCONFIG_FILE: join(UNPACKED, 'fonts.conf'),
    },
  };
}

/** The packed fonts alone, so that text is as wide on every machine; the fonts.conf beside them names /tmp and /opt. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir></fontconfig>
`;

/**
 * In a process of its own: the package unpacks into the temporary folder, and does so with the libraries only where it
 * takes the machine for AWS Lambda, whose variables it then changes.
 */
async function unpack(folder: string): Promise<void> {
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()";
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: PROJECT,
    env,
  });
  await writeFile(join(folder, 'fonts.conf'), FONTS);
}
