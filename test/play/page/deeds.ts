// What the viewer can do. Each deed asks the local Telegram for it; what comes of it arrives as news.

import type { InlineKeyboardButton, Message } from '@grammyjs/types';
import type { CallFault, DeliveryFault } from '../../telegram/faults.ts';
import type { JoinOutcome, PressOutcome } from '../../telegram/local-telegram.ts';
import type { RequestButton } from '../../telegram/state.ts';
import { readAddress } from './addresses.ts';
import { act, Refused } from './api.ts';
import { setCallFault, setDeliveryFault, setKvFault } from './fault-deeds.ts';
import {
  botOf,
  chatById,
  type Dialog,
  MESSAGES_SHOWN,
  nameOf,
  openChat,
  type PageState,
  type Pane,
  type Persona,
} from './page-state.ts';
import { findRole } from './roles.ts';

export type Deeds = ReturnType<typeof createDeeds>;

/** Long enough to be read twice. */
const TOAST_MS = 8000;

export interface DeedsDeps {
  readonly state: PageState;
  /** Shows the state as it is. */
  readonly draw: () => void;
  /** Reads anew what is shown. */
  readonly refresh: () => Promise<void>;
  /** Puts the caret into the message field. */
  readonly focusDraft: () => void;
}

export function createDeeds({ state, draw, refresh, focusDraft }: DeedsDeps) {
  let fading: ReturnType<typeof setTimeout> | undefined;
  function tell(toast: string): void {
    state.toast = toast;
    clearTimeout(fading);
    fading = setTimeout(() => {
      state.toast = '';
      draw();
    }, TOAST_MS);
    draw();
  }

  /** Answers nothing where the local Telegram refused; then its words are shown. */
  async function attempt<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(error.message);
      return undefined;
    }
  }

  function open(chat: number, topic?: number): void {
    Object.assign(state, { chat, topic, replyTo: undefined, editing: undefined, shown: MESSAGES_SHOWN });
    state.pane = 'chat';
    refresh();
  }

  function become(me: Persona): void {
    const inPrivate = state.chat === state.me.id;
    state.me = me;
    open(inPrivate ? me.id : state.chat, inPrivate ? undefined : state.topic);
  }

  function show(dialog: Dialog | undefined): void {
    state.dialog = dialog;
    draw();
  }

  function clearDraft(): void {
    Object.assign(state, { draft: '', replyTo: undefined, editing: undefined, inPublic: false });
    draw();
  }

  async function say(
    chat: number,
    text: string,
    options: { replyTo?: number | undefined } = {},
  ): Promise<boolean> {
    const isHere = chat === state.chat;
    const said = await attempt(
      act('say', {
        chat,
        as: state.me.id,
        text,
        reply_to: options.replyTo,
        topic: isHere ? state.topic : undefined,
        anonymous: state.me.isAnonymous && chatById(state, chat)?.type !== 'channel' ? true : undefined,
        ephemeral: state.inPublic || state.me.isAnonymous ? false : undefined,
      }),
    );
    return said !== undefined;
  }

  async function send(): Promise<void> {
    const { draft, replyTo, editing, chat } = state;
    if (draft.trim() === '') return;
    const done =
      editing === undefined
        ? say(chat, draft, { replyTo })
        : attempt(act('edit', { chat, message_id: editing, text: draft }));
    clearDraft();
    if (!(await done)) {
      Object.assign(state, { draft, replyTo, editing });
      draw();
    }
  }

  async function press(message: Message, button: InlineKeyboardButton.CallbackButton): Promise<void> {
    const key = spinKey(message, button.text);
    state.spinning = new Set([...state.spinning, key]);
    draw();
    const place =
      message.ephemeral_message_id === undefined
        ? { message_id: message.message_id }
        : { ephemeral_message_id: message.ephemeral_message_id };
    const pressed = await attempt(
      act<PressOutcome>('press', {
        chat: state.chat,
        as: state.me.id,
        button: button.callback_data,
        ...place,
      }),
    );
    state.spinning = new Set([...state.spinning].filter((one) => one !== key));
    if (pressed) tellNotice(pressed);
    draw();
  }

  function tellNotice({ notice }: PressOutcome): void {
    if (!notice) tell('The bot has not answered the press: in an app, the button would go on spinning.');
    else if (notice.show_alert === 'true') show({ kind: 'alert', text: notice.text ?? '' });
    else if (notice.text) tell(notice.text);
  }

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      tell('Copied.');
    } catch {
      tell(`The browser does not let this page copy: ${text}`);
    }
  }

  /** What an app does with an address; those that are not Telegram's are opened in a tab of their own. */
  function openAddress(address: string): void {
    const to = readAddress(address, botOf(state)?.username);
    switch (to.kind) {
      case 'invite_link':
        show({ kind: 'open_link', link: address });
        break;
      case 'share':
      case 'add_bot':
        show(to);
        break;
      case 'bot':
        open(state.me.id);
        if (to.payload !== undefined) void say(state.me.id, `/start ${to.payload}`);
        break;
      case 'chat': {
        const wanted = to.username.toLowerCase();
        const found = state.chats.find(({ username }) => username?.toLowerCase() === wanted);
        if (found) open(found.id);
        else tell(`Nobody is called @${to.username} here.`);
        break;
      }
      case 'elsewhere':
        window.open(to.url, '_blank', 'noopener');
        break;
      case 'nowhere':
        tell(`No app opens ${address}.`);
    }
  }

  async function addBot(chat: number, payload: string | undefined): Promise<void> {
    show(undefined);
    const isChannel = chatById(state, chat)?.type === 'channel';
    const rights = { can_invite_users: true, ...(isChannel && { can_post_messages: true }) };
    const added = await attempt(act('promote', { chat, person: 'bot', rights: JSON.stringify(rights) }));
    if (!added) return;
    open(chat);
    const username = botOf(state)?.username;
    // As Telegram sends it in the name of whoever adds the bot.
    if (payload && username) await say(chat, `/start@${username} ${payload}`);
  }

  async function joinBy(link: string, person: number): Promise<void> {
    show(undefined);
    const joined = await attempt(act<JoinOutcome>('join', { link, as: person }));
    if (!joined) return;
    const name = nameOf(state, person);
    const words = { joined: `${name} has joined.`, requested: `${name} has asked to join.` };
    tell(joined.outcome === 'refused' ? `${name} cannot join: ${joined.reason}.` : words[joined.outcome]);
  }

  async function share(chat: number, text: string): Promise<void> {
    show(undefined);
    open(chat);
    await say(chat, text);
  }

  async function choose(chat: number): Promise<void> {
    show(undefined);
    await attempt(act('choose', { chat, as: state.me.id }));
  }

  async function setRole(person: number, name: string): Promise<void> {
    const chat = openChat(state);
    const role = chat && findRole(chat, person, name, botOf(state)?.id === person);
    if (chat && role) await attempt(act(role.verb, { chat: chat.id, ...role.fields }));
  }

  return {
    tell,
    open,
    become,
    show,
    clearDraft,
    send,
    press,
    copy,
    openAddress,
    addBot,
    joinBy,
    share,
    choose,
    setRole,

    write(draft: string): void {
      state.draft = draft;
      draw();
    },
    fillIn(command: string): void {
      state.draft = `${command} `;
      draw();
      focusDraft();
    },
    reply(message: Message): void {
      Object.assign(state, { replyTo: message.message_id, editing: undefined });
      draw();
      focusDraft();
    },
    edit(message: Message): void {
      Object.assign(state, { editing: message.message_id, replyTo: undefined, draft: message.text ?? '' });
      draw();
      focusDraft();
    },
    speakInPublic(inPublic: boolean): void {
      state.inPublic = inPublic;
      draw();
    },
    showEarlier(): void {
      state.shown += MESSAGES_SHOWN;
      draw();
    },
    showPane(pane: Pane): void {
      state.pane = pane;
      draw();
    },
    chooserFor: (button: RequestButton): void => show({ kind: 'choose_chat', button }),
    join: (chat: number): Promise<unknown> => attempt(act('join', { chat, as: state.me.id })),
    answerRequest: (person: number, approve: boolean): Promise<unknown> =>
      attempt(act('answer_request', { chat: state.chat, person, approve })),
    migrate: (): Promise<unknown> => attempt(act('migrate', { chat: state.chat })),
    addPerson: (first_name: string): Promise<unknown> => attempt(act('add_person', { first_name })),

    async beginAnew(): Promise<void> {
      show(undefined);
      if (await attempt(act('begin_anew'))) location.reload();
    },

    setCallFault: (fault: CallFault, on: boolean) => attempt(setCallFault(state, fault, on)),
    setDeliveryFault: (fault: DeliveryFault, on: boolean) => attempt(setDeliveryFault(state, fault, on)),
    setKvFault: (operation: string, on: boolean) => attempt(setKvFault(state, operation, on)),
  };
}

export const spinKey = ({ message_id, ephemeral_message_id }: Message, label: string): string =>
  `${message_id}/${ephemeral_message_id ?? ''}:${label}`;
