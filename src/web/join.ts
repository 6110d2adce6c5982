// GET /j/<slug>: where a door leads. Public: it reads one key of Workers KV, changes nothing, and calls no one.

import { askKv } from '../chat/kv.ts';
import { doorKey, type PublishedDoor, readPublishedDoor } from '../chat/published.ts';
import { type Html, html } from '../lib/html.ts';
import { addressOf, readSlug, type WhyPaused } from '../links/door.ts';
import { showPage } from './page.ts';
import type { WebServices } from './web-services.ts';

export const createJoin =
  ({ kv, clock }: Pick<WebServices, 'kv' | 'clock'>) =>
  async ({ url }: Request): Promise<Response> => {
    const { origin, pathname } = new URL(url);
    const slug = readSlug(pathname.slice('/j/'.length));
    if (slug === undefined) return showNothing();
    const value = await askKv(kv, (namespace) => namespace.get(doorKey(slug)));
    if (!value.ok) return showTrouble();
    const door = readPublishedDoor(value.value, Math.floor(clock() / 1000));
    return door ? showDoor(door, addressOf({ origin, slug })) : showNothing();
  };

/** The same for an address that was never given, and for one that is closed. */
const showNothing = (): Response =>
  showPage(
    'Nothing here',
    html`<h1>Nothing here</h1><p>This address leads nowhere. Check it, or ask the person who gave it to you.</p>`,
    404,
  );

const showTrouble = (): Response =>
  showPage(
    'Not available',
    html`<h1>Not available</h1><p>This page cannot be shown right now. Try again in a minute.</p>`,
    503,
  );

async function showDoor(door: PublishedDoor, address: string): Promise<Response> {
  const { title } = door;
  const isOpen = 'link' in door;
  const said = isOpen ? 'You are invited to this chat in Telegram.' : PAUSES[door.why ?? 'asked'];
  const body = isOpen
    ? html`<a class="button" href="${door.link}">Join in Telegram</a>
<figure>${await drawCode(address)}<figcaption>${address}</figcaption></figure>
<p><small>No Telegram yet? Get it at <a href="https://telegram.org/apps">telegram.org/apps</a>, then open this page again.</small></p>`
    : html``;
  // What apps show of an address that is shared. https://ogp.me
  const head = html`<meta property="og:type" content="website"><meta property="og:title" content="${title}">
<meta property="og:description" content="${said}"><meta property="og:url" content="${address}"><meta name="description" content="${said}">`;
  return showPage(title, html`<h1>${title}</h1>\n<p>${said}</p>\n${body}`, 200, head);
}

const PAUSES: Readonly<Record<WhyPaused, string>> = {
  asked: 'No one can join by this address at the moment: the admins have paused it.',
  full: 'No one can join by this address at the moment: all places are taken.',
  expired: 'No one can join by this address at the moment: the invitation has expired.',
  revoked: 'No one can join by this address at the moment: the invitation was withdrawn.',
  lockdown: 'No one can join by this address at the moment: the admins have closed all invitations.',
};

/** Dark on light also on a dark screen, since cameras expect it; a smudged print is still read. */
async function drawCode(address: string): Promise<Html> {
  // Loaded only for a page that shows one: its tables are computed as it is loaded, which would slow the start of every isolate.
  const [{ correction, generate }, { toSvgSource }] = await Promise.all([
    import('lean-qr/nano'),
    import('lean-qr/extras/svg'),
  ]);
  const code = generate(address, { minCorrectionLevel: correction.M });
  const svg = toSvgSource(code, { on: '#000', off: '#fff' });
  return html`<div role="img" aria-label="QR code of this address">${{ markup: svg }}</div>`;
}
