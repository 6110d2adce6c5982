import { type Html, html } from '../lib/html.ts';

/** Links from a page to the bot in Telegram. */
export const botButtons = (
  username: string,
): Html => html`<a class="button" href="https://t.me/${username}">Open in Telegram</a>
<a class="button" href="https://t.me/${username}?startgroup=hello&amp;admin=invite_users">Add to a group</a>`;
