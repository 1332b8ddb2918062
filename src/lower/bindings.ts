/**
 * Which declaration each identifier means, for one file, from syntax alone: untyped mode has no checker, and typed mode asks it only
 * where imports do not settle a call.
 *
 * Two walks with an explicit stack (minified code nests deeper than the call stack): one declares, one resolves. The walks also count
 * what decides how a variable is lowered: is it written after its declaration, does a closure see it.
 * Approximation: *may* for `captured` and `writes` (a name used in `eval` or `with` is not seen; both lower to opaque).
 */
import type ts from 'typescript';
import type { Binding, Scope } from './binding.ts';
import { declareIn, isFunctionLike, opensScope } from './declare.ts';
import type { TsModule } from './ts-port.ts';

export type Bindings = {
  /** What an identifier in expression (or assignment target) position means; undefined: a global. */
  readonly of: ReadonlyMap<ts.Node, Binding>;
  /** The bindings that a declaring node introduces, by their identifier. */
  readonly declaredBy: ReadonlyMap<ts.Node, Binding>;
  /** Function declarations to be hoisted, by the block, case block or function that holds them. */
  readonly hoisted: ReadonlyMap<ts.Node, readonly ts.FunctionDeclaration[]>;
};

export function bindingsOf(typescript: TsModule, sourceFile: ts.SourceFile): Bindings {
  const scopes = new Map<ts.Node, Scope>();
  const declaredBy = new Map<ts.Node, Binding>();
  const hoisted = new Map<ts.Node, ts.FunctionDeclaration[]>();
  const identifiers: { readonly node: ts.Identifier; readonly scope: Scope }[] = [];

  const root: Scope = { parent: null, home: sourceFile, hoistsVars: true, names: new Map() };
  scopes.set(sourceFile, root);
  const stack: { readonly node: ts.Node; readonly scope: Scope }[] = [{ node: sourceFile, scope: root }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, scope: outer } = top;
    const scope = node === sourceFile ? root : opensScope(typescript, node) ? child(typescript, node, outer) : outer;
    declareIn(typescript, node, { inner: scope, outer, declaredBy, hoisted });
    if (typescript.isIdentifier(node) && isMention(typescript, node)) identifiers.push({ node, scope });
    const children: ts.Node[] = [];
    typescript.forEachChild(node, child => {
      if (!typescript.isTypeNode(child) || typescript.isExpressionWithTypeArguments(child)) children.push(child);
    });
    for (const child of children.reverse()) stack.push({ node: child, scope });
  }

  const of = new Map<ts.Node, Binding>();
  for (const { node, scope } of identifiers) {
    const binding = lookUp(scope, node.text);
    if (!binding) continue;
    of.set(node, binding);
    if (scope.home !== binding.home) binding.captured = true;
    else if (node.pos < binding.declaration.end && binding.kind !== 'param') binding.early = true;
    if (isWrite(typescript, node)) binding.writes += 1;
  }
  return { of, declaredBy, hoisted };
}

function child(typescript: TsModule, node: ts.Node, parent: Scope): Scope {
  const isHome = isFunctionLike(typescript, node);
  return { parent, home: isHome ? node : parent.home, hoistsVars: isHome, names: new Map() };
}

function lookUp(from: Scope, name: string): Binding | undefined {
  for (let scope: Scope | null = from; scope; scope = scope.parent) {
    const binding = scope.names.get(name);
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

function isTransparent(typescript: TsModule, node: ts.Node): boolean {
  return (
    typescript.isParenthesizedExpression(node) ||
    typescript.isNonNullExpression(node) ||
    typescript.isAsExpression(node) ||
    typescript.isSatisfiesExpression(node) ||
    typescript.isTypeAssertionExpression(node)
  );
}
