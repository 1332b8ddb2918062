/** Names: reading and writing variables, `this`, and the closures that functions become. */
import type ts from 'typescript';
import type { FunctionId, ValueId } from '../ir/ir.ts';
import type { Binding } from './binding.ts';
import { constant, type FunctionContext, operation, readCell, spanOf, writeCell } from './context.ts';
import { GLOBAL, strip } from './provenance.ts';

/**
 * Whether the binding *is* its value: written once, where it is declared, before any mention, and seen by no closure. Everything else
 * needs a cell.
 */
export function isDirect(fn: FunctionContext, binding: Binding): boolean {
  const { ts } = fn.module;
  if (binding.captured || binding.writes > 0) return false;
  switch (binding.kind) {
    case 'function':
    case 'param':
    case 'catch':
      return true;
    case 'const':
    case 'using':
    case 'let':
    case 'class':
      // A case clause does not dominate its siblings, though they share a scope.
      return !binding.early && !ts.isCaseOrDefaultClause(statementHolder(fn, binding.declaration));
    case 'var':
      return !binding.early && statementHolder(fn, binding.declaration).parent === binding.home;
    case 'import':
    case 'enum':
    case 'namespace':
    case 'ambient':
    case 'dynamic':
      return false;
  }
}

/** The node whose statement list holds the declaration; for the head of a loop, the loop. */
function statementHolder(fn: FunctionContext, declaration: ts.Node): ts.Node {
  const { ts } = fn.module;
  if (!ts.isVariableDeclaration(declaration)) return declaration.parent;
  const statement = declaration.parent.parent;
  return ts.isVariableStatement(statement) ? statement.parent : statement;
}

export function readName(fn: FunctionContext, node: ts.Identifier): ValueId {
  const binding = fn.module.bindings.of(node);
  if (binding?.kind === 'dynamic') {
    // What gives all arguments away must be seen.
    const isKnown = binding.behind !== undefined || node.text === 'arguments';
    return eitherWay(fn, node, isKnown ? [readMeant(fn, node, binding.behind)] : []);
  }
  return readMeant(fn, node, binding);
}

/** A name inside of `with`: nobody knows what it holds, or where it puts what it is given. */
function eitherWay(fn: FunctionContext, node: ts.Node, uses: readonly ValueId[]): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'opaque', to, why: 'name inside of with', uses, span: spanOf(fn, node) });
  return to;
}

function readMeant(fn: FunctionContext, node: ts.Identifier, binding: Binding | undefined): ValueId {
  const { ts, provenance } = fn.module;
  if (binding?.kind === 'ambient') return readAmbient(fn, node, binding);
  if (!binding && node.text === 'undefined') return constant(fn, node, undefined);
  if (!binding || binding.kind === 'import') {
    const api = binding ? provenance.apiOf(node) : { module: GLOBAL, member: node.text };
    const to = fn.graph.value();
    if (api) fn.graph.emit({ kind: 'api', to, api, span: spanOf(fn, node) });
    else fn.graph.emit({ kind: 'opaque', to, why: 'import not resolved', uses: [], span: spanOf(fn, node) });
    return to;
  }
  // The name of a function expression means the function itself, inside of it only.
  if (ts.isFunctionExpression(binding.declaration) && binding.writes === 0) return closureOf(fn, binding.declaration);
  return readBinding(fn, node, binding);
}

/** What is declared elsewhere is a global; only its type is known. */
function readAmbient(fn: FunctionContext, node: ts.Identifier, { declaration }: Binding): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'api', to, api: { module: GLOBAL, member: node.text }, span: spanOf(fn, node) });
  const declared = fn.module.declaredClasses.of(declaration);
  if (declared) (fn.declaredClasses ??= new Map()).set(to, declared);
  return to;
}

/** What the name that is declared here holds now. */
export function readDeclared(fn: FunctionContext, name: ts.Identifier): ValueId | undefined {
  const binding = fn.module.bindings.of(name);
  return binding && readBinding(fn, name, binding);
}

function readBinding(fn: FunctionContext, node: ts.Node, binding: Binding): ValueId {
  if (binding.value !== null) return binding.value;
  const cell = fn.module.cellOf(binding);
  if (binding.home !== fn.home) fn.captures.add(cell);
  return readCell(fn, node, cell);
}

