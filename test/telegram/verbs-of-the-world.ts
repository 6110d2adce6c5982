// What exists, and what goes wrong.

import type { CallFault, DeliveryFault } from './faults.ts';
import { type LinkSettings, SUBSCRIPTION_PERIOD_SECONDS } from './links.ts';
import { Misuse } from './refusal.ts';
import { action, as, type Fields, group, look, may, need, readObject, type Verbs } from './verb.ts';

function subscriptionIn(fields: Fields): LinkSettings {
  const subscription_price = fields.number('subscription_price');
  if (subscription_price === undefined) return {};
  return { subscription_price, subscription_period: SUBSCRIPTION_PERIOD_SECONDS };
}

export const VERBS_OF_THE_WORLD: Verbs = {
  make_link: action(
    'Makes an invite link that is not the bot’s.',
    {
      chat: group,
      as,
      name: may('its name'),
      expire_date: may('when it closes, in Unix time'),
      member_limit: may('how many members may have come by it'),
      creates_join_request: may('true: by approval'),
      is_primary: may('true: the primary link of the one who makes it'),
      subscription_price: may('what thirty days in a channel cost, in Stars'),
    },
    (telegram, fields) =>
      telegram.makeLink(fields.text('chat'), fields.text('as'), {
        name: fields.optional('name') ?? '',
        expire_date: fields.number('expire_date') ?? 0,
        member_limit: fields.number('member_limit') ?? 0,
        creates_join_request: fields.flag('creates_join_request'),
        is_primary: fields.flag('is_primary'),
        ...subscriptionIn(fields),
      }),
  ),
  add_person: action(
    'Adds someone to the world.',
    { first_name: need('first name'), username: may('username, without @') },
    (telegram, { optional, text }) => {
      const first_name = text('first_name');
      if (telegram.state().people.some((one) => one.first_name === first_name)) {
        throw new Misuse(`There is someone called ${JSON.stringify(first_name)} already.`);
      }
      return telegram.addPerson({ first_name, username: optional('username') });
    },
  ),
  add_chat: action(
    'Adds a chat, with the bot as an admin who may invite.',
    {
      type: need('group, supergroup or channel'),
      title: need('its title'),
      owner: need('whose it is'),
      username: may('makes it public'),
      is_forum: may('true: a supergroup with topics'),
    },
    (telegram, { flag, optional, text }) => {
      const type = text('type');
      if (type !== 'group' && type !== 'supergroup' && type !== 'channel') {
        throw new Misuse(`A chat is a group, a supergroup or a channel, not ${JSON.stringify(type)}.`);
      }
      return telegram.addChat({
        type,
        title: text('title'),
        owner: text('owner'),
        username: optional('username'),
        is_forum: flag('is_forum'),
      });
    },
  ),
  add_topic: action(
    'Adds a topic to a forum.',
    { chat: group, name: need('its name') },
    (telegram, { text }) => ({
      message_thread_id: telegram.addTopic(text('chat'), text('name')),
    }),
  ),
  send: action(
    'Sends the bot any update.',
    { update: need('the update as JSON, without update_id') },
    (telegram, fields) => telegram.send(readObject(fields, 'update')),
  ),
  redeliver: action('Delivers an update once more.', { update_id: need('which') }, (telegram, { text }) =>
    telegram.redeliver(Number(text('update_id'))),
  ),
  fail: action(
    'Makes the next call of the bot fail.',
    {
      how: need(
        'JSON: {"refuse": {"error_code": 400, "description": "…"}}, {"flood": 3}, {"html": 502}, ' +
          '{"drop": "before"}, {"drop": "after"} or {"delayMs": 500}',
      ),
      method: may('only calls of this method'),
      times: may('how many calls; one, if not said'),
    },
    (telegram, fields) => {
      const how = readObject<CallFault['how']>(fields, 'how');
      telegram.fail({ how, method: fields.optional('method'), times: fields.number('times') });
      return { ok: true };
    },
  ),
  faults: look('What is to go wrong next, and has not yet.', {}, (telegram) => telegram.pendingFaults()),
  clear_faults: action(
    'Lets nothing go wrong any more.',
    { kind: may('only those of one kind, such as refuse, flood or loseAnswer') },
    (telegram, { optional }) => {
      telegram.clearFaults(optional('kind'));
      return { ok: true };
    },
  ),
  fail_delivery: action(
    'Makes the next delivery go wrong.',
    { how: need('JSON: {"deliverTwice": true}, {"loseAnswer": true} or {"hangUp": true}') },
    (telegram, fields) => {
      telegram.failDelivery(readObject<DeliveryFault>(fields, 'how'));
      return { ok: true };
    },
  ),
};
