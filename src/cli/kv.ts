// `npm run kv -- <chat id>`: what the bot remembers of a chat.

import { runProgram } from './program.ts';
import { showChat } from './show-chat.ts';
import { createWrangler, WRANGLER } from './wrangler.ts';

await runProgram((ending) =>
  showChat(process.argv.slice(2), {
    wrangler: createWrangler({
      command: WRANGLER,
      environment: process.env,
      stdout: 'inherit',
      onComplaint: (text) => process.stderr.write(text),
      ending,
    }),
    now: Math.floor(Date.now() / 1000),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    print: (text) => console.log(text),
  }),
);
