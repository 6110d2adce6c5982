// How people come, go, and change what others are in a chat.

import type { Rights } from './members.ts';
import {
  action,
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

/** Something that an admin does to someone, and nothing more is to be said of it. */
const onPerson = (summary: string, what: 'bringIn' | 'kick' | 'unban' | 'demote'): Verb =>
  action(summary, { chat: group, person, as: byAdmin }, (telegram, { optional, text }) =>
    telegram[what](text('chat'), text('person'), optional('as')),
  );

/** Something that someone does to the bot in their private chat. */
const onBot = (summary: string, isBlocked: boolean): Verb =>
  action(summary, { as }, (telegram, { text }) => telegram.setBlocked(text('as'), isBlocked));

function findPlace(telegram: Telegram, fields: Fields): string | ReturnType<Telegram['chatOf']> {
  const link = fields.optional('link');
  return fields.optional('chat') ?? (link && telegram.chatOf(link)) ?? fields.text('chat');
}

export const VERBS_OF_MEMBERSHIP: Verbs = {
  join: action(
    'Joins a chat by an invite link, or a public one without.',
    { chat: may('a public one; not needed with a link'), as, link: may('the invite link') },
    (telegram, fields) =>
      telegram.join(findPlace(telegram, fields), fields.text('as'), fields.optional('link')),
  ),
  ask_to_join: action(
    'Asks to join without a link, where a public supergroup wants to be asked.',
    { chat: group, as },
    (telegram, { text }) => telegram.askToJoin(text('chat'), text('as')),
  ),
  withdraw: action(
    'Takes back one’s request to join, of which the bot hears nothing.',
    { chat: group, as },
    (telegram, { text }) => {
      telegram.withdraw(text('chat'), text('as'));
      return { ok: true };
    },
  ),
  leave: action('Leaves a chat.', { chat: group, as }, (telegram, { text }) =>
    telegram.leave(text('chat'), text('as')),
  ),
  end_subscription: action(
    'Ends the subscription by which someone is in a channel.',
    { chat: group, person },
    (telegram, { text }) => telegram.endSubscription(text('chat'), text('person')),
  ),
  bring_in: onPerson('Adds someone, or the bot, to a chat.', 'bringIn'),
  kick: onPerson('Throws someone, or the bot, out of a chat; bans them, except in a basic group.', 'kick'),
  unban: onPerson('Lets someone return who was banned.', 'unban'),
  restrict: action(
    'Puts someone in a supergroup under restrictions.',
    {
      chat: group,
      person,
      as: byAdmin,
      can_send_messages: may('true or false; true, if not said'),
      until_date: until,
    },
    (telegram, { flag, number, optional, text }) =>
      telegram.restrict(
        text('chat'),
        text('person'),
        {
          can_send_messages: optional('can_send_messages') === undefined || flag('can_send_messages'),
          until_date: number('until_date') ?? 0,
        },
        optional('as'),
      ),
  ),
  promote: action(
    'Makes someone, or the bot, an admin; with can_invite_users if nothing else is said.',
    {
      chat: group,
      person,
      as: byAdmin,
      rights: may('admin rights as JSON, such as {"can_invite_users": true}'),
    },
    (telegram, fields) =>
      telegram.promote(fields.text('chat'), fields.text('person'), rightsOf(fields), fields.optional('as')),
  ),
  demote: onPerson('Takes the admin rights from someone, or from the bot.', 'demote'),
  answer_request: action(
    'Answers a request to join.',
    { chat: group, person, approve: need('true or false'), as: byAdmin },
    (telegram, { flag, optional, text }) =>
      telegram.answerRequest(text('chat'), text('person'), flag('approve'), optional('as')),
  ),
  make_public: action(
    'Gives a supergroup or channel a public name.',
    {
      chat: group,
      username: need('the name, without @'),
      join_by_request: may('true: anyone who comes without a link asks first'),
      as: byAdmin,
    },
    (telegram, { flag, optional, text }) => {
      telegram.makePublic(text('chat'), text('username'), flag('join_by_request'), optional('as'));
      return telegram.findChat(text('username'));
    },
  ),
  migrate: action(
    'Makes a supergroup of a basic group.',
    { chat: group, as: byAdmin },
    (telegram, { optional, text }) => telegram.migrate(text('chat'), optional('as')),
  ),
  block: onBot('Blocks the bot.', true),
  unblock: onBot('Unblocks the bot, as writing to it does.', false),
  bio: action(
    'Says something of oneself, which the bot is shown with a request to join.',
    { as, text: may('the bio; none, if not said') },
    (telegram, { optional, text }) => {
      telegram.setBio(text('as'), optional('text') ?? '');
      return { ok: true };
    },
  ),
};
