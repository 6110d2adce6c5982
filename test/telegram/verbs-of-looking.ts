// What can be looked at.

import type { Message } from '@grammyjs/types';
import { as, chat, group, look, may, type Verbs } from './verb.ts';

export const VERBS_OF_LOOKING: Verbs = {
  read: look(
    'The messages of a chat, all of them or what someone sees.',
    { chat, as: may('who looks') },
    (telegram, { optional, text }) => telegram.read(text('chat'), { as: optional('as') }),
    (read) => read as Message[],
  ),
  latest: look(
    'The newest message that a person sees of each chat.',
    { as },
    (telegram, { text }) => {
      const { chats } = telegram.state();
      const places = [telegram.findPerson(text('as')), ...chats.map(({ chat }) => chat)];
      return places.flatMap((place) => telegram.read(place, { as: text('as') }).at(-1) ?? []);
    },
    (latest) => latest as Message[],
  ),
  links: look('Every invite link of a chat.', { chat: group }, (telegram, { text }) =>
    telegram.links(text('chat')),
  ),
  menu: look('The commands that someone is offered in a chat.', { chat, as }, (telegram, { text }) =>
    telegram.menu(text('chat'), text('as')),
  ),
  keyboard: look(
    'The buttons below the message field in the private chat of someone.',
    { as },
    (telegram, { text }) => telegram.keyboard(text('as')),
  ),
  bot: look('The bot.', {}, (telegram) => telegram.bot),
  people: look('Everybody but the bot.', {}, (telegram) => telegram.state().people),
  chats: look('Every chat with its members, topics and requests to join.', {}, (telegram) =>
    telegram
      .state()
      .chats.map(({ chat: shown, links: _, answered_requests: __, ...more }) => ({ ...shown, ...more })),
  ),
  calls: look('Every call that the bot made.', {}, (telegram) => telegram.calls),
  deliveries: look('Every delivery to the webhook.', {}, (telegram) => telegram.deliveries),
  state: look('Everything, as it is stored.', {}, (telegram) => telegram.state()),
};
