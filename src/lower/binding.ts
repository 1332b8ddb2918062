/** One declared variable of the source and the scope that holds it. Filled by `bindings.ts`, read by everything else in the folder. */
import type ts from 'typescript';
import type { CellId, FunctionId, ValueId } from '../ir/ir.ts';

export type BindingKind =
  'import' | 'var' | 'let' | 'const' | 'using' | 'param' | 'function' | 'class' | 'catch' | 'enum' | 'namespace' | Elsewhere;

/** Holds no variable of this file: what `declare const` declares, and any name inside of `with` that is declared outside of it. */
type Elsewhere = 'ambient' | 'dynamic';

/** A module, and the path of members taken from it: `net` + `['Socket']`. */
export type Origin = { readonly module: string; readonly path: readonly string[] };

export type Binding = {
  readonly name: string;
  readonly kind: BindingKind;
  /** The function, class field, static block or source file whose activation holds it. */
  readonly home: ts.Node;
  /** The node that declares it: the declarator, binding element, parameter, import specifier, function … */
  readonly declaration: ts.Node;
  /** Whether a function other than its home mentions it. */
  captured: boolean;
  /** Assignments other than the declaration's own initialiser. */
  writes: number;
  /** What those assignments give it, where they are plain (`tls = require('tls')`); null for none. */
  assigned: ts.Expression[] | null;
  /** Whether some mention stands before the declaration ends, or outside the statement list that holds it. */
  early: boolean;
  /** Whether other modules can see it: `export let`, `export { it }`. */
  exported: boolean;
  /** Where lowering keeps it: a cell, made on first use … */
  cell: CellId | null;
  /** … or, where it needs none, the value it is; null before its declaration is lowered. */
  value: ValueId | null;
  /** The function that a call of it calls, null where that is not certain; undefined before the first call. */
  callee: FunctionId | null | undefined;
  /** The module member that it certainly is, null for none; undefined before `provenance.ts` is asked. */
  origin: Origin | null | undefined;
  /** Of a namespace: what its blocks export, which each of them sees. */
  readonly exports: Map<ts.__String, Binding> | null;
  /** Of a name inside of `with`: what it means if the object has no such member. */
  readonly behind?: Binding | undefined;
};

export type Scope = {
  readonly parent: Scope | null;
  readonly home: ts.Node;
  /** Whether `var` and sloppy functions stop here. */
  readonly hoistsVars: boolean;
  /** Null until something is declared: most blocks declare nothing. */
  names: Map<ts.__String, Binding> | null;
  /** Of a namespace block: what all blocks of the namespace export. */
  readonly exports: Map<ts.__String, Binding> | null;
  /** The body of a `with`: any name may be a member of its object. */
  readonly isDynamic: boolean;
};
