/**
 * What a resource is: a small automaton whose states say whether a release is owed.
 *
 * The kernel keeps a resource until its owner releases it; `owes` marks the states in which leaving the scope keeps it kept.
 */

/** The state of one resource. `idle` is an object without a socket behind it: it owes nothing until it is opened. */
export type ResourceState = 'idle' | 'open' | 'closed';

export type ProtocolName =
  /** A stream socket of this process: TCP, TLS, unix, a socket taken over from HTTP. */
  | 'socket'
  /** A UDP socket. */
  | 'datagram'
  /** An HTTP/2 session: one socket with streams on it. */
  | 'session'
  | 'websocket'
  | 'server'
  /** An outgoing request: its socket is held until the request is ended or destroyed. */
  | 'request'
  /** A pool of HTTP connections: an agent, a dispatcher. */
  | 'agent'
  /** A client of some protocol above the socket: a database, a queue, a mail or shell server. */
  | 'client'
  /** A connection, session or transaction that a pool has lent. */
  | 'checkout';

/**
 * Where an obligation counts. `always`: wherever the resource is acquired. `evident-scope`: only where the acquiring function returns
 * having released it, and on its failing exits; a server that outlives the function is meant to live as long as its process, and an
 * idle pool that drains by itself is churn, not a leak.
 */
export type Counts = 'always' | 'evident-scope';

/** A class as programs see it: `net.Socket`, `mysql2/promise.PoolConnection`. The module stands before the last dot. */
export type ClassName = `${string}.${string}`;

/** What the instances of a class hold: the unit that the analysis follows. */
export type ResourceClass = {
  readonly name: ClassName;
  readonly protocol: ProtocolName;
  readonly counts: Counts;
  /** What ends it without us, sooner or later: for messages. */
  readonly until?: string;
};

/** Whether a resource in this state owes its release, of whatever protocol. */
export const OWES: { readonly [State in ResourceState]: boolean } = { idle: false, open: true, closed: false };

/** Where obligations of a protocol count, unless its class says otherwise. */
export const COUNTS: { readonly [Name in ProtocolName]: Counts } = {
  socket: 'always',
  datagram: 'always',
  session: 'always',
  websocket: 'always',
  server: 'evident-scope',
  request: 'always',
  agent: 'always',
  client: 'always',
  checkout: 'always',
};
