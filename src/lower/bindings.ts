/**
 * Which declaration each identifier means, for one file, from syntax alone: untyped mode has no checker, and typed mode asks it only
 * where imports do not settle a call.
 *
 * One walk declares and collects mentions, which are resolved when all is declared. Both count what decides how a variable is lowered: is it
 * written after its declaration, does a closure see it.
 * Every node of the file passes here, so the walk makes no object for a node that opens no scope and declares nothing.
 * Approximation: *may* for `captured` and `writes` (a name used in `eval` is not seen).
 */
import type ts from 'typescript';
import type { Binding, BindingKind, Scope } from './binding.ts';
import { declareAmbient, declareIn, dynamicBinding, isAmbient, isFunctionLike } from './declare.ts';
import { FieldValueCollector, type FieldValues } from './field-values.ts';
import {
  DECLARES,
  DYNAMIC,
  ERASED,
  HOLDS_NAMES,
  isTransparent,
  MAY_BE_AMBIENT,
  NAME,
  OPENS_SCOPE,
  PASSES_WRITES,
  traitsOf,
} from './node-traits.ts';
import { type Syntax, syntaxOf } from './syntax.ts';
import type { TsModule } from './ts-port.ts';

export type Bindings = {
  /** What an identifier in expression, assignment target or declaring position means; undefined: a global. */
  of(name: ts.Identifier): Binding | undefined;
  /** Function declarations to be hoisted, by the block, case block or function that holds them. */
  readonly hoisted: ReadonlyMap<ts.Node, readonly ts.FunctionDeclaration[]>;
  /** All that may become a function, in the order of the source. */
  readonly homes: readonly ts.Node[];
  /** What is put into fields of classes by its name. */
  readonly fields: FieldValues;
};

/** Names of these kinds may be modules. */
const MODULE_LIKE: ReadonlySet<BindingKind> = new Set<BindingKind>(['import', 'const', 'var']);

/** Deeper nodes wait in a list: generated code nests deeper than the call stack. */
const DEPTH = 400;

export function bindingsOf(typescript: TsModule, sourceFile: ts.SourceFile): Bindings {
  const ts = syntaxOf(typescript);
  const traitsOfNode = traitsOf(typescript);
  const byName = new NameMap(sourceFile);
  const hoisted = new Map<ts.Node, ts.FunctionDeclaration[]>();
  const homes: ts.Node[] = [sourceFile];
  // Names in the order of the source, each with the scope it stands in, and what waits: two lists each, instead of one of pairs.
  const mentions: ts.Identifier[] = [];
  const mentionScopes: Scope[] = [];
  const deep: ts.Node[] = [];
  const deepScopes: Scope[] = [];
  let scope: Scope = { parent: null, home: sourceFile, hoistsVars: true, names: null, exports: null, isDynamic: false };
  let depth = 0;
  const fields = new FieldValueCollector();

  const visit = (node: ts.Node): void => {
    const traits = traitsOfNode(node);
    if ((traits & ERASED) !== 0) return;
    if ((traits & NAME) !== 0) {
      const name = node as ts.Identifier;
      if ((traitsOfNode(name.parent) & HOLDS_NAMES) !== 0 && !isMention(ts, name)) return;
      mentions.push(name);
      mentionScopes.push(scope);
    } else if (depth > DEPTH) {
      deep.push(node);
      deepScopes.push(scope);
    } else {
      const outer = scope;
      if ((traits & MAY_BE_AMBIENT) !== 0 && isAmbient(ts, node)) return declareAmbient(ts, node, scope, byName);
      if ((traits & OPENS_SCOPE) !== 0) scope = scopeWithin(node, outer);
      if ((traits & DECLARES) !== 0) declareIn(ts, node, { inner: scope, outer, byName, hoisted });
      depth += 1;
      if ((traits & DYNAMIC) !== 0) visitWith(node as ts.WithStatement);
      else ts.forEachChild(node, visit);
      depth -= 1;
      scope = outer;
    }
  };

  function visitWith(node: ts.WithStatement): void {
    visit(node.expression);
    scope = { parent: scope, home: scope.home, hoistsVars: false, names: null, exports: null, isDynamic: true };
    visit(node.statement);
  }

  function scopeWithin(node: ts.Node, parent: Scope): Scope {
    const isHome = isFunctionLike(ts, node);
    // A class may need a constructor that nobody wrote.
    if (isHome || ts.isClassLike(node)) homes.push(node);
    // A field without an initialiser has no activation.
    else if (ts.isPropertyDeclaration(node)) return parent;
    const exports = ts.isModuleBlock(node) && ts.isIdentifier(node.parent.name) ? (byName.get(node.parent.name)?.exports ?? null) : null;
    return { parent, home: isHome ? node : parent.home, hoistsVars: isHome, names: null, exports, isDynamic: false };
  }

  ts.forEachChild(sourceFile, visit);
  for (let i = 0, node = deep[0]; node; i += 1, node = deep[i]) {
    scope = deepScopes[i] ?? scope;
    visit(node);
  }
  mentions.forEach((name, i) => {
    const from = mentionScopes[i];
    const found = from && lookUp(from, name.escapedText, name.text);
    if (!found) {
      if (name.text === 'require') fields.add(ts, name);
      return;
    }
    byName.set(name, found);
    const binding = found.behind ?? found;
    // Whether it is meant or a member of the object, nobody knows: it is kept where a closure's variable is.
    if (found.kind === 'dynamic') binding.captured = true;
    if (ts.isExportSpecifier(name.parent)) binding.exported = true;
    if (from.home !== binding.home) binding.captured = true;
    else if (name.pos < binding.declaration.end && binding.kind !== 'param') binding.early = true;
    if ((traitsOfNode(name.parent) & PASSES_WRITES) !== 0 && isWrite(ts, name)) {
      binding.writes += 1;
      const given = assignedTo(ts, name);
      if (given) (binding.assigned ??= []).push(given);
    } else if (MODULE_LIKE.has(binding.kind)) fields.add(ts, name);
  });
  return { of: name => byName.get(name), hoisted, homes, fields: fields.values };
}

