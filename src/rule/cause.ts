/**
 * Which rule speaks of which cause. One bug, one finding: every cause belongs to exactly one rule, whatever is enabled, because ESLint
 * rules cannot see each other. A disabled rule silences its causes.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Lifetime } from '../protocol/lifetime.ts';

/** The bare id of the rule that owns the causes of this lifetime. */
export function ruleOf({ protocol }: Lifetime): string {
  switch (protocol) {
    case 'socket':
    case 'datagram':
    case 'session':
    case 'websocket':
    case 'server':
    case 'request':
      return 'no-leaked-socket';
    case 'agent':
      return 'no-leaked-agent';
    case 'client':
      return 'no-leaked-client';
    case 'checkout':
      return 'no-unreleased-connection';
    default:
      return assertNever(protocol);
  }
}
