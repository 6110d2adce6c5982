// The look of the pages, without scripts.

import { type Html, html } from '../lib/html.ts';

const STYLE = `
:root{color-scheme:light dark;font:17px/1.5 system-ui,sans-serif}
body{max-width:34rem;margin:12vh auto;padding:0 1.25rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;margin:0 0 .5rem}
a.button,button{display:inline-block;margin:.5rem .5rem 0 0;padding:.6rem 1.1rem;border:0;border-radius:.6rem;background:#1c6cae;color:#fff;font:inherit;text-decoration:none;cursor:pointer}
a.button:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid #1c6cae;outline-offset:2px}
label{display:block;margin-top:1rem}
input{box-sizing:border-box;width:100%;padding:.6rem;border:1px solid #8888;border-radius:.6rem;font:inherit}
ul{list-style:none;padding:0}
li{margin:.25rem 0;padding-left:1.5rem;text-indent:-1.5rem}
li.failed{font-weight:bold}
li span{display:inline-block;width:1.5rem;text-indent:0}
small{opacity:.75}
figure{margin:2rem 0}
figure svg{display:block;width:100%;max-width:17rem;height:auto}
figcaption{margin-top:.5rem}
@media print{body{margin:2rem auto}a.button{display:none}figure svg{max-width:60vw}}
`;

/** A page of HTML without scripts, requests and frames, that no cache keeps. */
export function showPage(title: string, body: Html, status = 200, head: Html = html``): Response {
  const nonce = crypto.randomUUID();
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title>${head}<style nonce="${nonce}">${{ markup: STYLE }}</style></head>
<body><main>${body}</main></body></html>
`;
  return new Response(page.markup, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}

/** What leads from a page to the bot in Telegram. */
export const botButtons = (
  username: string,
): Html => html`<a class="button" href="https://t.me/${username}">Open in Telegram</a>
<a class="button" href="https://t.me/${username}?startgroup=hello&amp;admin=invite_users">Add to a group</a>`;
