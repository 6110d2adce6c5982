import { chats } from './chats.ts';
import type { Command } from './command.ts';
import { create } from './create.ts';
import { door } from './door.ts';
import { edit } from './edit.ts';
import { exportPrimary } from './export.ts';
import { forget } from './forget.ts';
import { health } from './health.ts';
import { help } from './help.ts';
import { joins } from './joins.ts';
import { link } from './link.ts';
import { links } from './links.ts';
import { lockdown } from './lockdown.ts';
import { notices } from './notices.ts';
import { requests } from './requests.ts';
import { revoke } from './revoke.ts';
import { rules } from './rules.ts';
import { start } from './start.ts';

/** Every command, in the order in which people read them. */
export const ALL_COMMANDS: readonly Command[] = [
  create,
  edit,
  revoke,
  link,
  links,
  door,
  joins,
  requests,
  rules,
  notices,
  exportPrimary,
  lockdown,
  forget,
  health,
  chats,
  start,
  help,
];
