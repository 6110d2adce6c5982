// The same commands as grammY's documentation teaches to write them for Cloudflare Workers: a bot for each request,
// with the bot's own data in a variable; shortcuts of the context; answers by `ctx.reply`. It does less than the bot: no
// options, no records, no protection from second deliveries. https://grammy.dev/hosting/cloudflare-workers-nodejs

import type { KVNamespace } from '@cloudflare/workers-types';
import { Bot, type CommandContext, type Context, webhookCallback } from 'grammy';

interface Env {
  readonly INVITE_LINKS: KVNamespace;
  readonly TELEGRAM_BOT_TOKEN: string;
  readonly BOT_INFO: string;
  readonly WEBHOOK_SECRET: string;
}

/** Telegram refuses longer names. */
const NAME_CHARACTERS = 32;

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const bot = new Bot(env.TELEGRAM_BOT_TOKEN, { botInfo: JSON.parse(env.BOT_INFO) });
    const kv = env.INVITE_LINKS;

    bot.command(['admin_create_invite_link', 'create'], async (ctx) => {
      if (!(await mayInvite(ctx))) return;
      const link = await ctx.createChatInviteLink({ name: nameIn(ctx), member_limit: 10 });
      await kv.put(`last:${ctx.chat.id}`, link.invite_link);
      await ctx.reply(`Created ${link.invite_link}`);
    });
    bot.command(['edit', 'admin_edit_invite_link'], async (ctx) => {
      const last = (await mayInvite(ctx)) && (await kv.get(`last:${ctx.chat.id}`));
      if (!last) return;
      await ctx.editChatInviteLink(last, { name: nameIn(ctx) });
      await ctx.reply(`Edited ${last}`);
    });
    bot.command(['admin_revoke_invite_link', 'revoke'], async (ctx) => {
      const last = (await mayInvite(ctx)) && (await kv.get(`last:${ctx.chat.id}`));
      if (!last) return;
      await ctx.revokeChatInviteLink(last);
      await ctx.reply(`${last} link revoked`);
    });
    bot.command(['admin_export_invite_link', 'export'], async (ctx) => {
      if (!(await mayInvite(ctx))) return;
      await ctx.reply(`New primary link: ${await ctx.exportChatInviteLink()}`);
    });

    return webhookCallback(bot, 'cloudflare-mod', { secretToken: env.WEBHOOK_SECRET })(request);
  },
};

async function mayInvite(ctx: Context): Promise<boolean> {
  const author = await ctx.getAuthor();
  return author.status === 'creator' || (author.status === 'administrator' && author.can_invite_users);
}

const nameIn = (ctx: CommandContext<Context>): string => ctx.match.slice(0, NAME_CHARACTERS);
