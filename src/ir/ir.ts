/**
 * The IR: one control-flow graph per function, small enough to read in print.
 *
 * Invariant: whatever may throw or reject is a terminator, never an instruction, so every exceptional edge is drawn and carries the
 * state from before the call. `check-ir.ts` verifies the shape after every pass in tests.
 *
 * Where the graph means less than the language, by decree:
 * - Property loads, operators, destructuring and names do not throw; a variable read before its declaration is undefined.
 * - A spread, a rest or a pattern takes its elements in one instruction: what the iterator does meanwhile is no event.
 * - Leaving a for-of early closes its iterator (`close`), which neither throws nor rejects; leaving it by throwing does so unseen.
 * - A generator's parameters take their defaults when its body starts, at the first `next()`, and not when it is called.
 * - A cell is one for each call of its function: the closures made by the turns of a loop share it.
 *
 * Values are defined once. A source variable that is written once and seen by no closure *is* its value; every other one is a cell,
 * read and written by instructions, so that the analysis can follow names without knowing the language.
 */
import type { Brand } from '../base/brand.ts';
import type { Span } from '../base/span.ts';

/** Unique in one function. */
export type ValueId = Brand<'ValueId'>;
export type BlockId = Brand<'BlockId'>;
/** Unique in one module: closures name the cells of the functions around them. */
export type CellId = Brand<'CellId'>;
export type FunctionId = Brand<'FunctionId'>;
export type ClassId = Brand<'ClassId'>;

/** A library member by its public name; `member` is `connect`, `Socket`, `Socket#destroy`, `globalAgent.destroy`. */
export type ApiRef = { readonly module: string; readonly member: string };

export type Callee =
  /** A library API, settled by imports or types. */
  | {
      readonly kind: 'api';
      readonly api: ApiRef;
      /** The class of this module that is constructed, where it extends the library's: what it does with its arguments is its own business. */
      readonly subclass?: ValueId;
    }
  /** A function of this module, settled by its binding. */
  | { readonly kind: 'function'; readonly fn: FunctionId }
  /** `receiver.name(…)`: what it is depends on the receiver. */
  | { readonly kind: 'method'; readonly name: string }
  /** Whatever the value holds. */
  | { readonly kind: 'value'; readonly value: ValueId }
  /** `super(…)`; with a name `super.name(…)`: the base's method, which the class's own of that name does not stand in for. */
  | { readonly kind: 'super'; readonly name: string | null };

export type Argument = { readonly value: ValueId; readonly spread: boolean };

/** A source variable that needs following: written more than once, or seen by a closure. */
export type Cell = {
  readonly id: CellId;
  /** As the source spells it; temporaries of the lowering start with `$`. */
  readonly name: string;
  readonly captured: boolean;
  /** Whether other modules see the variable: what they do with what it holds is not known. */
  readonly exported?: true;
  /** The library class that its declaration names: `let pool: Pool | undefined`. */
  readonly declaredClass?: ApiRef;
};

export type Constant = string | number | boolean | null | undefined;

/** `key` is null where it is computed or where the entry is a spread. */
export type ObjectEntry = { readonly key: string | null; readonly value: ValueId; readonly spread: boolean };

/** Instructions cannot throw. */
export type Instruction = { readonly span: Span } & (
  | { readonly kind: 'const'; readonly to: ValueId; readonly value: Constant }
  | { readonly kind: 'op'; readonly to: ValueId; readonly operator: string; readonly operands: readonly ValueId[] }
  | { readonly kind: 'read'; readonly to: ValueId; readonly cell: CellId }
  | { readonly kind: 'write'; readonly cell: CellId; readonly value: ValueId }
  | { readonly kind: 'load'; readonly to: ValueId; readonly object: ValueId; readonly property: string | ValueId }
  | { readonly kind: 'store'; readonly object: ValueId; readonly property: string | ValueId; readonly value: ValueId }
  | { readonly kind: 'object'; readonly to: ValueId; readonly array: boolean; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'closure'; readonly to: ValueId; readonly fn: FunctionId }
  /** A module member taken as a value: `const f = net.connect`. */
  | { readonly kind: 'api'; readonly to: ValueId; readonly api: ApiRef }
  /** Not understood: `why` is counted and shown. `uses` may be touched in any way. */
  | { readonly kind: 'opaque'; readonly to: ValueId; readonly why: string; readonly uses: readonly ValueId[] }
);

