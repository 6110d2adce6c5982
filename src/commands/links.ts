import { showLinks } from '../actions/list-page.ts';
import { defineCommand } from './command.ts';

export const links = defineCommand({
  names: ['links'],
  summary: 'List the links that I made here',
  usage: '[active, revoked, expired, or a part of a name]',
  access: 'admins',
  accepts: ['name', 'chat'],

  run: ({ words, name }, context) => showLinks(words ?? name ?? '', context),
});
