// `npm run kv`: what the bot remembers of a chat, and copies of all that it remembers.

import { runProgram } from './program.ts';

const USAGE = `npm run kv -- <chat id>              what the bot remembers of a chat
npm run kv -- backup <file>          copies all that it remembers into a new file
npm run kv -- restore <file>         says what bringing it back would cost; with --yes brings it back

  --local                 the state on this machine, not the deployed one
  --persist-to <folder>   where that is kept
  --env <name>            an environment of wrangler.toml
  --json                  of a chat: as JSON
  --skip <number>         of a restore: goes on behind so many keys`;

await runProgram(USAGE, async ({ signal: ending }) => {
  // Loaded only here: where nothing is installed, that can be said.
  const { copyKv } = await import('./copy-kv.ts');
  const { showChat } = await import('./show-chat.ts');
  const { ownWrangler } = await import('./wrangler.ts');
  const [what, ...rest] = process.argv.slice(2);
  const deps = {
    wrangler: ownWrangler(ending),
    now: Math.floor(Date.now() / 1000),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    print: (text: string) => console.log(text),
  };
  return what === 'backup' || what === 'restore'
    ? copyKv(what, rest, deps)
    : showChat(process.argv.slice(2), deps);
});
