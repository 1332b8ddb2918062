/** What following one resource through one function carries along: the graph, the knowledge, and the log of what happens to it. */
import type { Span } from '../base/span.ts';
import type { PathNode } from '../dataflow/explore.ts';
import type { BlockId, CellId, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import type { Exit, Fate } from '../protocol/lifetime.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ModelIndex } from './model-index.ts';
import type { State } from './state.ts';

/** An exit that was reached with the obligation unmet. */
export type UnmetExit = { readonly node: PathNode<State>; readonly state: State; readonly exit: Exit; readonly span: Span };

export type Log = {
  readonly fates: Map<string, Fate>;
  readonly unmet: UnmetExit[];
  /** Blocks whose call releases it. */
  readonly releasedAt: Set<BlockId>;
  /** Blocks whose call hands it to somebody unknown. */
  readonly passedAt: Set<BlockId>;
  /** The states in which it was returned to the caller. */
  readonly returned: State[];
  /** The variables it was given to, in the order met. */
  readonly calledAs: Set<string>;
};

export type Tracking = {
  readonly module: ModuleIr;
  readonly fn: FunctionIr;
  readonly facts: FunctionFacts;
  readonly models: ModelIndex;
  readonly protocol: Protocol;
  /** Whether calls that the source does not show to throw may throw. */
  readonly conceivable: boolean;
  /** Whether the unknown callee of this block gives the resource back: the function releases it itself later. */
  keeps(block: BlockId): boolean;
  /** Why closures over this cell may do more than borrow what it holds, or undefined where they certainly only borrow. */
  touchedThrough(cell: CellId): string | undefined;
  /** The same for the `this` of a function that is called as a listener of the resource. */
  touchedAsThis(fn: FunctionId): string | undefined;
  /** The same for an argument (from 0) of a function of this module. */
  touchedAsArgument(fn: FunctionId, index: number): string | undefined;
  /** Whether the body of a function of this module evidently may throw. */
  mayThrow(fn: FunctionId): boolean;
  readonly log: Log;
};

export function newLog(): Log {
  return { fates: new Map(), unmet: [], releasedAt: new Set(), passedAt: new Set(), returned: [], calledAs: new Set() };
}

/** Remembers a fate once, however many paths lead to it. */
export function logFate(log: Log, fate: Fate): void {
  const detail = fate.kind === 'transferred' ? fate.to : fate.kind === 'unknown' ? fate.why : '';
  log.fates.set(`${fate.kind}|${fate.span.start}|${fate.span.end}|${detail}`, fate);
}

export function owes({ protocol }: Tracking, state: State): boolean {
  return protocol.owes[state.phase];
}