export type Terminator = { readonly span: Span } & (
  | { readonly kind: 'jump'; readonly to: BlockId }
  | { readonly kind: 'branch'; readonly test: ValueId; readonly then: BlockId; readonly else: BlockId }
  | {
      readonly kind: 'call';
      readonly result: ValueId;
      readonly callee: Callee;
      readonly construct: boolean;
      readonly receiver: ValueId | null;
      readonly args: readonly Argument[];
      readonly next: BlockId;
      readonly throws: BlockId;
    }
  | {
      /** The function waits: `await`, or hands out a value: `yield`. */
      readonly kind: 'suspend';
      readonly how: 'await' | 'yield' | 'yield*';
      readonly result: ValueId;
      readonly value: ValueId;
      readonly next: BlockId;
      readonly throws: BlockId;
      /** Where `return()` on the suspended generator leads; null for `await`. */
      readonly returns: BlockId | null;
    }
  | { readonly kind: 'return'; readonly value: ValueId | null }
  /**
   * `to` is the handler around it, null where it leaves the function. `rethrows` where the source has no `throw` here: the end of a
   * finally body, or of a function without a handler.
   */
  | { readonly kind: 'throw'; readonly value: ValueId; readonly to: BlockId | null; readonly rethrows: boolean }
  /** The process ends here: no obligation survives it. */
  | { readonly kind: 'stop' }
);

export type Block = {
  readonly id: BlockId;
  /** The thrown value, defined on entry: only blocks that have it may be the target of an exceptional edge. */
  readonly caught: ValueId | null;
  readonly instructions: readonly Instruction[];
  readonly terminator: Terminator;
};

export type FunctionKind = 'module' | 'function' | 'arrow' | 'method' | 'constructor' | 'accessor' | 'initializer';

export type FunctionIr = {
  readonly id: FunctionId;
  /** As people call it: `dial`, `Pool.connect`, `<module>`, `<anonymous>`. */
  readonly name: string;
  readonly kind: FunctionKind;
  readonly async: boolean;
  readonly generator: boolean;
  readonly params: readonly ValueId[];
  /** Where the parameters stand, in their order. */
  readonly paramSpans: readonly Span[];
  /** The class whose instances it is a part of: method, accessor, constructor or field. Null for static parts and everything else. */
  readonly ownerClass: ClassId | null;
  /** The cell of `this`; null in arrows, which read the one of the function around them. */
  readonly thisCell: CellId | null;
  /** Cells of functions around it that it, or a function inside it, reads or writes. */
  readonly captures: readonly CellId[];
  readonly entry: BlockId;
  readonly blocks: ReadonlyMap<BlockId, Block>;
  /** The variable that a value was first given to, for messages. */
  readonly names: ReadonlyMap<ValueId, string>;
  /** The library class that the source declares a value to be of: `(pool: Pool) =>`, `private readonly pool: Pool`. */
  readonly declaredClasses: ReadonlyMap<ValueId, ApiRef>;
  readonly span: Span;
};

/** A class of the module, as far as its syntax declares what its instances hold. */
export type ClassIr = {
  readonly id: ClassId;
  /** The library classes that its fields are declared to be of, by the field's name. */
  readonly declaredFields: ReadonlyMap<string, ApiRef>;
};

export type ModuleIr = {
  readonly file: string;
  /** The module body comes first; every function of the file is here, however deeply nested. */
  readonly functions: ReadonlyMap<FunctionId, FunctionIr>;
  readonly body: FunctionId;
  readonly cells: ReadonlyMap<CellId, Cell>;
  readonly classes: ReadonlyMap<ClassId, ClassIr>;
};

/** Compile-time invariants: these stop compiling when a variant forgets what all variants have. */
export const spanOfInstruction = (it: Instruction): Span => it.span;
export const spanOfTerminator = (it: Terminator): Span => it.span;
