// What the commands of the leanest Worker do: the same calls, storage operations and records as the bot, in the same order.

import { type Act, buttonsOf, escaped, type Link, type Said, showLink, tokenOf } from './leanest-answers.ts';
import { type Io, Refused, Unanswered } from './leanest-io.ts';
import type { Options } from './leanest-options.ts';

/** The message replied to; what replies to nothing in a topic is marked as a reply to the topic's head. */
export interface Replied {
  readonly text?: string;
  readonly forum_topic_created?: object;
}

export interface Asked {
  readonly chat: number;
  readonly date: number;
  readonly act: Act;
  readonly options: Options;
  readonly replied: Replied | undefined;
}

interface Last {
  readonly link: string;
  readonly update_id: number;
  readonly date: number;
}

/** What it reads runs beside the question whether its sender may; what it answers does the work. */
type Command = (io: Io, asked: Asked) => Promise<(defaults: Options) => Promise<Said>>;

const keyOf = (chat: number, link: string): string => `link:${chat}:${tokenOf(link)}`;

const toLink = (told: Link): Link => ({
  invite_link: told.invite_link,
  name: told.name || undefined,
  expire_date: told.expire_date,
  member_limit: told.member_limit,
  creates_join_request: told.creates_join_request || undefined,
  is_primary: told.is_primary,
  is_revoked: told.is_revoked,
});

const save = (io: Io, chat: number, link: Link): Promise<boolean> => {
  const { made, is_primary, is_revoked, name, expire_date, member_limit, creates_join_request } = link;
  return io.write(keyOf(chat, link.invite_link), link, {
    name,
    expire_date,
    member_limit,
    creates_join_request,
    is_primary: is_primary || undefined,
    is_revoked: is_revoked || undefined,
    made: made && { by: made.by?.name.slice(0, 32), date: made.date },
  });
};

const creating =
  (takesOptions: boolean): Command =>
  async (io, { chat, date, act, options }) => {
    const last = await io.read<Last>(`last:${chat}`);
    return async (defaults) => {
      if (last?.update_id === act.update_id) {
        const record = await io.read<Link>(keyOf(chat, last.link));
        const headline = `Created ${last.link}`;
        return record ? showLink(record, chat, headline, options.expires, act.date) : { text: headline };
      }
      if (options.expires?.later) throw new Refused('There is no expiry to count from.');
      const under = { ...defaults, ...options };
      const approval = options.approval ?? (options.limit ? undefined : under.approval);
      const settings = takesOptions && {
        name: under.name || undefined,
        expire_date: under.expires?.at,
        creates_join_request: approval || undefined,
        member_limit: approval ? undefined : under.limit || undefined,
      };
      const told = (await io
        .call('createChatInviteLink', { chat_id: chat, ...settings })
        .catch(tellPerhaps)) as Link;
      const link = { ...toLink(told), made: act };
      const url = link.invite_link;
      const [recorded, remembered] = await Promise.all([
        save(io, chat, link),
        io.write(`last:${chat}`, { link: url, update_id: act.update_id, date }),
      ]);
      const said = showLink(link, chat, `Created ${url}`, options.expires, act.date);
      return recorded && remembered
        ? said
        : { text: `Created ${url}, but I could not remember it: copy it now.` };
    };
  };

function tellPerhaps(error: unknown): never {
  if (error instanceof Unanswered) throw new Refused('I got no answer: the link may exist.');
  throw error;
}

async function find(
  io: Io,
  { chat, date, options, replied }: Asked,
): Promise<{ url: string; record: Link | undefined }> {
  const link = options.link ?? (replied && !replied.forum_topic_created ? linkIn(replied) : undefined);
  const last = link === undefined ? await io.read<Last>(`last:${chat}`) : undefined;
  const url = link ?? last?.link;
  if (!url) throw new Refused('Which link? I see none that I made here yet.');
  if (last && last.date > date) throw new Refused('Which link? A newer one was made meanwhile.');
  return { url, record: await io.read<Link>(keyOf(chat, url)) };
}

const LINKS = /t\.me\/(?:\+|joinchat\/)([\w-]{10,64})/g;

function linkIn({ text = '' }: Replied): string {
  const tokens = new Set([...text.matchAll(LINKS)].map((match) => match[1]));
  if (tokens.size !== 1) throw new Refused('Which link? Reply to a message with exactly one.');
  return `https://t.me/+${[...tokens][0]}`;
}

