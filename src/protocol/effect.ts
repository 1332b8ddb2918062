/**
 * What a call does to a resource. One vocabulary for the models people write and for the summaries the engine infers.
 *
 * Edges: `acquire` and `transfer` hold on the normal edge only; `release` and `escape` hold on every edge, so a destroy that throws
 * still counts. Where a row says nothing of a resource that the call touches, it is borrowed. `unless` names an option: where an object
 * literal gives it, the effect does not hold.
 */
import type { ProtocolName } from './protocol.ts';

/** A place of a call: its receiver, its result, an argument (from 0). */
export type Slot = 'this' | 'result' | `arg${number}`;

export type Effect =
  /** An object that can become a resource; it owes nothing yet (`new net.Socket()` before `connect()`). */
  | { readonly kind: 'create'; readonly protocol: ProtocolName; readonly into: Slot; readonly unless?: string }
  /** A resource begins and `into` owes its release: a must-call obligation. An option `unless` hands its end to somebody else. */
  | { readonly kind: 'acquire'; readonly protocol: ProtocolName; readonly into: Slot; readonly unless?: string }
  /** The obligation of `of` is met. */
  | { readonly kind: 'release'; readonly of: Slot }
  /** Ownership moves away through `of`: somebody else owes now. */
  | { readonly kind: 'transfer'; readonly of: Slot }
  /** `to` names the same resource as `from`: releasing either releases both. */
  | { readonly kind: 'alias'; readonly from: Slot; readonly to: Slot }
  /** The callee uses it and gives it back. */
  | { readonly kind: 'borrow'; readonly of: Slot }
  /** It goes where the analysis cannot follow: counted as unknown, never reported as a leak. */
  | { readonly kind: 'escape'; readonly of: Slot }
  /** Somebody reads it from now on, so that a peer's FIN is seen (kernel rows R12a, R12b). */
  | { readonly kind: 'consume'; readonly of: Slot }
  /** Somebody waits for its end or close: the operation goes on after the function returns. */
  | { readonly kind: 'wait'; readonly of: Slot }
  /** The promise that the call returns rejects only when the platform has already closed the resource (its 'error' came). */
  | { readonly kind: 'fails-closed'; readonly of: Slot; readonly unless?: string }
  /** The same, and it resolves only then, too (its 'close' came). */
  | { readonly kind: 'settles-closed'; readonly of: Slot }
  /** The promise that the call returns never rejects. */
  | { readonly kind: 'never-rejects'; readonly unless?: string }
  /** The call is a known thrower: its exceptional edge is evident. */
  | { readonly kind: 'throws' };

export const create = (protocol: ProtocolName, into: Slot = 'result', unless?: string): Effect =>
  unless === undefined ? { kind: 'create', protocol, into } : { kind: 'create', protocol, into, unless };
export const acquire = (protocol: ProtocolName, into: Slot = 'result', unless?: string): Effect =>
  unless === undefined ? { kind: 'acquire', protocol, into } : { kind: 'acquire', protocol, into, unless };
export const release = (of: Slot = 'this'): Effect => ({ kind: 'release', of });
export const transfer = (of: Slot): Effect => ({ kind: 'transfer', of });
export const alias = (from: Slot, to: Slot = 'result'): Effect => ({ kind: 'alias', from, to });
export const borrow = (of: Slot): Effect => ({ kind: 'borrow', of });
export const escape = (of: Slot): Effect => ({ kind: 'escape', of });
export const consume = (of: Slot = 'this'): Effect => ({ kind: 'consume', of });
export const wait = (of: Slot = 'this'): Effect => ({ kind: 'wait', of });
export const failsClosed = (of: Slot, unless?: string): Effect =>
  unless === undefined ? { kind: 'fails-closed', of } : { kind: 'fails-closed', of, unless };
export const neverRejects = (unless?: string): Effect =>
  unless === undefined ? { kind: 'never-rejects' } : { kind: 'never-rejects', unless };
export const settlesClosed = (of: Slot): Effect => ({ kind: 'settles-closed', of });
export const throws = (): Effect => ({ kind: 'throws' });
