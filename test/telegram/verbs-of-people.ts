// What people say and press in chats.

import type { Place } from './buttons.ts';
import { leadingCommand } from './entities.ts';
import type { Outcome, PressOutcome } from './local-telegram.ts';
import { Misuse } from './refusal.ts';
import { action, as, chat, type Fields, group, may, need, type Telegram, type Verbs } from './verb.ts';

/** Apps send a command unseen by others where the menu that they show declares it so. */
function isEphemeralCommand(telegram: Telegram, fields: Fields): boolean {
  const typed = leadingCommand(fields.text('text'))?.name;
  const menu = telegram.menu(fields.text('chat'), fields.text('as'));
  return menu.some((one) => one.command === typed && one.is_ephemeral === true);
}

/** The message named; otherwise the newest one with buttons that the person sees. */
function pressedMessage(telegram: Telegram, { number, text }: Fields): Place {
  const ephemeral = number('ephemeral_message_id');
  if (ephemeral !== undefined) return { ephemeral_message_id: ephemeral };
  const named = number('message_id');
  if (named !== undefined) return named;
  const newest = telegram
    .read(text('chat'), { as: text('as') })
    .findLast(({ reply_markup: markup }) => markup?.inline_keyboard);
  if (!newest) throw new Misuse(`There is no message with buttons that ${text('as')} sees.`);
  const { message_id, ephemeral_message_id } = newest;
  return ephemeral_message_id === undefined ? message_id : { ephemeral_message_id };
}

export const VERBS_OF_PEOPLE: Verbs = {
  say: action(
    'Writes a message in a chat; in a channel, posts it. Answers what the bot did.',
    {
      chat,
      as,
      text: need('the message'),
      reply_to: may('id of the message that it replies to'),
      topic: may('id of the forum topic'),
      anonymous: may('true: as an admin who stays anonymous'),
      as_channel: may('the channel in whose name it is written'),
      forwarded: may('true: forwarded from somewhere else'),
      automatic_forward: may('true: forwarded by Telegram from the linked channel, as_channel'),
      date: may('when it was written, in Unix time'),
      ephemeral: may('true or false: seen by the bot only; if not said, as the command menu says'),
    },
    (telegram, fields) => {
      const place = telegram.findChat(fields.text('chat'));
      const common = { replyTo: fields.number('reply_to'), date: fields.number('date') };
      if (place.type === 'channel') return telegram.post(place, fields.text('text'), common);
      return telegram.say(place, fields.text('as'), fields.text('text'), {
        ...common,
        topic: fields.number('topic'),
        anonymous: fields.flag('anonymous'),
        asChannel: fields.optional('as_channel'),
        forwarded: fields.flag('forwarded'),
        automaticForward: fields.flag('automatic_forward'),
        ephemeral:
          fields.optional('ephemeral') === undefined
            ? isEphemeralCommand(telegram, fields)
            : fields.flag('ephemeral'),
      });
    },
    (said) => (said as Outcome).answers,
  ),
  edit: action(
    'Edits a message that was written.',
    { chat, message_id: need('which'), text: need('the new text'), as: may('who edits it') },
    (telegram, { optional, text }) =>
      telegram.edit(text('chat'), Number(text('message_id')), text('text'), optional('as')),
  ),
  press: action(
    'Presses a button under a message of the bot: the newest one with buttons, if none is named.',
    {
      chat,
      as,
      button: need('its label or its data'),
      message_id: may('which message'),
      ephemeral_message_id: may('which ephemeral message'),
    },
    (telegram, fields) =>
      telegram.press(
        fields.text('chat'),
        pressedMessage(telegram, fields),
        fields.text('as'),
        fields.text('button'),
      ),
    (pressed) => {
      const { notice, answers } = pressed as PressOutcome;
      return [...(notice?.text ? [notice.text] : []), ...answers];
    },
  ),
  choose: action(
    'Shares a group or channel with the bot by Telegram’s chooser, after /chats in the private chat.',
    { chat: group, as },
    (telegram, { text }) => telegram.choose(text('chat'), text('as')),
  ),
};
