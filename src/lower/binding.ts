/** One declared variable of the source and the scope that holds it. Filled by `bindings.ts`, read by everything else in the folder. */
import type ts from 'typescript';

export type BindingKind = 'import' | 'var' | 'let' | 'const' | 'using' | 'param' | 'function' | 'class' | 'catch' | 'enum' | 'namespace';

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
  /** Whether some mention stands before the declaration ends, or outside the statement list that holds it. */
  early: boolean;
};

export type Scope = {
  readonly parent: Scope | null;
  readonly home: ts.Node;
  /** Whether `var` and sloppy functions stop here. */
  readonly hoistsVars: boolean;
  /** Null until something is declared: most blocks declare nothing. */
  names: Map<ts.__String, Binding> | null;
};
