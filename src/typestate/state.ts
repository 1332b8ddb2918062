/**
 * The abstract state of one resource on one path: the phase it is in and the names that certainly hold it.
 *
 * Approximation: `names` is *must* (each of them is this resource), so that a release through any of them is certain; a set of states
 * per block makes the whole *may*. Immutable: states are shared between paths.
 */
import type { Span } from '../base/span.ts';
import type { Name } from '../dataflow/name.ts';
import type { BlockId } from '../ir/ir.ts';
import type { EdgeEvidence } from '../protocol/lifetime.ts';
import type { ResourceState } from '../protocol/protocol.ts';
import { type Guards, NO_GUARDS } from './guards.ts';

/** The call that made the resource owe: where its findings stand. */
export type Site = { readonly block: BlockId; readonly span: Span; readonly api: string };

export type State = {
  readonly phase: ResourceState;
  readonly names: ReadonlySet<Name>;
  /** Null while it is idle and owes nothing. */
  readonly site: Site | null;
  /** Whether somebody reads it. Merged by *or*: the weaker claim is the one that survives. */
  readonly consumed: boolean;
  /** Whether somebody waits for its end or close. */
  readonly waits: boolean;
  /** The promise that tells that the platform closed it: by rejecting (`await once(socket, 'data')`), or by settling at all. */
  readonly diesWith: { readonly promise: Name; readonly by: 'rejecting' | 'settling' } | null;
  /** What the path has decided and a branch ahead may read again. */
  readonly guards: Guards;
  /** Whether the path took an edge that the source does not show. */
  readonly edge: EdgeEvidence;
};

/** A resource that nothing has happened to yet. */
export function bornState(phase: ResourceState, name: Name, site: Site | null): State {
  return { phase, names: new Set([name]), site, consumed: false, waits: false, diesWith: null, guards: NO_GUARDS, edge: 'evident' };
}

/** The state without what only tells paths apart. */
export function coarsened(state: State): State {
  return state.guards.size === 0 ? state : { ...state, guards: NO_GUARDS };
}

/** What tells states apart. */
export function keyOfState(state: State): string {
  const names = [...state.names].sort((a, b) => a - b).join(',');
  const guards = [...state.guards].map(([key, holds]) => `${holds ? '' : '!'}${key}`).sort();
  const flags = `${state.consumed ? 'c' : ''}${state.waits ? 'w' : ''}${state.diesWith ? `${state.diesWith.by}${state.diesWith.promise}` : ''}`;
  return [state.phase, state.site?.block, flags, state.edge, names, ...guards].join('|');
}

export function withName(state: State, name: Name): State {
  return state.names.has(name) ? state : { ...state, names: new Set([...state.names, name]) };
}

export function withoutName(state: State, name: Name): State {
  return state.names.has(name) ? { ...state, names: new Set([...state.names].filter(other => other !== name)) } : state;
}

/** The state with only the names that something may still use. */
export function pruned(state: State, live: ReadonlySet<Name>): State {
  const kept = [...state.names].filter(name => live.has(name));
  return kept.length === state.names.size ? state : { ...state, names: new Set(kept) };
}
