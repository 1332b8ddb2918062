/**
 * Which rule speaks of which cause. One bug, one finding: every unmet cause belongs to exactly one rule, whatever is enabled,
 * because ESLint rules cannot see each other. A disabled rule silences its causes.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Lifetime } from '../protocol/lifetime.ts';

/** The bare id of the rule that owns the unmet causes of this lifetime. */
export function ruleOfUnmet(lifetime: Lifetime): string {
  switch (lifetime.protocol) {
    case 'socket':
    case 'server':
      return 'no-leaked-socket';
    default:
      return assertNever(lifetime.protocol);
  }
}
