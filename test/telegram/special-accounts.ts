// Fixed accounts of Telegram that stand in `from` when a chat speaks. None of them is ever an admin.

import type { User } from '@grammyjs/types';

export const ANONYMOUS_ADMIN: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

export const CHANNEL_SENDER: User = {
  id: 136_817_688,
  is_bot: true,
  first_name: 'Channel',
  username: 'Channel_Bot',
};

export const TELEGRAM: User = { id: 777_000, is_bot: false, first_name: 'Telegram' };

export const SPECIAL_ACCOUNTS: readonly User[] = [ANONYMOUS_ADMIN, CHANNEL_SENDER, TELEGRAM];
