import { listButton } from '../actions/card.ts';
import { OTHERS } from '../actions/lockdown-words.ts';
import { type Html, html, lines } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';

/** Asks before it closes every active link of a chat; the button begins it. */
export const lockdown = defineCommand({
  names: ['lockdown'],
  summary: 'Close every link that I made here',
  usage: '',
  access: 'admins',
  accepts: ['chat'],

  async run(_, { chat, records }) {
    const open = await records.countOpen();
    if (!open.ok) return open;
    const text = open.value === 0 ? 'Replace it' : 'Close them';
    return ok({
      text: lines(askFor(open.value), OTHERS),
      buttons: [
        [
          listButton(chat.id, 'No, show them'),
          { text, press: { kind: 'lockdown', chat: chat.id }, style: 'danger' },
        ],
      ],
    });
  },
});

function askFor(count: number): Html {
  if (count === 0) return html`No additional link of mine is active here. Replace my primary link?`;
  const links = count === 1 ? 'the one active link' : `all ${count} active links`;
  return html`Close ${links} that I know here, for good, and replace my primary link?`;
}
