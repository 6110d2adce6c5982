// The bot, with a way to fill a chat's ledger: no benchmark can wait until 100,000 people have joined.

import type { Env } from '../../../src/config.ts';
import bot, { Chat as BotChat } from '../../../src/index.ts';
import { seedStays } from '../../support/seed-stays.ts';

export class Chat extends BotChat {
  async seed(count: number): Promise<void> {
    const { sql } = this.ctx.storage;
    const [newest] = sql.exec<{ id: string }>('SELECT id FROM link ORDER BY n DESC LIMIT 1').toArray();
    sql.exec(seedStays(count, newest?.id ?? ''));
    sql.exec('UPDATE link SET joined = ?, here = ? WHERE id = ?', count / 2, count / 3, newest?.id ?? '');
  }
}

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== '/stays') return bot.fetch(request, env, context);
    const object = env.CHAT.getByName(searchParams.get('chat') ?? '') as unknown as Chat;
    await object.seed(Number(searchParams.get('count')));
    return new Response(null);
  },
} satisfies ExportedHandler<Env>;
