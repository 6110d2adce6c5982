import type { Message, MessageEntity } from '@grammyjs/types';

type Moment = MessageEntity.DateTimeMessageEntity;

/** A message's text as someone in `timeZone` reads it: moments are shown in that zone, as Telegram's apps do. */
export function readableText({ text = '', entities = [] }: Message, timeZone: string): string {
  const moments = entities.filter((entity) => entity.type === 'date_time');
  // From the end, so that the places before stay where they are.
  return moments.reduceRight(
    (shown, moment) =>
      shown.slice(0, moment.offset) +
      (momentText(moment, timeZone) ?? shown.slice(moment.offset, moment.offset + moment.length)) +
      shown.slice(moment.offset + moment.length),
    text,
  );
}

/** `undefined` for a form that is not shown here; then the bot's own words stay. https://core.telegram.org/bots/api#date-time-entity-formatting */
export function momentText(
  { unix_time, date_time_format: format }: Moment,
  timeZone: string,
): string | undefined {
  if (!/[dDtT]/.test(format)) return undefined;
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...(format.includes('w') && { weekday: 'short' }),
    ...(format.includes('d') && { day: '2-digit', month: '2-digit', year: 'numeric' }),
    ...(format.includes('D') && { day: 'numeric', month: 'long', year: 'numeric' }),
    ...(/[tT]/.test(format) && { hour: '2-digit', minute: '2-digit' }),
    ...(format.includes('T') && { second: '2-digit' }),
  }).format(unix_time * 1000);
}

const COMMON_FIELDS = [
  'message_id',
  'message_thread_id',
  'is_topic_message',
  'from',
  'sender_chat',
  'chat',
  'date',
  // Those of old versions, beside the ones of today.
  'new_chat_participant',
  'new_chat_member',
  'left_chat_participant',
];

/** A service message has no words, but a field that says what happened. */
export function whatHappened(message: Message): string {
  const fields = Object.keys(message).filter((field) => !COMMON_FIELDS.includes(field));
  return fields.join(', ').replaceAll('_', ' ');
}
