import { showLinks } from '../actions/list-page.ts';
import { defineCommand } from './command.ts';

const MEANT: Readonly<Record<string, string>> = { all: '', open: 'active', closed: 'revoked' };

export const links = defineCommand({
  names: ['links'],
  summary: 'List the links that I made here',
  usage: '[active, revoked, expired, or a part of a name]',
  access: 'admins',
  accepts: ['name', 'chat'],

  run: ({ words = '', name }, context) => showLinks(name ?? MEANT[words.toLowerCase()] ?? words, context),
});
