/**
 * What a resource is: a small automaton whose states say whether a release is owed.
 *
 * The kernel keeps a resource until its owner releases it; `owes` marks the states in which leaving the scope keeps it kept.
 */

/** The state of one resource. `idle` is an object without a socket behind it: it owes nothing until it is opened. */
export type ResourceState = 'idle' | 'open' | 'closed';

export type ProtocolName = 'socket' | 'server';

export type Protocol = {
  readonly name: ProtocolName;
  /** The class whose methods work on the resource, as models spell it: `net.Socket`. */
  readonly class: `${string}.${string}`;
  readonly owes: { readonly [State in ResourceState]: boolean };
  /**
   * Where an obligation counts. `always`: wherever the resource is acquired. `evident-scope`: only where the acquiring function returns
   * having released it, and on its failing exits; a server that outlives the function is meant to live as long as its process.
   */
  readonly counts: 'always' | 'evident-scope';
};

/** Every protocol by name. The states were measured, see the kernel table. */
export const PROTOCOLS: { readonly [Name in ProtocolName]: Protocol } = {
  socket: { name: 'socket', class: 'net.Socket', owes: { idle: false, open: true, closed: false }, counts: 'always' },
  server: { name: 'server', class: 'net.Server', owes: { idle: false, open: true, closed: false }, counts: 'evident-scope' },
};
