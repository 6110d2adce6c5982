import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unstable_readConfig } from 'wrangler';
import { readConfig as read, readApiUrl, readToken } from '../src/config.ts';
import { PROJECT } from './support/bundle.ts';

const NOW = 1_800_000_000;

describe('the settings', () => {
  it('are those of wrangler.toml, under the names of the contract', () => {
    const config = unstable_readConfig({ config: `${PROJECT}wrangler.toml` });
    expect(config.name).toBe('invite-link-bot');
    expect(config.compatibility_date).toBe('2026-07-30');
    expect(config.vars).toEqual({
      TELEGRAM_API_URL: 'https://api.telegram.org',
      CREATE_DEFAULTS: 'limit=10',
      TIME_ZONE: 'UTC',
      CHATS: '',
      EPHEMERAL: 'on',
      LEDGER_DAYS: '400',
    });
    expect(config.kv_namespaces).toMatchObject([{ binding: 'INVITE_LINKS' }]);
    expect(config.kv_namespaces[0]?.id).toBeUndefined();
    expect(config.observability).toMatchObject({ logs: { enabled: true }, traces: { enabled: false } });
    expect(read(config.vars).ok).toBe(true);
    expect(
      Object.keys(config.vars).every((name) => readFileSync(`${PROJECT}README.md`, 'utf8').includes(name)),
    ).toBe(true);
  });

  it('have defaults where they are missing', () => {
    const config = read({});
    expect(config).toMatchObject({ ok: true, value: { timeZone: 'UTC', chats: undefined } });
    expect(readApiUrl({})).toEqual({ ok: true, value: 'https://api.telegram.org' });
    expect(config.ok && config.value.createDefaults(NOW)).toEqual({ ok: true, value: {} });
  });

  it.each([
    'https://api.example.com/',
    'http://localhost:8081',
    'http://127.0.0.1:8081',
    'http://[::1]:8081',
  ])('take %s for a Bot API server', (url) => {
    expect(readApiUrl({ TELEGRAM_API_URL: url })).toEqual({ ok: true, value: url.replace(/\/$/, '') });
  });

  it.each([
    'http://api.example.com',
    'http://127.0.0.1.example.com',
    'ftp://localhost',
    'api.telegram.org',
    'http://localhost@evil.example',
  ])('do not send the token in the clear to %s', (url) => {
    expect(readApiUrl({ TELEGRAM_API_URL: url })).toMatchObject({
      ok: false,
      failure: { setting: 'TELEGRAM_API_URL' },
    });
  });

  it('take whole days for LEDGER_DAYS, and nothing else', () => {
    for (const days of [undefined, '', '1', 30, '36500']) expect(read({ LEDGER_DAYS: days }).ok).toBe(true);
    for (const days of ['0', '-1', '1.5', 'a year', '36501'])
      expect(read({ LEDGER_DAYS: days })).toMatchObject({ ok: false, failure: { setting: 'LEDGER_DAYS' } });
  });

  it('read the chats served', () => {
    const config = read({ CHATS: ' -1001234567890, -5;-7 ' });
    expect(config.ok && config.value.chats).toEqual(new Set([-1001234567890, -5, -7]));
    // A number without quotation marks in wrangler.toml arrives as a number.
    const one = read({ CHATS: -1001234567890 });
    expect(one.ok && one.value.chats).toEqual(new Set([-1001234567890]));
    expect(read({ CHATS: '-5, @name' })).toMatchObject({
      ok: false,
      failure: { setting: 'CHATS' },
    });
  });

  it.each([
    'limit=lots',
    'expires=+3d',
    'chat=-5',
    'limit=5 approval',
    'https://t.me/+AbCdEfGhIjKlMnOp',
  ])('do not take %j as CREATE_DEFAULTS', (text) => {
    const config = read({ CREATE_DEFAULTS: text });
    expect(config.ok && config.value.createDefaults(NOW)).toMatchObject({
      ok: false,
      failure: { kind: 'bad_setting', setting: 'CREATE_DEFAULTS' },
    });
  });

  it('take the token without the white space around it', () => {
    expect(readToken({ TELEGRAM_BOT_TOKEN: ' 1:x\n' })).toBe('1:x');
    expect(readToken({})).toBeUndefined();
  });
});
