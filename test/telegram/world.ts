// The world that tests and `npm start` begin with.

import type { LocalTelegram } from './local-telegram.ts';

export type StandardWorld = ReturnType<typeof populate>;

/** Fills an empty Telegram. In every chat Olivia is the owner and the bot an admin who may invite. */
export function populate(telegram: LocalTelegram) {
  const people = {
    olivia: telegram.addPerson({ first_name: 'Olivia', username: 'olivia_owner' }),
    /** Admin who may invite. */
    adam: telegram.addPerson({ first_name: 'Adam', username: 'adam_admin' }),
    /** Admin who may not. */
    nora: telegram.addPerson({ first_name: 'Nora' }),
    /** Member. */
    max: telegram.addPerson({ first_name: 'Max' }),
    /** In no chat at all. */
    sam: telegram.addPerson({ first_name: 'Sam' }),
  };
  const owner = people.olivia;
  const chats = {
    teaRoom: telegram.addChat({ type: 'supergroup', title: 'Tea Room', owner }),
    bookClub: telegram.addChat({ type: 'group', title: 'Book Club', owner }),
    workshop: telegram.addChat({ type: 'supergroup', title: 'Workshop', is_forum: true, owner }),
    dailyNews: telegram.addChat({ type: 'channel', title: 'Daily News', username: 'daily_news', owner }),
    chessClub: telegram.addChat({ type: 'supergroup', title: 'Chess Club', owner }),
  };
  for (const chat of [chats.teaRoom, chats.bookClub, chats.workshop, chats.dailyNews]) {
    telegram.addMember(chat, people.adam, { can_invite_users: true });
    telegram.addMember(chat, people.nora, { can_delete_messages: true });
    telegram.addMember(chat, people.max);
  }
  // No one but Olivia has here what they have elsewhere.
  telegram.addMember(chats.chessClub, people.nora, { can_invite_users: true });
  telegram.addMember(chats.chessClub, people.adam);
  const topics = {
    generalQuestions: telegram.addTopic(chats.workshop, 'General questions'),
    events: telegram.addTopic(chats.workshop, 'Events'),
  };
  return { ...people, ...chats, topics };
}