const editing: Command = async (io, asked) => {
  const { url, record } = await find(io, asked);
  const { chat, act, options } = asked;
  return async () => {
    const show = (link: Link, news = '') =>
      showLink(link, chat, `Edited\n${url}${news}`, options.expires, act.date);
    if (record?.changed?.update_id === act.update_id) return show(record);
    const { name, expires, limit, approval } = options;
    if (name === undefined && !expires && limit === undefined && approval === undefined) {
      throw new Refused('Change what? Name an option.');
    }
    if (!record && (name === undefined || !expires || (limit === undefined && approval === undefined))) {
      throw new Refused('I do not know this link: name every setting.');
    }
    if (record?.is_revoked || record?.is_primary) throw new Refused('This link cannot be edited.');
    const present = record?.expire_date;
    if (expires?.later && present === undefined) throw new Refused('There is no expiry to count from.');
    const later = expires?.later && Math.max(act.date, present ?? 0) + expires.later;
    const expiry = later || (expires ? expires.at : present);
    if (expiry !== undefined && expiry <= act.date) throw new Refused('This link has expired.');
    const approves = approval ?? (limit ? false : record?.creates_join_request);
    const told = (await io.call('editChatInviteLink', {
      chat_id: chat,
      invite_link: url,
      name: (name ?? record?.name) || undefined,
      expire_date: expiry,
      creates_join_request: approves || undefined,
      member_limit: approves ? undefined : (limit ?? record?.member_limit) || undefined,
    })) as Link;
    const link = { ...toLink(told), made: record?.made, changed: act } as Link;
    const saved = await save(io, chat, link);
    const said = show(link, record && newsOf(record, link, options));
    return saved ? said : { ...said, text: `${said.text}\nI could not remember this, though.` };
  };
};

function newsOf(before: Link, { name, creates_join_request, member_limit }: Link, typed: Options): string {
  const opened = typed.approval === undefined && before.creates_join_request && !creates_join_request;
  const unlimited =
    typed.limit === undefined && before.member_limit !== undefined && member_limit === undefined;
  return [
    opened ? '\nNobody has to be approved any more.' : '',
    unlimited ? '\nThere is no member limit any more.' : '',
    before.name && before.name !== name ? `\nIt was called “${escaped(before.name)}”.` : '',
  ].join('');
}

const revoking: Command = async (io, asked) => {
  const { url, record } = await find(io, asked);
  const { chat, act } = asked;
  return async () => {
    const said = (link: Link) => ({ text: `${url} link revoked`, buttons: buttonsOf(link, chat) });
    if (record?.closed?.update_id === act.update_id) return said(record);
    if (record?.is_revoked) throw new Refused('This link is revoked already.');
    const told = (await io.call('revokeChatInviteLink', { chat_id: chat, invite_link: url })) as Link;
    const link = { ...record, ...toLink(told), is_revoked: true, closed: act };
    if (await save(io, chat, link)) return said(link);
    return { text: `${url} link revoked\nI could not remember that it is revoked, though.` };
  };
};

const exporting: Command = async (io, { chat, act }) => {
  const [primary, last, told] = await Promise.all([
    io.read<Last>(`primary:${chat}`),
    io.read<Last>(`last:${chat}`),
    io.call('getChat', { chat_id: chat }).catch(() => undefined) as Promise<Link | undefined>,
  ]);
  const rest = last
    ? `/edit and /revoke still mean the last created link: ${last.link}`
    : '/edit and /revoke do not act on it unless you name it, only on links made with /create.';
  return async () => {
    if (primary?.update_id === act.update_id) {
      return {
        text: `New primary link: ${primary.link}\nThe primary link before it no longer works.\n${rest}`,
      };
    }
    const url = (await io.call('exportChatInviteLink', { chat_id: chat }).catch(tellPerhaps)) as string;
    const died = told?.invite_link ?? primary?.link;
    const link = { invite_link: url, is_primary: true, is_revoked: false, made: act };
    const close = async (old: string) => {
      const record = await io.read<Link>(keyOf(chat, old));
      return save(io, chat, { invite_link: old, is_primary: true, ...record, is_revoked: true, closed: act });
    };
    const [recorded] = await Promise.all([
      save(io, chat, link),
      died && died !== url ? close(died) : true,
      io.write(`primary:${chat}`, { link: url, update_id: act.update_id }),
    ]);
    const dead = died && died !== url ? [`No longer works: ${died}`] : [];
    const warning = recorded ? [] : ['I could not remember the new link, though: copy it now.'];
    return {
      text: [`New primary link: ${url}`, ...dead, rest, ...warning].join('\n'),
      buttons: buttonsOf(link, chat),
    };
  };
};

const create = creating(true);

export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['create', create],
  ['admin_create_invite_link', create],
  ['edit', editing],
  ['admin_edit_invite_link', editing],
  ['revoke', revoking],
  ['admin_revoke_invite_link', revoking],
  ['export', exporting],
  ['admin_export_invite_link', exporting],
  ['start', creating(false)],
]);
