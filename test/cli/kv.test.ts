import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChatMemory } from '../../src/cli/chat-memory.ts';
import { readKvOptions } from '../../src/cli/kv-options.ts';
import { takeSnapshot } from '../../src/cli/kv-snapshot.ts';
import { showChat } from '../../src/cli/show-chat.ts';
import { createWrangler, WRANGLER, type Wrangler } from '../../src/cli/wrangler.ts';
import { createWranglerPlace } from '../../src/cli/wrangler-place.ts';
import { linkIn, secretFor, TOKEN } from '../support/story.ts';
import { startWorker } from '../support/worker.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { populate } from '../telegram/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'npm-run-kv-'));
const known = { vip: '', plain: '', primary: '', chat: 0, moved: 0 };

// The real bot fills the memory that is looked at.
beforeAll(async () => {
  const telegram = await createTelegram({ token: TOKEN });
  const bindings = { TELEGRAM_API_URL: telegram.url, TELEGRAM_BOT_TOKEN: TOKEN };
  const worker = await startWorker({ bindings, kvFolder: join(folder, 'v3/kv') });
  const webhook = { url: `${worker.url}/webhook`, secret_token: secretFor('webhook') };
  const body = new URLSearchParams(webhook);
  await fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body });
  const { bookClub, olivia, adam } = populate(telegram);
  known.chat = bookClub.id;
  known.vip = linkIn(await telegram.say(bookClub, olivia, '/create VIP & friends expires=2d limit=5'));
  known.plain = linkIn(await telegram.say(bookClub, adam, '/create limit=none'));
  known.primary = linkIn(await telegram.say(bookClub, olivia, '/export'));
  await telegram.say(bookClub, olivia, `/revoke ${known.vip}`);
  known.moved = (await telegram.migrate(bookClub)).chat.id;
  await telegram.close();
  await worker.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function kv(args: readonly (string | number)[], wrangler: Wrangler): Promise<string> {
  const printed: string[] = [];
  const now = Math.floor(Date.now() / 1000);
  const print = (text: string) => printed.push(text);
  const done = await showChat(args.map(String), { wrangler, now, timeZone: 'Asia/Tokyo', print });
  return [...printed, done.ok ? 'exit 0' : `${done.failure}\nexit 1`].join('\n');
}

/** A wrangler that says this whatever it is asked. */
const wranglerThat = (exitCode: number, output: string, complaints = ''): Wrangler => {
  const run = async () => ({ exitCode, output, complaints });
  return { show: run, read: run };
};

const wranglerPrinting = (values: unknown, keys: unknown): Wrangler => ({
  ...wranglerThat(1, ''),
  read: async ([, what]) => ({
    exitCode: 0,
    output: JSON.stringify(what === 'bulk' ? values : keys),
    complaints: '',
  }),
});

const wrangler = createWrangler({
  command: WRANGLER,
  environment: process.env,
  stdout: 'ignore',
  onComplaint: () => undefined,
  ending: new AbortController().signal,
});
/** Asks wrangler once for each thing: it takes more than a second. */
const answered: Record<string, ReturnType<Wrangler['read']>> = {};
const patient: Wrangler = {
  ...wrangler,
  read(args) {
    const what = args.slice(0, 3).join(' ');
    answered[what] ??= wrangler.read(args);
    return answered[what];
  },
};
const here = ['--local', '--persist-to', folder];

describe('npm run kv', () => {
  it('shows a chat’s last and primary link, and each link with its state, settings and maker', async () => {
    const shown = await kv([known.chat, ...here], patient);
    const { plain, primary, vip, chat, moved } = known;
    expect(shown).toContain(
      `Chat ${chat}, in the Workers KV of this machine\nLast link     ${plain}, asked for 20`,
    );
    expect(shown).toContain(`Primary link  ${primary}\n`);
    expect(shown).toContain(`Moved to      ${moved}: npm run kv -- ${moved}\n`);
    // The primary link that was replaced is the second closed one.
    expect(shown).toContain('Links: 2 active, 2 closed');
    expect(shown).toContain(
      `  ${plain}  active\n    Never expires\n    Any number of members\n    Made by Adam, 20`,
    );
    expect(shown).toContain(`  ${primary}  active\n    My primary link\n    Made by Olivia, 20`);
    expect(shown).toContain(`  VIP & friends  ${vip}  revoked\n    Expires 20`);
    expect(shown).toMatch(/Expires .* Asia\/Tokyo\n {4}At most 5 members at once\n/);
  });

  it('gives all of it to programs by --json', async () => {
    const { chat, plain, primary, moved } = known;
    const shown = await kv([chat, '--json', ...here], patient);
    const memory = JSON.parse(shown.replace('exit 0', ''));
    expect(memory).toMatchObject({ chat, last: { link: plain }, primary: { link: primary }, moved });
    expect(memory.links).toHaveLength(4);
  });

  it('says so where nothing is known', async () => {
    const wrangler = wranglerPrinting({ 'last:-1009999999999': null }, []);
    const said = await kv(['-1009999999999'], wrangler);
    expect(said).toContain('Nothing is known of the chat -1009999999999 in Workers KV at Cloudflare.');
    expect(said).toMatch(/exit 0$/);
  });

  // Recorded from `wrangler kv bulk get --remote` (4.116.0), where the account has no such Worker.
  it('shows wrangler’s words and says what to do where it fails', async () => {
    const words = `✘ [ERROR] A request to the Cloudflare API (/accounts/0123/workers/scripts/invite-link-bot/settings) failed.

  This Worker does not exist on your account. [code: 10007]`;
    expect(await kv(['-1'], wranglerThat(1, '', `${words}\n`))).toBe(
      `${words}\n\nThere is no such Worker in this account yet: run npm run deploy first.\nexit 1`,
    );
  });

  it.each([
    [[], 'Which chat? Its id, please, as in npm run kv -- -1001234567890'],
    [['@tea_room'], '“@tea_room” is no id of a chat: that is a number'],
    [['1234567890'], 'The ids of groups and channels are negative: is it -1234567890, or -1001234567890?'],
    [['-99999999999999999999'], 'is too long for the id of a chat.'],
    [['-1', '-2'], 'One chat at a time: -1 or -2.'],
    [['-1', '--local', '--remote'], '--local or --remote, not both.'],
    [['-1', '--persist-to', 'x'], '--persist-to is for --local.'],
    [['-1', '--lokal'], "Unknown option '--lokal': the options are --local, --remote, --json"],
  ])('refuses %j in words', (args, words) => {
    const options = readKvOptions(args);
    expect(options.ok ? '' : options.failure).toContain(words);
  });

  it('looks at Cloudflare unless told otherwise', () => {
    const options = readKvOptions(['-1001234567890', '--env', 'staging']);
    expect(options.ok && options.value.where).toEqual(['--remote', '--env', 'staging']);
  });

  // The remote namespace gives the texts alone: https://developers.cloudflare.com/api/resources/kv/
  it('reads values in the form that the remote namespace has, too', async () => {
    const last = JSON.stringify({ link: 'https://t.me/+AAAAAAAAAAAAAAAA', update_id: 1, date: 2 });
    const values = { 'last:-1': last, 'primary:-1': null, 'moved:-1': '-2' };
    const place = createWranglerPlace(wranglerPrinting(values, []), ['--remote']);
    const snapshot = await takeSnapshot(-1, place);
    if (!snapshot.ok) throw new Error(snapshot.failure);
    expect(await readChatMemory(-1, snapshot.value)).toMatchObject({
      last: { date: 2 },
      moved: -2,
      links: [],
    });
  });
});
