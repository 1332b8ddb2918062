/** What following one resource through one function carries along: the graph, the knowledge, and the log of what happens to it. */
import type { Span } from '../base/span.ts';
import type { PathNode } from '../dataflow/explore.ts';
import type { BlockId, CellId, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import type { Exit, Fate } from '../protocol/lifetime.ts';
import { OWES, type ResourceClass } from '../protocol/protocol.ts';
import type { Birth } from './births.ts';
import type { Classes } from './classes.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ClosureSites } from './closure-sites.ts';
import type { Endings } from './endings.ts';
import type { ModelIndex } from './model-index.ts';
import type { State } from './state.ts';

/** An exit that was reached with the obligation unmet. */
export type UnmetExit = { readonly node: PathNode<State>; readonly state: State; readonly exit: Exit; readonly span: Span };

/** A release of what a call had released before. */
export type SecondRelease = Omit<UnmetExit, 'exit'>;

export type Log = {
  readonly fates: Map<string, Fate>;
  readonly unmet: UnmetExit[];
  readonly twice: SecondRelease[];
  /** The variables of functions around that it was put into, and where. */
  readonly boundTo: Map<CellId, Span>;
  /** Blocks whose call releases it. */
  readonly releasedAt: Set<BlockId>;
  /** Blocks whose call hands it to somebody unknown. */
  readonly passedAt: Set<BlockId>;
  /** The states in which it was returned to the caller. */
  readonly returned: State[];
  /** Whether somebody waits for its end or close, on some path. */
  waited: boolean;
  /** Whether the function returns on a path that has released it. */
  releasedReturn: boolean;
  /** The variables it was given to, in the order met. */
  readonly calledAs: Set<string>;
};

/** Functions over a cell by what they may do: more than borrow, or wait for the end or close of what it holds. */
export type CellUsers = {
  readonly touching: readonly FunctionIr[];
  readonly waiting: readonly FunctionIr[];
  /** Those of `touching` that do no more to it than to overwrite it. */
  readonly overwriting: readonly FunctionIr[];
};

export type Tracking = {
  readonly module: ModuleIr;
  readonly fn: FunctionIr;
  readonly facts: FunctionFacts;
  /** The facts of any function of the module. */
  factsOf(fn: FunctionIr): FunctionFacts;
  readonly models: ModelIndex;
  /** The class of what is followed. */
  readonly resource: ResourceClass;
  /** What is known of the classes of other values. */
  readonly classes: Classes;
  /** Whether calls that the source does not show to throw may throw. */
  readonly conceivable: boolean;
  /** The blocks of the function whose call releases some resource of the protocol. */
  releases(): readonly BlockId[];
  /** Where the resource comes into being; null where it is there from the start. */
  readonly birth: Birth | null;
  /** Whether the birth can be reached from the entry of the block. */
  beforeBirth(block: BlockId): boolean;
  /** Whether the unknown callee of this block gives the resource back: the function releases it itself later. */
  keeps(block: BlockId): boolean;
  /** Whether a release can follow the entry of the block on normal edges, without a new birth. */
  releaseAhead(block: BlockId): boolean;
  /** What the functions that see the cell do to what it holds. */
  usersOf(cell: CellId): CellUsers;
  /** The functions of the module whose result nobody gets. */
  readonly ignoredResults: ReadonlySet<FunctionId>;
  /** Where functions become closures. */
  readonly closures: ClosureSites;
  /** Why a function called as a listener of the resource may do more than borrow its `this`; undefined where it certainly only borrows. */
  touchedAsThis(fn: FunctionId): string | undefined;
  /** The same for an argument (from 0) of a function of this module. */
  touchedAsArgument(fn: FunctionId, index: number): string | undefined;
  /** How calls of the module's functions can end. */
  readonly endings: Endings;
  readonly log: Log;
};

export function newLog(): Log {
  return {
    fates: new Map(),
    unmet: [],
    twice: [],
    boundTo: new Map(),
    releasedAt: new Set(),
    passedAt: new Set(),
    returned: [],
    waited: false,
    releasedReturn: false,
    calledAs: new Set(),
  };
}

/** Remembers a fate once, however many paths lead to it. */
export function logFate(log: Log, fate: Fate): void {
  const detail = fate.kind === 'transferred' ? fate.to : fate.kind === 'unknown' ? fate.why : '';
  log.fates.set(`${fate.kind}|${fate.span.start}|${fate.span.end}|${detail}`, fate);
}

export function owes({ phase }: State): boolean {
  return phase !== 'unborn' && OWES[phase];
}
