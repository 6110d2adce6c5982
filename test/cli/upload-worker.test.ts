import { describe, expect, it } from 'vitest';
import { originsOf, readDeployment } from '../../src/cli/deploy/upload-worker.ts';

// Targets as renderRoute and triggersDeploy of wrangler 4.116.0 (cli.js) write them.
describe('the address of a Worker', () => {
  it.each([
    ['https://invite-link-bot.olivia.workers.dev', 'https://invite-link-bot.olivia.workers.dev'],
    ['bot.example.com (custom domain)', 'https://bot.example.com'],
    ['bot.example.com (custom domain - zone name: example.com)', 'https://bot.example.com'],
    [
      'bot.example.com (custom domain - zone id: 0123) [enabled, previews: disabled]',
      'https://bot.example.com',
    ],
    ['bot.example.com (custom domain) [previews: disabled]', 'https://bot.example.com'],
    ['bot.example.com/*', 'https://bot.example.com'],
    ['bot.example.com/* (zone name: example.com)', 'https://bot.example.com'],
    ['https://Bot.Example.com/* (zone id: 0123)', 'https://bot.example.com'],
  ])('is read from “%s”', (target, origin) => {
    expect(originsOf([target])).toEqual([origin]);
  });

  it.each([
    ['a part of a site', 'example.com/bot/*'],
    ['one path', 'bot.example.com'],
    ['many hosts', '*.example.com/*'],
    ['a domain that is switched off', 'bot.example.com (custom domain) [disabled]'],
    ['a schedule', 'schedule: 0 * * * *'],
    ['a queue', 'Producer for bot.example.com'],
    ['an e-mail address', 'email: bot@example.com'],
    ['what wrangler leaves out of a long list', '...and 3 more routes'],
  ])('is not %s', (_, target) => {
    expect(originsOf([target])).toEqual([]);
  });

  it('is its own domain before a route, and a route before workers.dev', () => {
    const targets = ['https://bot.o.workers.dev', 'b.example.com/*', 'a.example.com (custom domain)'];
    expect(originsOf(targets)).toEqual([
      'https://a.example.com',
      'https://b.example.com',
      'https://bot.o.workers.dev',
    ]);
  });
});

describe('what wrangler writes down of a deployment', () => {
  it('is its last event of that kind, among others and lines that were cut off', () => {
    const lines = [
      '{"type":"wrangler-session","version":1}',
      '{"type":"deploy","worker_tag":null,"version_id":"1","targets":["https://bot.o.workers.dev"]}',
      '{"type":"dep',
    ];
    expect(readDeployment(lines.join('\n'))).toEqual({
      version: '1',
      targets: ['https://bot.o.workers.dev'],
    });
    const nothing = { version: undefined, targets: [] };
    expect(readDeployment(lines.slice(0, 1).join('\n'))).toEqual(nothing);
    expect(readDeployment('')).toEqual(nothing);
  });
});