/** Gives a value to a declared binding for the first time. */
export function declareName(fn: FunctionContext, name: ts.Identifier, value: ValueId): void {
  const binding = fn.module.bindings.of(name);
  if (!binding) return;
  if (!fn.names.has(value)) fn.names.set(value, binding.name);
  if (isDirect(fn, binding)) {
    binding.value = value;
    const declared = fn.module.declaredClasses.of(binding.declaration);
    if (declared) (fn.declaredClasses ??= new Map()).set(value, declared);
  } else writeBinding(fn, name, binding, value);
}

/** Assigns to a name in expression position; assigning to a global or an import changes nothing that is followed. */
export function writeName(fn: FunctionContext, node: ts.Identifier, value: ValueId): void {
  const binding = fn.module.bindings.of(node);
  if (binding?.kind === 'dynamic') return writeDynamic(fn, node, binding.behind, value);
  if (!isVariable(binding)) {
    fn.graph.emit({ kind: 'opaque', to: fn.graph.value(), why: 'global variable', uses: [value], span: spanOf(fn, node) });
    return;
  }
  if (!fn.names.has(value)) fn.names.set(value, binding.name);
  writeBinding(fn, node, binding, value);
}

const isVariable = (binding: Binding | undefined): binding is Binding =>
  binding !== undefined && binding.kind !== 'import' && binding.kind !== 'ambient';

/** Inside of `with` either the object or the variable is written. */
function writeDynamic(fn: FunctionContext, node: ts.Identifier, behind: Binding | undefined, value: ValueId): void {
  if (!isVariable(behind)) return void eitherWay(fn, node, [value]);
  writeBinding(fn, node, behind, eitherWay(fn, node, [value, readBinding(fn, node, behind)]));
}

function writeBinding(fn: FunctionContext, node: ts.Node, binding: Binding, value: ValueId): void {
  const cell = fn.module.cellOf(binding);
  if (binding.home !== fn.home) fn.captures.add(cell);
  writeCell(fn, node, cell, value);
}

/** `this` lives in a cell of the nearest function that is no arrow; an arrow reads it as a capture. */
export function readThis(fn: FunctionContext, node: ts.Node): ValueId {
  const { ts } = fn.module;
  let home = fn.home;
  while (ts.isArrowFunction(home)) home = fn.module.homeAround(home);
  const cell = fn.module.thisCellOf(home);
  if (home !== fn.home) fn.captures.add(cell);
  return readCell(fn, node, cell);
}

/** `super`, of which members are taken: not `this`, whose own members hide them. */
export function superOf(fn: FunctionContext, node: ts.Node): ValueId {
  return operation(fn, node, 'super', []);
}

export function closureOf(fn: FunctionContext, node: ts.Node): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'closure', to, fn: fn.nested(node), span: spanOf(fn, node) });
  return to;
}

/** Makes the closures of the functions declared in `holder`, which exist before its first statement runs. */
export function hoistFunctions(fn: FunctionContext, holder: ts.Node): void {
  const declarations = fn.module.bindings.hoisted.get(holder);
  if (!declarations) return;
  for (const declaration of declarations) {
    const value = closureOf(fn, declaration);
    if (declaration.name) declareName(fn, declaration.name, value);
  }
}

/** The function that a callee certainly is: a declared function, or a constant given a function expression. */
export function functionNamed(fn: FunctionContext, callee: ts.Expression): FunctionId | null {
  const binding = fn.module.ts.isIdentifier(callee) ? fn.module.bindings.of(callee) : undefined;
  if (!binding) return null;
  if (binding.callee === undefined) {
    const node = functionOfBinding(fn, binding);
    binding.callee = node ? fn.functionOf(node) : null;
  }
  return binding.callee;
}

function functionOfBinding(fn: FunctionContext, { declaration, writes }: Binding): ts.Node | undefined {
  const { ts } = fn.module;
  if (writes > 0) return undefined;
  if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)) return declaration.body && declaration;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return undefined;
  const initial = strip(ts, declaration.initializer);
  return ts.isArrowFunction(initial) || ts.isFunctionExpression(initial) ? initial : undefined;
}
