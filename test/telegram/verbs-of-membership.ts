// How people come, go, and change what others are in a chat.

import type { Rights } from './members.ts';
import {
  as,
  byAdmin,
  type Fields,
  group,
  may,
  need,
  person,
  readObject,
  type Telegram,
  type Verb,
  type Verbs,
} from './verb.ts';

const rightsOf = (fields: Fields): Rights =>
  fields.optional('rights') === undefined ? { can_invite_users: true } : readObject<Rights>(fields, 'rights');

const until = may('when it ends, in Unix time; never, if not said');

/** Something that an admin does to somebody, and nothing more is to be said of it. */
const onPerson = (summary: string, deed: 'bringIn' | 'kick' | 'unban' | 'demote'): Verb => ({
  method: 'POST',
  summary,
  fields: { chat: group, person, as: byAdmin },
  run: (telegram, fields) =>
    telegram[deed](fields.text('chat'), fields.text('person'), fields.optional('as')),
});

/** Something that somebody does to the bot in their private chat. */
const onBot = (summary: string, isBlocked: boolean): Verb => ({
  method: 'POST',
  summary,
  fields: { as },
  run: (telegram, fields) => telegram.setBlocked(fields.text('as'), isBlocked),
});

function findPlace(telegram: Telegram, fields: Fields): string | ReturnType<Telegram['chatOf']> {
  const link = fields.optional('link');
  return fields.optional('chat') ?? (link && telegram.chatOf(link)) ?? fields.text('chat');
}

export const VERBS_OF_MEMBERSHIP: Verbs = {
  join: {
    method: 'POST',
    summary: 'Joins a chat by an invite link, or a public one without.',
    fields: { chat: may('a public one; not needed with a link'), as, link: may('the invite link') },
    run: (telegram, fields) =>
      telegram.join(findPlace(telegram, fields), fields.text('as'), fields.optional('link')),
  },
  ask_to_join: {
    method: 'POST',
    summary: 'Asks to join without a link, where a public supergroup wants to be asked.',
    fields: { chat: group, as },
    run: (telegram, fields) => telegram.askToJoin(fields.text('chat'), fields.text('as')),
  },
  leave: {
    method: 'POST',
    summary: 'Leaves a chat.',
    fields: { chat: group, as },
    run: (telegram, fields) => telegram.leave(fields.text('chat'), fields.text('as')),
  },
  end_subscription: {
    method: 'POST',
    summary: 'Ends the subscription by which somebody is in a channel.',
    fields: { chat: group, person },
    run: (telegram, fields) => telegram.endSubscription(fields.text('chat'), fields.text('person')),
  },
  bring_in: onPerson('Adds somebody, or the bot, to a chat.', 'bringIn'),
  kick: onPerson('Throws somebody, or the bot, out of a chat; bans them, except in a basic group.', 'kick'),
  unban: onPerson('Lets somebody return who was banned.', 'unban'),
  restrict: {
    method: 'POST',
    summary: 'Puts somebody in a supergroup under restrictions.',
    fields: {
      chat: group,
      person,
      as: byAdmin,
      can_send_messages: may('true or false; true, if not said'),
      until_date: until,
    },
    run: (telegram, fields) =>
      telegram.restrict(
        fields.text('chat'),
        fields.text('person'),
        {
          can_send_messages:
            fields.optional('can_send_messages') === undefined || fields.flag('can_send_messages'),
          until_date: fields.number('until_date') ?? 0,
        },
        fields.optional('as'),
      ),
  },
  promote: {
    method: 'POST',
    summary: 'Makes somebody, or the bot, an admin; with can_invite_users if nothing else is said.',
    fields: {
      chat: group,
      person,
      as: byAdmin,
      rights: may('admin rights as JSON, such as {"can_invite_users": true}'),
    },
    run: (telegram, fields) =>
      telegram.promote(fields.text('chat'), fields.text('person'), rightsOf(fields), fields.optional('as')),
  },
  demote: onPerson('Takes the admin rights from somebody, or from the bot.', 'demote'),
  answer_request: {
    method: 'POST',
    summary: 'Answers a request to join.',
    fields: { chat: group, person, approve: need('true or false'), as: byAdmin },
    run: (telegram, fields) =>
      telegram.answerRequest(
        fields.text('chat'),
        fields.text('person'),
        fields.flag('approve'),
        fields.optional('as'),
      ),
  },
  make_public: {
    method: 'POST',
    summary: 'Gives a supergroup or channel a public name.',
    fields: {
      chat: group,
      username: need('the name, without @'),
      join_by_request: may('true: whoever comes without a link asks first'),
      as: byAdmin,
    },
    run(telegram, fields) {
      const how = { byRequest: fields.flag('join_by_request'), by: fields.optional('as') };
      telegram.makePublic(fields.text('chat'), fields.text('username'), how);
      return telegram.findChat(fields.text('username'));
    },
  },
  migrate: {
    method: 'POST',
    summary: 'Makes a supergroup of a basic group.',
    fields: { chat: group, as: byAdmin },
    run: (telegram, fields) => telegram.migrate(fields.text('chat'), fields.optional('as')),
  },
  block: onBot('Blocks the bot.', true),
  unblock: onBot('Unblocks the bot, as writing to it does.', false),
  bio: {
    method: 'POST',
    summary: 'Says something of oneself, which the bot is shown with a request to join.',
    fields: { as, text: may('the bio; none, if not said') },
    run(telegram, fields) {
      telegram.setBio(fields.text('as'), fields.optional('text') ?? '');
      return { ok: true };
    },
  },
};
