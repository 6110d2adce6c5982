import type { JoinOutcome } from '../../telegram/local-telegram.ts';
import type { placeActions } from './actions-of-places.ts';
import type { WritingActions } from './actions-of-writing.ts';
import { readAddress } from './addresses.ts';
import { act } from './api.ts';
import type { Desk } from './desk.ts';
import { chatById, isolated, nameOf, placeOf } from './page-state.ts';

/** What an app does with an address; those that are not Telegram's are opened in a tab of their own. */
export function addressActions(
  { state, showToast, showDialog, attempt }: Desk,
  { openChat }: Pick<ReturnType<typeof placeActions>, 'openChat'>,
  { say }: Pick<WritingActions, 'say'>,
) {
  function openPublicChat(username: string): void {
    const found = state.chats.find((chat) => chat.username?.toLowerCase() === username.toLowerCase());
    if (found) openChat(found.id);
    else showToast(`No one is called @${username} here.`);
  }

  /** The page of a door is this Worker's own: what it leads to is played here. */
  function openElsewhere(url: URL): void {
    const slug = /^\/j\/(\w+)$/.exec(url.pathname)?.[1];
    const door = state.kv.find(({ key }) => slug !== undefined && key === `door:${slug}`);
    if (!door) return void window.open(url, '_blank', 'noopener');
    const { link } = JSON.parse(door.value) as { readonly link?: string };
    showDialog({ kind: 'open_door', url, link });
  }

  return {
    openAddress(address: string): void {
      const to = readAddress(address, state.bot?.username);
      switch (to.kind) {
        case 'invite_link':
          showDialog({ kind: 'open_link', link: to.link });
          break;
        case 'share':
        case 'add_bot':
          showDialog(to);
          break;
        case 'bot':
          openChat(state.persona.id);
          if (to.payload !== undefined) void say(state.persona.id, `/start ${to.payload}`);
          break;
        case 'chat':
          openPublicChat(to.username);
          break;
        case 'elsewhere':
          openElsewhere(to.url);
          break;
        case 'nowhere':
          showToast(`${address} leads nowhere in Telegram.`);
      }
    },

    async addBot(chat: number, payload: string | undefined): Promise<void> {
      showDialog(undefined);
      const isChannel = chatById(state, chat)?.type === 'channel';
      const rights = { can_invite_users: true, ...(isChannel && { can_post_messages: true }) };
      const place = placeOf(state);
      const added = await attempt(act('promote', { chat, person: 'bot', rights: JSON.stringify(rights) }));
      // Someone may have gone on elsewhere, or as someone else.
      if (!added || placeOf(state) !== place) return;
      openChat(chat);
      // As Telegram sends it in the name of the one who adds the bot.
      if (payload && state.bot?.username) await say(chat, `/start@${state.bot.username} ${payload}`);
    },

    async joinBy(link: string, person: number): Promise<void> {
      showDialog(undefined);
      const joined = await attempt(act<JoinOutcome>('join', { link, as: person }));
      if (!joined) return;
      const name = isolated(nameOf(state, person));
      const words = { joined: `${name} has joined.`, requested: `${name} has asked to join.` };
      showToast(
        joined.outcome === 'refused' ? `${name} cannot join: ${joined.reason}.` : words[joined.outcome],
      );
    },

    async share(chat: number, text: string): Promise<void> {
      showDialog(undefined);
      openChat(chat);
      await say(chat, text);
    },
  };
}
