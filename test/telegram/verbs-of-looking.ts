// What can be looked at.

import type { Message } from '@grammyjs/types';
import { as, chat, group, may, type Verbs } from './verb.ts';

export const VERBS_OF_LOOKING: Verbs = {
  read: {
    method: 'GET',
    summary: 'The messages of a chat, all of them or what somebody sees.',
    fields: { chat, as: may('who looks') },
    run: (telegram, fields) => telegram.read(fields.text('chat'), { as: fields.optional('as') }),
    messagesIn: (read) => read as Message[],
  },
  links: {
    method: 'GET',
    summary: 'Every invite link of a chat.',
    fields: { chat: group },
    run: (telegram, fields) => telegram.links(fields.text('chat')),
  },
  menu: {
    method: 'GET',
    summary: 'The commands that somebody is offered in a chat.',
    fields: { chat, as },
    run: (telegram, fields) => telegram.menu(fields.text('chat'), fields.text('as')),
  },
  keyboard: {
    method: 'GET',
    summary: 'The buttons below the message field in the private chat of somebody.',
    fields: { as },
    run: (telegram, fields) => telegram.keyboard(fields.text('as')),
  },
  bot: {
    method: 'GET',
    summary: 'The bot.',
    fields: {},
    run: (telegram) => telegram.bot,
  },
  people: {
    method: 'GET',
    summary: 'Everybody but the bot.',
    fields: {},
    run: (telegram) => telegram.state().people,
  },
  chats: {
    method: 'GET',
    summary: 'Every chat with its members, topics and requests to join.',
    fields: {},
    run: (telegram) =>
      telegram
        .state()
        .chats.map(({ chat: shown, links: _, answered_requests: __, ...more }) => ({ ...shown, ...more })),
  },
  calls: {
    method: 'GET',
    summary: 'Every call that the bot made.',
    fields: {},
    run: (telegram) => telegram.calls,
  },
  deliveries: {
    method: 'GET',
    summary: 'Every delivery to the webhook.',
    fields: {},
    run: (telegram) => telegram.deliveries,
  },
  state: {
    method: 'GET',
    summary: 'Everything, as it is stored.',
    fields: {},
    run: (telegram) => telegram.state(),
  },
};
