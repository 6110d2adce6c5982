import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type Program } from '../support/program.ts';
import { TOKEN } from '../support/story.ts';
import type { LocalTelegram } from '../telegram/local-telegram.ts';
import { createTelegram } from '../telegram/telegram.ts';
import { populate } from '../telegram/world.ts';
import { copyProject, type Project } from './copied-project.ts';

const READY = /Ctrl-C ends it\./;

const projects: Project[] = [];
const programs: Program[] = [];
const telegrams: LocalTelegram[] = [];
function copy(vars: Readonly<Record<string, string>>): Project {
  const project = copyProject();
  projects.push(project);
  project.configure(vars);
  return project;
}
function start(
  project: Project,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Program {
  const env = { TELEGRAM_BOT_TOKEN: '', NO_COLOR: '1', ...environment };
  const program = launch('src/cli/dev/main.ts', args, { env, project: project.folder });
  programs.push(program);
  return program;
}
async function openTelegram(): Promise<LocalTelegram> {
  const telegram = await createTelegram({ token: TOKEN });
  telegrams.push(telegram);
  return telegram;
}

const pointAway = (telegram: LocalTelegram) =>
  fetch(`${telegram.url}/bot${TOKEN}/setWebhook`, {
    method: 'POST',
    body: new URLSearchParams({ url: 'https://bot.example.com/webhook' }),
  });

afterAll(async () => {
  for (const program of programs) if (program.isRunning()) program.interrupt();
  await Promise.all(programs.map(({ ended }) => ended));
  await Promise.all(telegrams.map((telegram) => telegram.close()));
  for (const project of projects) project.remove();
});

describe('npm run dev, from its start to Ctrl-C,', () => {
  let telegram: LocalTelegram;
  let project: Project;
  let program: Program;
  let world: ReturnType<typeof populate>;
  beforeAll(async () => {
    telegram = await openTelegram();
    world = populate(telegram);
    project = copy({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url });
    program = start(project);
    await program.printed(READY);
  });

  it('answers by the code in src/', async () => {
    await telegram.say(world.teaRoom, world.olivia, '/create VIP guests');
    await program.printed(/^message +200 +\d+ ms {2}→ sendMessage$/m);
    expect(telegram.read(world.teaRoom).at(-1)?.text).toContain('Created https://t.me/+');
    expect(program.output()).toContain('https://t.me/invite_link_bot is answered by the code in src/');
    await program.printed(/^ {2}Log: \{/m);
  });

  it('waits with what comes while the code cannot be built, and delivers it to the fixed code once', async () => {
    project.change('src/web/webhook.ts', 'const SECRET_HEADER', 'const const SECRET_HEADER');
    await program.printed(/webhook\.ts:\d+/);
    await telegram.say(world.teaRoom, world.olivia, '/create Second');
    project.change('src/commands/make-link.ts', 'Created ', 'Freshly made: ');
    project.change('src/web/webhook.ts', 'const const SECRET_HEADER', 'const SECRET_HEADER');
    await program.printed(/^message +200 .*^message +200 /ms);
    expect(telegram.read(world.teaRoom).at(-1)?.text).toContain('Freshly made: https://t.me/+');
    expect(telegram.links(world.teaRoom).map((link) => link.name)).toEqual(['VIP guests', 'Second']);
  });

  it('keeps what the bot remembers apart from that of npm start', () => {
    expect(existsSync(join(project.folder, '.wrangler/dev/7000000001/v3/kv'))).toBe(true);
    expect(existsSync(join(project.folder, '.wrangler/state'))).toBe(false);
  });

  it('ends at Ctrl-C with nothing left running, and without having shown the token', async () => {
    program.interrupt();
    expect(await program.ended).toBe(0);
    await expect.poll(() => program.isRunning()).toBe(false);
    expect(program.output()).toMatch(/\nEnded\.\n$/);
    expect(program.output()).not.toContain(TOKEN.slice(11));
  });
});

describe.concurrent('npm run dev, in a sentence,', () => {
  it('says how to give it a token, and that npm start needs none', async () => {
    const program = start(copy({}));
    expect(await program.ended).toBe(1);
    expect(program.output()).toBe(
      'There is no bot token. Write the one of BotFather into .dev.vars, as TELEGRAM_BOT_TOKEN=123456789:…\n' +
        'npm start needs no token: it brings a Telegram of its own.\n',
    );
  });

  it('says that Telegram does not know the token, and where it stands', async () => {
    const telegram = await openTelegram();
    const wrong = `${TOKEN.slice(0, -1)}b`;
    const program = start(copy({ TELEGRAM_API_URL: telegram.url }), { TELEGRAM_BOT_TOKEN: wrong });
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/^Telegram does not accept the token from the environment: .+\n$/);
    expect(program.output()).not.toContain(wrong.slice(11));
  });

  it('refuses a bot that has a webhook, and says to make a second one, or how to remove the webhook', async () => {
    const telegram = await openTelegram();
    await pointAway(telegram);
    const program = start(copy({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url }));
    expect(await program.ended).toBe(1);
    expect(program.output()).toBe(
      '@invite_link_bot has a webhook: Telegram sends its updates to https://bot.example.com. If a bot works there, make a second one for ' +
        'this with @BotFather (/newbot), and start it as TELEGRAM_BOT_TOKEN=123456789:… npm run dev: the bot there would not know the links that ' +
        '@invite_link_bot makes here. If nothing works there any more, remove the webhook: npm run dev -- --remove-webhook\n',
    );
    expect(telegram.state().webhook?.url).toBe('https://bot.example.com/webhook');
  });

  it('says that it removed the webhook, where it was asked to, and goes on', async () => {
    const telegram = await openTelegram();
    await pointAway(telegram);
    const project = copy({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url });
    const program = start(project, {}, ['--remove-webhook']);
    await program.printed(READY);
    expect(program.output()).toContain('The webhook at https://bot.example.com is removed.\n');
    expect(telegram.state().webhook?.url ?? '').toBe('');
    program.interrupt();
    await program.ended;
  });

  it('says that Telegram cannot be reached', async () => {
    const gone = await openTelegram();
    await gone.close();
    const program = start(copy({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_URL: gone.url }));
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/^Telegram does not answer: .+\n$/);
  });
});
