// `npm run kv -- <chat id>`: what the bot remembers of a chat.

import { runProgram } from './program.ts';

await runProgram(async ({ signal: ending }) => {
  // Loaded only here: where nothing is installed, that can be said.
  const { showChat } = await import('./show-chat.ts');
  const { createWrangler, WRANGLER } = await import('./wrangler.ts');
  return showChat(process.argv.slice(2), {
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
  });
});
