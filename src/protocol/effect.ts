/**
 * What a call does to a resource. One vocabulary for the models people write and for the summaries the engine infers.
 *
 * Edges: `acquire` and `transfer` hold on the normal edge only; `release` and `escape` hold on every edge, so a destroy that throws
 * still counts. Where a row says nothing of a resource that the call touches, it is borrowed; but an object that holds one, given as
 * options, takes it along unless the row has an effect on that option.
 *
 * A resource is named by its class, one of the model's own (`Socket`) or with its module (`net.Socket`). Where a row makes several things
 * in one place, the first whose condition holds is made.
 */

/**
 * A place of a call: its receiver, its result, what its promise resolves to, an argument (from 0), the value of a key in an object
 * literal among the arguments, a parameter (from 0) of the function it is given as a callback.
 */
export type Slot = 'this' | 'result' | 'awaited' | `arg${number}` | `option.${string}` | `param${number}`;

/** On which calls an effect holds, by an option in an object literal among the arguments. */
export type Condition = {
  /** Only where this option is certainly true. */
  readonly when?: string;
  /** Not where this option is given, and not certainly false. */
  readonly unless?: string;
};

/** What abandons a resource that a callback is handed: only an early exit, or ignoring it. */
export type Receiving = 'early-exit' | 'ignored' | 'still-read';

export type Effect =
  /** An object that can become a resource; it owes nothing yet (`new net.Socket()` before `connect()`). */
  | ({ readonly kind: 'create'; readonly resource: string; readonly into: Slot } & Condition)
  /** A resource begins and `into` owes its release: a must-call obligation. An option `unless` hands its end to somebody else. */
  | ({ readonly kind: 'acquire'; readonly resource: string; readonly into: Slot } & Condition)
  /**
   * The platform hands a resource to the callback's parameter. Whoever has it owes it only where it is abandoned: left before anybody
   * reads it or takes it over. A socket that is read closes itself when the peer does (kernel row R12a). By `return` it is abandoned
   * only where the callback does more with it on another path; `ignored` where doing nothing with it is the leak (row X01b), `still-read`
   * where it is, and the platform goes on reading it all the same (rows S01a, S01b, K02i).
   */
  | { readonly kind: 'receive'; readonly resource: string; readonly into: Slot; readonly how: Receiving }
  /** `into` is an instance of the class, whoever owns it: its methods are the class's. */
  | { readonly kind: 'instance'; readonly resource: string; readonly into: Slot }
  /** The obligation of `of` is met. */
  | { readonly kind: 'release'; readonly of: Slot }
  /** The obligation of `of` is met by calling what `by` holds (pg: `pool.connect((error, client, done) => …)`). */
  | { readonly kind: 'releaser'; readonly of: Slot; readonly by: Slot }
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
  | ({ readonly kind: 'fails-closed'; readonly of: Slot } & Pick<Condition, 'unless'>)
  /** The same, and it resolves only then, too (its 'close' came). */
  | { readonly kind: 'settles-closed'; readonly of: Slot }
  /** The promise that the call returns never rejects. */
  | ({ readonly kind: 'never-rejects' } & Pick<Condition, 'unless'>)
  /** The call is a known thrower: its exceptional edge is evident. */
  | { readonly kind: 'throws' };

export const create = (resource: string, into: Slot = 'result', condition: Condition = {}): Effect => ({
  kind: 'create',
  resource,
  into,
  ...condition,
});
export const acquire = (resource: string, into: Slot = 'result', condition: Condition = {}): Effect => ({
  kind: 'acquire',
  resource,
  into,
  ...condition,
});
export const receive = (resource: string, into: Slot, how: Receiving = 'early-exit'): Effect => ({ kind: 'receive', resource, into, how });
export const instance = (resource: string, into: Slot = 'result'): Effect => ({ kind: 'instance', resource, into });
export const release = (of: Slot = 'this'): Effect => ({ kind: 'release', of });
export const releaser = (of: Slot, by: Slot): Effect => ({ kind: 'releaser', of, by });
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
