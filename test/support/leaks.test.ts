import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLeaks } from './leaks.ts';
import { secretFor, TOKEN } from './story.ts';
import { startWorker } from './worker.ts';

const SECRETS = [TOKEN, secretFor('webhook'), secretFor('health')];

/** Tells what is asked of it, where it is asked to. */
const TALKATIVE = `
  export default {
    async fetch(request, env) {
      const { searchParams } = new URL(request.url);
      const [where, secret] = [searchParams.get('where'), searchParams.get('secret')];
      if (where === 'log') console.log('It is ' + secret);
      if (where === 'value') await env.INVITE_LINKS.put('key', 'It is ' + secret);
      if (where === 'metadata') await env.INVITE_LINKS.put('key', 'It', { metadata: { is: secret } });
      return new Response(where === 'body' ? secret : '', { headers: { 'X-Told': where === 'header' ? secret : '' } });
    },
  };
`;

describe('an answer to Telegram', () => {
  it('does not leave where the work was not given to the runtime', async () => {
    const bundle = join(mkdtempSync(join(tmpdir(), 'careless-')), 'index.js');
    writeFileSync(bundle, "export default { fetch: async () => new Response('{}') };");
    const worker = await startWorker({ bundle, bindings: { TELEGRAM_BOT_TOKEN: TOKEN } });
    expect((await worker.dispatch('http://worker/webhook', { method: 'POST' })).status).toBe(500);
    expect((await worker.dispatch('http://worker/')).status).toBe(200);
    await worker.close();
  });
});

describe('what is searched for secrets, in every story,', () => {
  it('is every answer, every line of the log, and every stored value', async () => {
    const bundle = join(mkdtempSync(join(tmpdir(), 'talkative-')), 'index.js');
    writeFileSync(bundle, TALKATIVE);
    const worker = await startWorker({ bundle, bindings: { TELEGRAM_BOT_TOKEN: TOKEN } });
    for (const where of ['body', 'header', 'log', 'value', 'metadata', 'nowhere']) {
      for (const secret of SECRETS) {
        const before = worker.logged.length;
        await worker.dispatch(`http://worker/?where=${where}&secret=${encodeURIComponent(secret)}`);
        while (where === 'log' && worker.logged.length === before) await new Promise(setImmediate);
        expect([where, takeLeaks().length]).toEqual([where, where === 'nowhere' ? 0 : 1]);
      }
    }
    await worker.close();
  });
});