/**
 * What names mean, kept by where a name ends, which no two names of a file share: with a third of all nodes being names, a map of nodes
 * would cost as much as the walk.
 */
class NameMap {
  readonly #numbers: Int32Array;
  readonly #bindings: (Binding | undefined)[] = [undefined];

  constructor(sourceFile: ts.SourceFile) {
    this.#numbers = new Int32Array(sourceFile.end + 1);
  }

  get(name: ts.Identifier): Binding | undefined {
    return this.#bindings[this.#numbers[name.end] ?? 0];
  }

  set(name: ts.Identifier, binding: Binding): void {
    this.#numbers[name.end] = this.#bindings.push(binding) - 1;
  }
}

function lookUp(from: Scope, name: ts.__String, text: string): Binding | undefined {
  for (let scope: Scope | null = from; scope; scope = scope.parent) {
    const binding = scope.names?.get(name) ?? scope.exports?.get(name);
    if (binding) return binding;
    if (scope.isDynamic) return dynamicBinding(text, scope.home, scope.parent ? lookUp(scope.parent, name, text) : undefined);
  }
  return undefined;
}

/** Whether the identifier is an expression or an assignment target, not a name of a member, label, declaration, type or HTML element. */
export function isMention(typescript: Syntax, node: ts.Identifier): boolean {
  const parent = node.parent;
  if (typescript.isPropertyAccessExpression(parent) || typescript.isMetaProperty(parent)) return parent.name !== node;
  if (typescript.isQualifiedName(parent)) return parent.right !== node;
  if (typescript.isShorthandPropertyAssignment(parent)) return true;
  if (typescript.isBindingElement(parent)) return parent.initializer === node;
  if (typescript.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node && !parent.parent.parent.moduleSpecifier;
  if (typescript.isImportSpecifier(parent) || typescript.isImportClause(parent) || typescript.isNamespaceImport(parent)) return false;
  if (typescript.isLabeledStatement(parent) || typescript.isBreakOrContinueStatement(parent)) return false;
  if (typescript.isJsxOpeningElement(parent) || typescript.isJsxSelfClosingElement(parent)) return !/^[a-z]/.test(node.text);
  if (typescript.isJsxClosingElement(parent)) return false;
  if (typescript.isJsxAttribute(parent) || typescript.isJsxNamespacedName(parent)) return false;
  const name = (parent as { readonly name?: ts.Node }).name;
  return name !== node;
}

/** What `name = value` gives the name. */
function assignedTo(typescript: Syntax, { parent }: ts.Identifier): ts.Expression | undefined {
  const isPlain = typescript.isBinaryExpression(parent) && parent.operatorToken.kind === typescript.SyntaxKind.EqualsToken;
  return isPlain ? parent.right : undefined;
}

/** Whether the mention assigns: target of `=`, `+=`, `++`, of a destructuring assignment, of for-in/of. */
function isWrite(typescript: Syntax, mention: ts.Identifier): boolean {
  let node: ts.Node = mention;
  for (;;) {
    const parent = node.parent;
    if (typescript.isBinaryExpression(parent)) {
      const operator = parent.operatorToken.kind;
      return parent.left === node && operator >= typescript.SyntaxKind.FirstAssignment && operator <= typescript.SyntaxKind.LastAssignment;
    }
    if (typescript.isPrefixUnaryExpression(parent) || typescript.isPostfixUnaryExpression(parent)) {
      return parent.operator === typescript.SyntaxKind.PlusPlusToken || parent.operator === typescript.SyntaxKind.MinusMinusToken;
    }
    if (typescript.isForInStatement(parent) || typescript.isForOfStatement(parent)) return parent.initializer === node;
    // A part of a pattern is written if the pattern is: climb out of it.
    if (typescript.isPropertyAssignment(parent) && parent.initializer === node) node = parent.parent;
    else if (typescript.isShorthandPropertyAssignment(parent) && parent.name === node) node = parent.parent;
    else if (typescript.isArrayLiteralExpression(parent)) node = parent;
    else if (typescript.isSpreadElement(parent)) node = parent;
    else if (typescript.isSpreadAssignment(parent)) node = parent.parent;
    else if (isTransparent(typescript, parent)) node = parent;
    else return false;
  }
}
