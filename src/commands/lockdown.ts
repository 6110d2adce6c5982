import { listButton } from '../actions/card.ts';
import { OTHERS } from '../actions/lock-down.ts';
import type { Html } from '../lib/html.ts';
import { html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';

/** Asks before it closes every active link of a chat; the button does it. */
export const lockdown = defineCommand({
  names: ['lockdown'],
  summary: 'Close every link that I made here',
  usage: '',
  access: 'admins',
  accepts: ['chat'],

  async run(_, { chat, records }) {
    const open = await records.listOpen(0, 1);
    if (!open.ok) return open;
    return ok({
      text: lines(askFor(open.value.total), OTHERS),
      buttons: [
        [
          listButton(chat.id, 'No, show them'),
          { text: 'Close them', press: { kind: 'lockdown', chat: chat.id }, style: 'danger' },
        ],
      ],
    });
  },
});

function askFor(count: number): Html {
  if (count === 0)
    return html`No additional link of mine is active here. Replace my primary link all the same?`;
  const links = count === 1 ? 'the one active link' : `all ${count} active links`;
  return html`Close ${links} that I know here, for good, and replace my primary link?`;
}
