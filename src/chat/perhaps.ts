import type { Failure } from '../failures.ts';
import type { Begun } from './protocol.ts';

/** That no one knows whether Telegram did it. */
export function perhaps(begun: Begun): Failure {
  switch (begun.kind) {
    case 'edit':
      return { kind: 'perhaps_changed', link: begun.url };
    case 'revoke':
      return { kind: 'perhaps_closed', link: begun.url };
    case 'export':
      return { kind: 'perhaps_exported' };
    case 'create':
    case 'settled':
      return { kind: 'perhaps_created' };
  }
}
