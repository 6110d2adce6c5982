// What people do, each in chats of its own: every command and every button, and what happens to chats.

import type { Message, User } from '@grammyjs/types';
import { answerTo, linkIn, type Stage } from '../support/story.ts';
import type { Outcome } from '../telegram/local-telegram.ts';
import type { GroupOrChannel } from '../telegram/state.ts';
import { SCENARIOS_OF_REQUESTS } from './scenarios-of-requests.ts';

export interface Scene {
  readonly stage: Stage;
  readonly chat: GroupOrChannel;
  readonly admin: User;
  /** What the admin says in the chat. */
  say(text: string): Promise<Outcome>;
}

export interface Play {
  /** What is proved: answers what came of it, an outcome for each update. */
  act(): Promise<readonly Outcome[]>;
  /** The chats in which links may be, once it has been acted. */
  chats?(): readonly number[];
  /** Who asked to join, and who of them may be let in by what an admin or a rule says. */
  readonly asked?: readonly User[];
  readonly mayEnter?: readonly User[];
}

export interface Scenario {
  readonly name: string;
  readonly chatType?: GroupOrChannel['type'];
  /** No one is told: it is Telegram that says something. */
  readonly isSilent?: true;
  prepare(scene: Scene): Promise<Play>;
}

const command = (name: string, text: string, before: readonly string[] = []): Scenario => ({
  name,
  async prepare({ say }) {
    for (const one of before) await say(one);
    return { act: async () => [await say(text)] };
  },
});

/** A button under the answer to the last of some commands; a press of each label in turn, of which the last is proved. */
const button = (name: string, before: readonly string[], ...labels: readonly string[]): Scenario => ({
  name,
  async prepare({ stage, chat, admin, say }) {
    let answer: Message | undefined;
    for (const one of before) answer = answerTo(await say(one));
    const press = (label: string) => stage.telegram.press(chat, answer?.message_id ?? 0, admin, label);
    for (const label of labels.slice(0, -1)) await press(label);
    return { act: async () => [await press(labels.at(-1) ?? '')] };
  },
});

const MADE = ['/create VIP expires=1d limit=5'];

const SCENARIOS_OF_LINKS: readonly Scenario[] = [
  command('/create', '/create VIP expires=2d limit=5', MADE),
  command('/create, the first', '/create'),
  command('/create@bot', '/create@invite_link_bot'),
  { ...command('/create price=', '/create price=100'), ...inChannelFromPrivate('/create price=100') },
  command('/start', '/start'),
  command('/edit', '/edit limit=7 expires=+1d', MADE),
  command('/revoke', '/revoke', MADE),
  {
    name: '/revoke the primary link',
    async prepare({ say }) {
      const primary = linkIn(await say('/export'));
      return { act: async () => [await say(`/revoke ${primary}`)] };
    },
  },
  command('/export, the first', '/export'),
  command('/export', '/export', ['/create', '/export']),
  command('/link', '/link', MADE),
  command('/links', '/links', MADE),
  command('/lockdown', '/lockdown', MADE),
  command('/health', '/health'),
  command('/help', '/help'),
  button('Close them', ['/create a', '/create b', '/export', '/lockdown'], 'Close them'),
  button('Replace it', ['/export', '/lockdown'], 'Replace it'),
  button('a limit on a card', MADE, '100'),
  button('an expiry on a card', MADE, '1 week'),
  button('approval on a card', ['/create limit=none'], '✋ Turn approval on'),
  button('Revoke on a card', MADE, 'Revoke'),
  button('Revoke on a card, confirmed', MADE, 'Revoke', 'Revoke'),
  button('Make again on the card of a closed link', ['/create VIP limit=7', '/revoke'], 'Make again'),
  button('Keep it', MADE, 'Revoke', 'Keep it'),
  button('« Links', MADE, '« Links'),
  button('a link in the list', ['/create', '/links'], '1'),
  {
    name: '/create by an anonymous admin, confirmed',
    async prepare({ stage, chat, admin }) {
      const asked = answerTo(await stage.telegram.say(chat, admin, '/create VIP', { anonymous: true }));
      return { act: async () => [await stage.telegram.press(chat, asked.message_id, admin, 'Confirm')] };
    },
  },
  {
    name: '/create chat= in private',
    async prepare({ stage, chat, admin }) {
      return { act: async () => [await stage.telegram.say(admin, admin, `/create chat=${chat.id}`)] };
    },
  },
  {
    name: 'a chat chosen in private',
    prepare: async ({ stage, chat, admin }) => ({
      act: async () => [await stage.telegram.choose(chat, admin)],
    }),
  },
  {
    name: '/edit in the chat chosen',
    async prepare({ stage, chat, admin, say }) {
      await say('/create');
      await stage.telegram.choose(chat, admin);
      return { act: async () => [await stage.telegram.say(admin, admin, '/edit limit=3')] };
    },
  },
  {
    name: 'someone joins by a link',
    isSilent: true,
    async prepare({ stage, chat, say }) {
      const link = linkIn(await say('/create'));
      const guest = stage.telegram.addPerson({ first_name: 'Guest' });
      return { act: async () => (await stage.telegram.join(chat, guest, link)).updates.slice(0, 1) };
    },
  },
  {
    name: 'someone leaves',
    isSilent: true,
    async prepare({ stage, chat, say }) {
      const guest = stage.telegram.addPerson({ first_name: 'Guest' });
      await stage.telegram.join(chat, guest, linkIn(await say('/create')));
      return { act: async () => (await stage.telegram.leave(chat, guest)).slice(0, 1) };
    },
  },
  {
    name: 'a group becomes a supergroup',
    chatType: 'group',
    isSilent: true,
    async prepare({ stage, chat, say }) {
      await say('/create');
      await say('/export');
      let to = chat.id;
      return {
        async act() {
          const moved = await stage.telegram.migrate(chat);
          to = moved.chat.id;
          return moved.updates;
        },
        chats: () => [chat.id, to],
      };
    },
  },
  {
    name: '/create chat= of a group that moved',
    chatType: 'group',
    async prepare({ stage, chat, admin, say }) {
      await say('/create');
      const moved = await stage.telegram.migrate(chat);
      return {
        act: async () => [await stage.telegram.say(admin, admin, `/create chat=${chat.id}`)],
        chats: () => [chat.id, moved.chat.id],
      };
    },
  },
];

export const SCENARIOS: readonly Scenario[] = [...SCENARIOS_OF_LINKS, ...SCENARIOS_OF_REQUESTS];

function inChannelFromPrivate(text: string): Pick<Scenario, 'chatType' | 'prepare'> {
  return {
    chatType: 'channel',
    prepare: async ({ stage, chat, admin }) => ({
      act: async () => [await stage.telegram.say(admin, admin, `${text} chat=${chat.id}`)],
    }),
  };
}
