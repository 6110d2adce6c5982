import { fail, ok } from '../lib/result.ts';
import { FILTER_BYTES_MAX } from './button-data.ts';
import { defineCommand } from './command.ts';
import { showListPage } from './list-page.ts';

export const links = defineCommand({
  names: ['links'],
  summary: 'List the links that I made here',
  usage: '[revoked, expired, or a part of a name]',
  access: 'admins',
  accepts: ['name', 'chat'],

  read: (_, { store, chatId }) => store.list(chatId),

  async run({ name, words }, context, all) {
    if (!all.ok) return all;
    const filter = words ?? name ?? '';
    // The filter has to fit into the buttons that turn the pages.
    if (new TextEncoder().encode(filter).byteLength > FILTER_BYTES_MAX) {
      return fail({ kind: 'bad_option', got: filter, expects: 'A shorter part of the name finds it too' });
    }
    return ok(showListPage(all.value, filter, 0, context));
  },
});
