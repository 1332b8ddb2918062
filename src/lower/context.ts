/**
 * What the lowering of one function carries along: the graph under construction, the way out of each enclosing statement, and the
 * doors to the other constructs. Every `lower-*.ts` takes it and knows nothing of its siblings; `lower-function.ts` wires them.
 */
import type ts from 'typescript';
import { invariant } from '../base/invariant.ts';
import type { Span } from '../base/span.ts';
import type { GraphBuilder } from '../ir/build-ir.ts';
import type { ApiRef, BlockId, CellId, ClassId, Constant, FunctionId, ValueId } from '../ir/ir.ts';
import type { Binding } from './binding.ts';
import type { Bindings } from './bindings.ts';
import type { DeclaredClasses } from './declared-class.ts';
import type { Provenance } from './provenance.ts';
import type { ByKind, Syntax } from './syntax.ts';
import type { Asked } from './type-resolution.ts';

/** What the lowering of one file shares. */
export type ModuleContext = {
  readonly ts: Syntax;
  readonly lowerings: Lowerings;
  readonly file: string;
  readonly sourceFile: ts.SourceFile;
  readonly checker: ts.TypeChecker | null;
  readonly bindings: Bindings;
  readonly provenance: Provenance;
  readonly declaredClasses: DeclaredClasses;
  spanOf(node: ts.Node): Span;
  /** What is worth a question to the checker. */
  readonly asked: Asked;
  /** The cell of a binding that has one; made on first use. */
  cellOf(binding: Binding): CellId;
  /** A cell of the lowering's own (`$name`), for values that join. */
  temporary(name: string): CellId;
  /** The cell that holds `this` of the given non-arrow function, class field or static block; made on first use. */
  thisCellOf(home: ts.Node): CellId;
  /** The class, numbered on first use. */
  classOf(node: ts.ClassLikeDeclaration): ClassId;
  /** The home around a home: where the arrow, field or function stands. */
  homeAround(home: ts.Node): ts.Node;
  /** How deep the construct being lowered is nested, functions around it counted in. */
  depth: number;
};

/** What lowers a node, by its kind. */
export type Lowerings = {
  readonly expressions: ByKind<FunctionContext, ValueId>;
  readonly statements: ByKind<FunctionContext, void>;
};

/** Deeper nesting than this is opaque: the call stack of the analyzer is finite, generated code is not. */
const DEPTH = 300;

/** How a statement list is left other than by falling off its end. */
export type Completion =
  | { readonly kind: 'break'; readonly frame: Frame }
  | { readonly kind: 'continue'; readonly frame: Frame }
  | { readonly kind: 'return'; readonly value: ValueId | null };

/** An enclosing statement that a completion may target or must pass. */
export type Frame =
  | {
      readonly kind: 'target';
      readonly labels: readonly string[];
      /** Null for the inner frame of a loop that closes its iterator: a `break` passes what is around it. */
      readonly breakTo: BlockId | null;
      /** Null for switches, labelled blocks, and the outer frame of such a loop. */
      readonly continueTo: BlockId | null;
      /** Whether a bare `break` means it. */
      readonly takesBreak: boolean;
    }
  | {
      readonly kind: 'finally';
      /** The entry of the copy of the finally body that serves this completion; made on first use. */
      copyFor(completion: Completion): BlockId;
    };

export type FunctionContext = {
  readonly module: ModuleContext;
  readonly graph: GraphBuilder;
  /** The function (or field, static block, source file) being lowered. */
  readonly home: ts.Node;
  readonly async: boolean;
  readonly generator: boolean;
  /** Innermost last. */
  readonly frames: Frame[];
  /** Where an exceptional edge leads from here. */
  handler: BlockId;
  /** The handler that leaves the function; `throw` outside of any `try` needs no edge to it. */
  readonly unwind: BlockId;
  /** Labels of the statement about to be lowered. */
  labels: readonly string[];
  /** Holds the value of a `return` while the finally bodies on its way run; made on first use. */
  returnCell: CellId | null;
  readonly names: Map<ValueId, string>;
  /** Of values that the source declares to be of a library class; most functions have none. */
  declaredClasses: Map<ValueId, ApiRef> | null;
  readonly captures: Set<CellId>;
  /** Finally bodies around the statement being lowered. */
  insideFinally: number;
  expression(node: ts.Expression): ValueId;
  statement(node: ts.Statement): void;
  /** A statement list with its own scope: functions declared in it are hoisted. */
  statements(holder: ts.Node, list: readonly ts.Statement[]): void;
  /** Makes the closures of the functions that `holder` declares. */
  hoist(holder: ts.Node): void;
  expressionOfClass(node: ts.ClassLikeDeclaration): ValueId;
  /** Lowers a nested function once, however often it is mentioned, and takes over what it captures from further out. */
  nested(node: ts.Node): FunctionId;
  /** The function that a node is, without lowering it now: it may stand anywhere in the file. */
  functionOf(node: ts.Node): FunctionId;
  /** Branches to `then` or `otherwise`, short-circuits and negations taken apart. */
  condition(node: ts.Expression, then: BlockId, otherwise: BlockId): void;
  /** Gives `value` to an assignment target or a declared name or pattern. */
  assign(target: ts.Node, value: ValueId): void;
  declare(name: ts.BindingName, value: ValueId): void;
  opaque(node: ts.Node, why: string): ValueId;
};

