/** Totality of switches: a new variant of a union fails to compile where this is called. */

/** Throws: reaching it is a fault of ours (an invariant fault), never of the input. */
export function assertNever(value: never): never {
  throw new Error(`unreachable variant: ${JSON.stringify(value)}`);
}
