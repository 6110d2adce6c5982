// What somebody can do with a bot that runs on this machine, as lines for a terminal.

import { STORY_CHAT } from './link-story.ts';
import type { LocalBot } from './local-bot.ts';
import { type StartOptions, WRANGLER_STATE_FOLDER } from './options.ts';
import type { Paint } from './paint.ts';

export function writeHints(
  { telegram, worker }: LocalBot,
  { stateFolder }: StartOptions,
  paint: Paint,
): string[] {
  const { url } = telegram;
  const chat = STORY_CHAT.replaceAll(' ', '+');
  const place = stateFolder === WRANGLER_STATE_FOLDER ? '' : ` --persist-to '${stateFolder}'`;
  const kv = `--binding INVITE_LINKS --local${place}`;
  const say = `-d chat='${STORY_CHAT}' -d as=Olivia --data-urlencode text='/create VIP'`;
  const fault = `-d method=createChatInviteLink -d how='{"html": 502}'`;
  const commands: readonly (readonly [about: string, command: string])[] = [
    ['Say something as somebody', `curl ${say} ${url}/local/say`],
    ['Read a chat as somebody sees it', `curl '${url}/local/read?chat=${chat}&as=Max'`],
    ['List the links that Telegram has', `curl '${url}/local/links?chat=${chat}'`],
    ['Let Telegram fail when the next link is made', `curl ${fault} ${url}/local/fail`],
    ['See everything that people can do', `curl ${url}/local`],
    ['List what the bot remembers', `npx wrangler kv key list ${kv}`],
    [
      'See the last link of a chat',
      `npx wrangler kv key get 'last:${telegram.findChat(STORY_CHAT).id}' ${kv}`,
    ],
  ];
  return [
    `${paint.strong('Worker')}    ${worker.url}`,
    `${paint.strong('Telegram')}  ${url}`,
    `${paint.strong('State')}     ${stateFolder}`,
    '',
    'Try these in another terminal, and watch this one:',
    ...commands.flatMap(([about, command]) => ['', `  ${paint.faint(about)}`, `  ${command}`]),
    '',
    'In the Tea Room Olivia is the owner, Adam may invite, Nora and Max may not; Sam is in no chat.',
    'The chats are Tea Room, Book Club, Workshop, Daily News and Chess Club.',
    '',
    'Ctrl-C ends it. The next start goes on from here; npm start -- --fresh begins anew.',
  ];
}
