// `npm run kv`: what the bot remembers of a chat, and copies of all that it remembers.

import { runProgram } from './program.ts';

await runProgram(async ({ signal: ending }) => {
  // Loaded only here: where nothing is installed, that can be said.
  const { copyKv } = await import('./copy-kv.ts');
  const { showChat } = await import('./show-chat.ts');
  const { createWrangler, WRANGLER } = await import('./wrangler.ts');
  const [what, ...rest] = process.argv.slice(2);
  const deps = {
    wrangler: createWrangler({
      command: WRANGLER,
      environment: process.env,
      stdout: 'inherit',
      onComplaint: (text) => process.stderr.write(text),
      ending,
    }),
    now: Math.floor(Date.now() / 1000),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    print: (text: string) => console.log(text),
  };
  return what === 'backup' || what === 'restore'
    ? copyKv(what, rest, deps)
    : showChat(process.argv.slice(2), deps);
});