export function spanOf({ module }: FunctionContext, node: ts.Node): Span {
  return module.spanOf(node);
}

export function isTooDeep({ module }: FunctionContext): boolean {
  return module.depth > DEPTH;
}

/** Lowers one level deeper, or gives up where the nesting is too deep. */
export function deeper<T>(fn: FunctionContext, lower: () => T, giveUp: () => T): T {
  if (isTooDeep(fn)) return giveUp();
  const { module } = fn;
  module.depth += 1;
  const result = lower();
  module.depth -= 1;
  return result;
}

/** What is nested too deep: none of it is lowered. */
export function tooDeep(fn: FunctionContext, node: ts.Node): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'opaque', to, why: 'nested too deep', uses: [], span: spanOf(fn, node) });
  return to;
}

export function constant(fn: FunctionContext, node: ts.Node, value: Constant): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'const', to, value, span: spanOf(fn, node) });
  return to;
}

export function operation(fn: FunctionContext, node: ts.Node, operator: string, operands: readonly ValueId[]): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'op', to, operator, operands, span: spanOf(fn, node) });
  return to;
}

/** Reads a cell; one of another function is a capture of this one. */
export function readCell(fn: FunctionContext, node: ts.Node, cell: CellId): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'read', to, cell, span: spanOf(fn, node) });
  return to;
}

export function writeCell(fn: FunctionContext, node: ts.Node, cell: CellId, value: ValueId): void {
  fn.graph.emit({ kind: 'write', cell, value, span: spanOf(fn, node) });
}

/** Where the arms of a choice meet: each ends by writing its value to the same temporary cell. */
export type Join = { readonly cell: CellId; readonly after: BlockId };

export function startJoin(fn: FunctionContext, name = 'choice'): Join {
  return { cell: fn.module.temporary(name), after: fn.graph.block() };
}

/** The current arm ends here, with this value. */
export function endArm(fn: FunctionContext, node: ts.Node, { cell, after }: Join, value: ValueId): void {
  writeCell(fn, node, cell, value);
  fn.graph.jump(after, spanOf(fn, node));
}

/** Goes on behind all arms with the value of the one that was taken. */
export function joined(fn: FunctionContext, node: ts.Node, { cell, after }: Join): ValueId {
  fn.graph.enter(after);
  return readCell(fn, node, cell);
}

/** Leaves towards the target of a completion through every `finally` on the way, the innermost first. */
export function complete(fn: FunctionContext, node: ts.Node, completion: Completion): void {
  const span = spanOf(fn, node);
  for (let i = fn.frames.length - 1; i >= 0; i -= 1) {
    const frame = fn.frames[i];
    invariant(frame, 'a frame stands at every depth');
    if (frame.kind === 'finally') {
      if (completion.kind === 'return') saveReturnValue(fn, node, completion.value);
      fn.graph.jump(frame.copyFor(completion), span);
      return;
    }
    if (completion.kind !== 'return' && completion.frame === frame) {
      const to = completion.kind === 'break' ? frame.breakTo : frame.continueTo;
      invariant(to !== null, 'the frame is one that the completion can target');
      fn.graph.jump(to, span);
      return;
    }
  }
  invariant(completion.kind === 'return', 'a break or continue finds its target');
  fn.graph.end({ kind: 'return', value: completion.value, span });
}

/** A finally body runs between `return` and the exit, so the value waits in a cell; `lower-finally.ts` reads it back after the body. */
function saveReturnValue(fn: FunctionContext, node: ts.Node, value: ValueId | null): void {
  fn.returnCell ??= fn.module.temporary('return');
  writeCell(fn, node, fn.returnCell, value ?? constant(fn, node, undefined));
}
