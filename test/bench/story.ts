// One story that every contestant plays before it is measured: what is said in a chat, in order.

import { ADMIN, MEMBER, type Said, toUpdate } from './updates.ts';

export interface Step {
  readonly name: string;
  readonly update: string;
  /** Whether the bot's own words for it are no part of the contract. */
  readonly wordsAreFree: boolean;
  /** Whether Telegram delivers the step before it once more, as it does where an answer gets lost. */
  readonly isAgain: boolean;
}

const CHAT = -1001;
const HOUR_SECONDS = 3_600;
/** The world numbers its links in the order in which they are made. */
export const firstLink = 'https://t.me/+Bench00000000001';

type Line = readonly [name: string, said: Omit<Said, 'chat'>, wordsAreFree?: 'in its own words'];

export function tellStory(now: number): readonly Step[] {
  const reply = { reply_to_message: { text: `Come by ${firstLink}, friends` } };
  const lines: readonly Line[] = [
    ['chatter', { text: 'See you all at the harbour at six / seven' }],
    ['create', { text: '/create VIP guests expires=2d limit=5' }],
    ['edit', { text: '/edit limit=50' }],
    ['edit of much', { text: '/edit name="Crew & <friends>" expires=+1d approval' }],
    ['revoke', { text: '/revoke' }],
    ['export', { text: '/export' }],
    ['second export', { text: '/export' }],
    ['start', { text: '/start' }],
    ['create in other words', { text: '/admin_create_invite_link expires=none limit=none' }],
    ['create for this bot', { text: '/create@Bench_Bot Party approval' }],
    ['create for another bot', { text: '/create@other_bot' }],
    ['create by a member', { text: '/create', from: MEMBER }],
    ['create by another bot', { text: '/create', from: { ...ADMIN, is_bot: true } }],
    ['forwarded create', { text: '/create', more: { forward_origin: { type: 'user', date: now } } }],
    ['create in the name of a channel', { text: '/create', more: { sender_chat: { id: -1009 } } }],
    ['create by an anonymous admin', { text: '/create', more: { sender_chat: { id: CHAT } } }],
    [
      'edit of a typed link',
      { text: `/edit ${firstLink.replace('+', 'joinchat/')} limit=9` },
      'in its own words',
    ],
    ['edit in a topic', { text: '/edit limit=3', more: { is_topic_message: true, message_thread_id: 4 } }],
    ['revoke by reply', { text: '/revoke', more: reply }, 'in its own words'],
    ['ephemeral revoke', { text: '/revoke', more: { ephemeral_message_id: 9 } }],
    ['create out of a backlog', { text: '/create', date: now - HOUR_SECONDS }, 'in its own words'],
    ['bad option', { text: '/create nom=5' }, 'in its own words'],
    ['bad limit', { text: '/create limit=100000' }, 'in its own words'],
  ];
  return lines.flatMap(([name, said, wordsAreFree]) => {
    const update = toUpdate({ chat: CHAT, date: now, ...said });
    const step = { name, update, wordsAreFree: wordsAreFree !== undefined, isAgain: false };
    return [step, { ...step, name: `${name}, again`, isAgain: true }];
  });
}
