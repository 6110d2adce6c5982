import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createState } from '../telegram/state.ts';
import { openStateFolder } from './state-folder.ts';

const STATE = createState({ id: 1, is_bot: true, first_name: 'Bot', username: 'some_bot' });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const saveTelegram = (): void => openStateFolder(folder, false).save(STATE);

function keepSomethingInKv(): void {
  mkdirSync(join(folder, 'v3/kv'), { recursive: true });
  writeFileSync(join(folder, 'v3/kv/some.sqlite'), '');
}

describe('the state of npm start', () => {
  it('is resumed where both halves are there', () => {
    saveTelegram();
    keepSomethingInKv();
    expect(openStateFolder(folder, false).resumed).toEqual(STATE);
    expect(readdirSync(join(folder, 'v3'))).toEqual(['kv']);
  });

  it('begins again where Workers KV is missing', () => {
    saveTelegram();
    expect(openStateFolder(folder, false)).not.toHaveProperty('resumed');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('begins again where Telegram’s half cannot be read, and moves Workers KV aside, which may know real links', () => {
    keepSomethingInKv();
    writeFileSync(join(folder, 'local-telegram.json'), '{"chats":[');
    const opened = openStateFolder(folder, false);
    expect(opened).not.toHaveProperty('resumed');
    expect(readdirSync(opened.setAside ?? '')).toEqual(['some.sqlite']);
    expect(existsSync(opened.kv)).toBe(false);
  });

  it('is forgotten, both halves of it, when a fresh start is asked for', () => {
    saveTelegram();
    keepSomethingInKv();
    const opened = openStateFolder(folder, true);
    expect(opened).not.toHaveProperty('resumed');
    expect(opened).not.toHaveProperty('setAside');
    expect(readdirSync(folder)).toEqual(['v3']);
    expect(readdirSync(join(folder, 'v3'))).toEqual([]);
  });
});
