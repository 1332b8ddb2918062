/**
 * The abstract state of one resource on one path: the phase it is in and the names that certainly hold it.
 *
 * Approximation: `names` is *must* (each of them is this resource), so that a release through any of them is certain; a set of states
 * per block makes the whole *may*. Immutable: states are shared between paths.
 */
import type { Span } from '../base/span.ts';
import type { Name } from '../dataflow/name.ts';
import type { BlockId } from '../ir/ir.ts';
import type { EdgeEvidence, Reading } from '../protocol/lifetime.ts';
import type { ResourceState } from '../protocol/protocol.ts';
import { type Guards, NO_GUARDS } from './guards.ts';

/** The call that made the resource owe: where its findings stand. */
export type Site = { readonly block: BlockId; readonly span: Span; readonly api: string };

/** `unborn`: on the way to the call that makes it; only what the path decides is remembered. */
export type Phase = ResourceState | 'unborn';

export type State = {
  readonly phase: Phase;
  readonly names: ReadonlySet<Name>;
  /** Null while it is idle and owes nothing. */
  readonly site: Site | null;
  readonly read: Reading;
  /** Whether somebody waits for its end or close. */
  readonly waits: boolean;
  /** The promises that tell that the platform closed it: by rejecting (`await once(socket, 'data')`), or by settling at all. */
  readonly diesWith: ReadonlyMap<Name, 'rejecting' | 'settling'>;
  /** Object literals that hold it under a key, on their way to a call as its options. */
  readonly inside: ReadonlyMap<Name, string>;
  /** The block whose call released it; null where it is not released, or not by a call. */
  readonly releasedIn: BlockId | null;
  /** What the last callee that may have kept it answered. */
  readonly answer: Name | null;
  /** What the path has decided and a branch ahead may read again. */
  readonly guards: Guards;
  /** Whether the path took an edge that the source does not show. */
  readonly edge: EdgeEvidence;
};

const NONE: State['diesWith'] = new Map();
const NOWHERE: State['inside'] = new Map();

/** A resource that nothing has happened to yet. */
export function bornState(phase: Phase, name: Name | null, site: Site | null): State {
  return {
    phase,
    names: new Set(name === null ? [] : [name]),
    site,
    read: 'nobody',
    waits: false,
    diesWith: NONE,
    inside: NOWHERE,
    releasedIn: null,
    answer: null,
    guards: NO_GUARDS,
    edge: 'evident',
  };
}

/** The state once a function that we do not follow could have begun to read it. */
export function perhapsRead(state: State): State {
  return state.read === 'nobody' ? { ...state, read: 'perhaps' } : state;
}

/** The state without what only tells paths apart. */
export function coarsened(state: State): State {
  return state.guards.size === 0 ? state : { ...state, guards: NO_GUARDS };
}

/** What tells states apart. */
export function keyOfState(state: State): string {
  const names = [...state.names].sort((a, b) => a - b).join(',');
  const guards = [...state.guards].map(([key, holds]) => `${holds ? '' : '!'}${key}`).sort();
  const flags = `${state.read}${state.waits ? 'w' : ''}${state.answer ?? ''}${[...state.diesWith].map(([promise, by]) => `${by}${promise}`).join()}`;
  const inside = [...state.inside].map(([object, key]) => `${object}.${key}`).join();
  return [state.phase, state.site?.block, state.releasedIn, flags, inside, state.edge, names, ...guards].join('|');
}

export function withName(state: State, name: Name): State {
  return state.names.has(name) ? state : { ...state, names: new Set([...state.names, name]) };
}

export function withoutName(state: State, name: Name): State {
  return state.names.has(name) ? { ...state, names: new Set([...state.names].filter(other => other !== name)) } : state;
}

/** The state in which the promise tells nothing. */
export function withoutPromise(state: State, promise: Name): State {
  return state.diesWith.has(promise) ? { ...state, diesWith: new Map([...state.diesWith].filter(([other]) => other !== promise)) } : state;
}

/** The state with only the names that something may still use. */
export function pruned(state: State, matters: (name: Name) => boolean): State {
  const names = [...state.names].filter(matters);
  const diesWith = [...state.diesWith].filter(([promise]) => matters(promise));
  const inside = [...state.inside].filter(([object]) => matters(object));
  const answer = state.answer !== null && matters(state.answer) ? state.answer : null;
  const dropped =
    state.names.size - names.length + (state.diesWith.size - diesWith.length) + (state.inside.size - inside.length) > 0 ||
    answer !== state.answer;
  return dropped ? { ...state, names: new Set(names), diesWith: new Map(diesWith), inside: new Map(inside), answer } : state;
}
