/** The words that the lifetime rules share: when a resource is lost, and how to keep it from being lost there. */
import type { Lifetime, UnmetCause } from '../protocol/lifetime.ts';

/** What people call it: its variable, or the API that made it. */
export function nameOf({ name, api }: Lifetime): string {
  return name ?? api;
}

/** The moment at which it is lost, as the end of `… is still open when`. */
export function momentOf({ functionName }: Lifetime, { exit }: UnmetCause): string {
  switch (exit) {
    case 'return':
    case 'throw':
    case 'reject':
      return `${functionName} is left by ${exit}`;
    case 'overwrite':
      return `${functionName} overwrites the last reference to it`;
    case 'iteration':
      return `the loop in ${functionName} comes round again`;
  }
}

/** A sentence that says where to call `verb` (`Destroy`, `Close`). What a listener was handed goes on living where nothing fails. */
export function cureOf({ received }: Lifetime, { exit }: UnmetCause, verb: string): string {
  switch (exit) {
    case 'return':
      return `${verb} it before every return.`;
    case 'throw':
    case 'reject':
      return received ? `${verb} it where it fails.` : `${verb} it in a finally.`;
    case 'overwrite':
      return `${verb} it before the next one takes its place.`;
    case 'iteration':
      return `${verb} it before the next round.`;
  }
}
