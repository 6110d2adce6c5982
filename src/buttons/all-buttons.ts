import { agreeButton } from './agree-button.ts';
import type { Button } from './button.ts';
import { cardButton } from './card-button.ts';
import { doorButton } from './door-button.ts';
import { joinsButton } from './joins-button.ts';
import { listButton } from './list-button.ts';
import { lockdownButton } from './lockdown-button.ts';
import { requestButton } from './request-button.ts';
import { requestsButton } from './requests-button.ts';

export const ALL_BUTTONS: readonly Button[] = [
  cardButton,
  listButton,
  joinsButton,
  lockdownButton,
  requestButton,
  requestsButton,
  agreeButton,
  doorButton,
];
