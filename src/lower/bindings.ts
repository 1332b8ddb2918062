/**
 * Which declaration each identifier means, for one file, from syntax alone: untyped mode has no checker, and typed mode asks it only
 * where imports do not settle a call.
 *
 * One walk with an explicit stack (generated code nests deeper than the call stack) declares and collects mentions, which are resolved
 * when all is declared. Both count what decides how a variable is lowered: is it written after its declaration, does a closure see it.
 * Every node of the file passes here, so the walk makes no object for a node that opens no scope and declares nothing.
 * Approximation: *may* for `captured` and `writes` (a name used in `eval` or `with` is not seen; both lower to opaque).
 */
import type ts from 'typescript';
import type { Binding, Scope } from './binding.ts';
import { declareIn, isFunctionLike } from './declare.ts';
import { isTransparent, type NodeTraits, traitsOf } from './node-traits.ts';
import type { TsModule } from './ts-port.ts';

export type Bindings = {
  /** What an identifier in expression (or assignment target) position means; undefined: a global. */
  readonly of: { get(mention: ts.Identifier): Binding | undefined };
  /** The bindings that a declaring node introduces, by their identifier. */
  readonly declaredBy: ReadonlyMap<ts.Node, Binding>;
  /** Function declarations to be hoisted, by the block, case block or function that holds them. */
  readonly hoisted: ReadonlyMap<ts.Node, readonly ts.FunctionDeclaration[]>;
};

/** Names in the order of the source, each with the scope it stands in. */
type Mentions = { readonly names: ts.Identifier[]; readonly scopes: Scope[] };

export function bindingsOf(typescript: TsModule, sourceFile: ts.SourceFile): Bindings {
  const declaredBy = new Map<ts.Node, Binding>();
  const hoisted = new Map<ts.Node, ts.FunctionDeclaration[]>();
  const mentions: Mentions = { names: [], scopes: [] };
  const traits = traitsOf(typescript);
  const root: Scope = { parent: null, home: sourceFile, hoistsVars: true, names: null };

  // Two stacks that grow and shrink together, instead of one of pairs.
  const nodes: ts.Node[] = [sourceFile];
  const scopes: Scope[] = [root];
  const push = (child: ts.Node): void => {
    if (!traits.isErased(child)) nodes.push(child);
  };
  for (let node = nodes.pop(), outer = scopes.pop(); node && outer; node = nodes.pop(), outer = scopes.pop()) {
    const scope = node !== sourceFile && traits.opensScope(node) ? child(typescript, node, outer) : outer;
    if (traits.declares(node)) declareIn(typescript, node, { inner: scope, outer, declaredBy, hoisted });
    else if (typescript.isIdentifier(node)) {
      if (!isMention(typescript, node)) continue;
      mentions.names.push(node);
      mentions.scopes.push(scope);
      continue;
    }
    const below = nodes.length;
    typescript.forEachChild(node, push);
    reverseFrom(nodes, below);
    while (scopes.length < nodes.length) scopes.push(scope);
  }
  return { of: resolve(typescript, traits, mentions, sourceFile.end), declaredBy, hoisted };
}

/**
 * What each mention means, once everything is declared. The answers are kept by where the name ends, which no two names of a file
 * share: with a third of all nodes being names, a map of nodes would cost as much as the walk.
 */
function resolve(typescript: TsModule, traits: NodeTraits, { names, scopes }: Mentions, fileEnd: number): Bindings['of'] {
  const byEnd = new Int32Array(fileEnd + 1);
  const found: (Binding | undefined)[] = [undefined];
  names.forEach((name, i) => {
    const scope = scopes[i];
    const binding = scope && lookUp(scope, name.escapedText);
    if (!binding) return;
    byEnd[name.end] = found.push(binding) - 1;
    if (scope.home !== binding.home) binding.captured = true;
    else if (name.pos < binding.declaration.end && binding.kind !== 'param') binding.early = true;
    if (traits.passesWrites(name.parent) && isWrite(typescript, name)) binding.writes += 1;
  });
  return { get: mention => found[byEnd[mention.end] ?? 0] };
}

/** The stack gives back last what was pushed last: children are turned around to come in the order of the source. */
function reverseFrom(nodes: ts.Node[], start: number): void {
  for (let i = start, j = nodes.length - 1; i < j; i += 1, j -= 1) {
    const [low, high] = [nodes[i], nodes[j]];
    if (!low || !high) return;
    nodes[i] = high;
    nodes[j] = low;
  }
}

function child(typescript: TsModule, node: ts.Node, parent: Scope): Scope {
  const isHome = isFunctionLike(typescript, node);
  return { parent, home: isHome ? node : parent.home, hoistsVars: isHome, names: null };
}

function lookUp(from: Scope, name: ts.__String): Binding | undefined {
  for (let scope: Scope | null = from; scope; scope = scope.parent) {
    const binding = scope.names?.get(name);
    if (binding) return binding;
  }
  return undefined;
}

/** Whether the identifier is an expression or an assignment target, not a name of a member, label, declaration, type or HTML element. */
export function isMention(typescript: TsModule, node: ts.Identifier): boolean {
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

/** Whether the mention assigns: target of `=`, `+=`, `++`, of a destructuring assignment, of for-in/of. */
function isWrite(typescript: TsModule, mention: ts.Identifier): boolean {
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
