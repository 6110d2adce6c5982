// What the bot shows before anybody talks to it: command menus, its short description, the rights it asks for.

import type { BotCommand, ChatAdministratorRights } from '@grammyjs/types';
import { findChatFor } from './chat-access.ts';
import { administrator } from './members.ts';
import type { Methods } from './method.ts';
import { type CallParameters, isObject, readId } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { GroupOrChannel, State } from './state.ts';

const MAX_COMMANDS = 100;
const MAX_COMMAND_CHARACTERS = 32;
const MAX_COMMAND_DESCRIPTION_CHARACTERS = 256;
const MAX_SHORT_DESCRIPTION_CHARACTERS = 120;

/** The scope of a menu as one text: `default`, `chat:-100…`, `chat_member:-100…:77`. */
function readScope(state: State, parameters: CallParameters): string {
  if (parameters.text('scope') === '') return 'default';
  const scope = parameters.json('scope');
  const fail = (why: string): Error => badRequest(`can't parse BotCommandScope: ${why}`);
  if (!isObject(scope)) throw fail('BotCommandScope must be an Object');
  const { type } = scope;
  switch (type) {
    case 'default':
    case 'all_private_chats':
    case 'all_group_chats':
    case 'all_chat_administrators':
      return type;
    case 'chat':
    case 'chat_administrators':
    case 'chat_member': {
      const { chat } = findChatFor(state, String(scope.chat_id ?? ''), 'read');
      if (chat.type === 'channel') throw badRequest("can't change commands in channel chats");
      if (type === 'chat') return `chat:${chat.id}`;
      if (chat.type === 'private') throw badRequest("can't use specified scope in private chats");
      return type === 'chat_administrators'
        ? `${type}:${chat.id}`
        : `${type}:${chat.id}:${readId(String(scope.user_id ?? 0))}`;
    }
    default:
      throw fail('Unsupported type specified');
  }
}

function readLanguage(parameters: CallParameters): string {
  const code = parameters.text('language_code');
  if (code !== '' && !/^[a-z]{2}$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}

const characters = (text: string): number => [...text].length;

function readCommand(value: unknown): BotCommand {
  const fail = (why: string): Error => badRequest(`can't parse BotCommand: ${why}`);
  if (!isObject(value)) throw fail('expected an Object');
  if (typeof value.command !== 'string') throw fail('Field "command" must be of type String');
  if (typeof value.description !== 'string') throw fail('Field "description" must be of type String');
  const command = value.command.trim().replace(/^\//, '');
  const description = value.description.trim();
  // The words of the next refusals are uncertain; the limits are the documentation's.
  if (command === '') throw badRequest('command must be non-empty');
  if (characters(command) > MAX_COMMAND_CHARACTERS) {
    throw badRequest(`command length must not exceed ${MAX_COMMAND_CHARACTERS}`);
  }
  if (description === '') throw badRequest('command description must be non-empty');
  if (characters(description) > MAX_COMMAND_DESCRIPTION_CHARACTERS) {
    throw badRequest(`command description length must not exceed ${MAX_COMMAND_DESCRIPTION_CHARACTERS}`);
  }
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  return { command, description, ...(value.is_ephemeral === true ? { is_ephemeral: true } : {}) };
}

function setMenu(state: State, parameters: CallParameters, commands: BotCommand[]): true {
  const scope = readScope(state, parameters);
  const language_code = readLanguage(parameters);
  const others = state.menus.filter((one) => one.scope !== scope || one.language_code !== language_code);
  state.menus = commands.length === 0 ? others : [...others, { scope, language_code, commands }];
  return true;
}

function toRights(type: GroupOrChannel['type'], value: unknown, state: State): ChatAdministratorRights {
  const wanted = isObject(value) ? value : {};
  const {
    status: _,
    user: __,
    can_be_edited: ___,
    custom_title: ____,
    ...none
  } = administrator(type, state.bot, {
    can_manage_chat: false,
  });
  const granted = Object.entries(none).map(([right, off]) => [right, wanted[right] === true || off]);
  const rights: ChatAdministratorRights = { ...none, ...Object.fromEntries(granted) };
  // Implied by any other right.
  return { ...rights, can_manage_chat: Object.values(rights).includes(true) };
}

export const profileMethods: Methods = {
  setMyCommands({ state }, parameters) {
    // Without a list, all commands go: tdlib/telegram-bot-api, Client.cpp:10654
    const commands = parameters.text('commands') === '' ? [] : parameters.json('commands');
    if (commands === undefined) throw badRequest("can't parse commands JSON object");
    if (!Array.isArray(commands)) throw badRequest('expected an Array of BotCommand');
    if (commands.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    return setMenu(state, parameters, commands.map(readCommand));
  },

  deleteMyCommands: ({ state }, parameters) => setMenu(state, parameters, []),

  getMyCommands({ state }, parameters) {
    const scope = readScope(state, parameters);
    const language = readLanguage(parameters);
    return state.menus.find((one) => one.scope === scope && one.language_code === language)?.commands ?? [];
  },

  setMyDefaultAdministratorRights({ state }, parameters) {
    const inChannels = parameters.flag('for_channels');
    const rights = toRights(inChannels ? 'channel' : 'supergroup', parameters.json('rights'), state);
    if (inChannels) state.default_rights.channels = rights;
    else state.default_rights.groups = rights;
    return true;
  },

  getMyDefaultAdministratorRights({ state }, parameters) {
    const inChannels = parameters.flag('for_channels');
    const set = inChannels ? state.default_rights.channels : state.default_rights.groups;
    return set ?? toRights(inChannels ? 'channel' : 'supergroup', {}, state);
  },

  setMyShortDescription({ state }, parameters) {
    const text = parameters.text('short_description').trim();
    // The word for this refusal is uncertain.
    if (characters(text) > MAX_SHORT_DESCRIPTION_CHARACTERS)
      throw badRequest('short description is too long');
    state.short_descriptions[readLanguage(parameters)] = text;
    return true;
  },

  getMyShortDescription({ state }, parameters) {
    const { [readLanguage(parameters)]: own, '': standard = '' } = state.short_descriptions;
    return { short_description: own ?? standard };
  },
};
