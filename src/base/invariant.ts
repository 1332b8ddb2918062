/** Invariant faults: what must never happen whatever the input. They throw and nobody catches them. */

/** Throws unless `condition` holds; `what` says which invariant broke. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}
