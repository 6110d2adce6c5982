import { showRequests } from '../actions/requests-page.ts';
import { html } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import { defineCommand } from './command.ts';
import { whichLink } from './which-link.ts';

export const requests = defineCommand({
  names: ['requests'],
  summary: 'Who asks to join, to approve or decline; “here”: show me those that no maker of a link sees',
  usage: '[link or its name, or here]',
  access: 'admins',
  accepts: ['link', 'chat'],

  async run(typed, context) {
    const { asked, records, ask } = context;
    if (typed.words?.toLowerCase() === 'here') {
      const person = ask.place.person;
      if (person === undefined)
        return ok({
          text: html`I do not store who an anonymous admin is, so I could not find you. Send it while you are not anonymous.`,
        });
      const shown = await records.requestSettings({ requests_to: person });
      return shown.ok
        ? ok({
            text: html`Requests to join by links whose maker I do not know, or who may not invite any more, I show to you from now on: in private if you have started me there, else here so that only you see it.`,
            isPersonal: true,
          })
        : shown;
    }
    const isBare = typed.link === undefined && typed.words === undefined && !asked.repliedLink;
    const hasLink = !isBare || findInviteLinks(asked.repliedTexts ?? []).length === 1;
    const link = hasLink ? whichLink(typed, context) : ok(undefined);
    return link.ok ? showRequests({ link: link.value }, context) : link;
  },
});
