/** What each node declares, and in which scope: the language's hoisting rules, and nothing else. */
import type ts from 'typescript';
import type { Binding, BindingKind, Scope } from './binding.ts';
import { modifiersOf, type Syntax } from './syntax.ts';

type Declaring = Naming & {
  /** The scope the node opens, or the one around it. */
  readonly inner: Scope;
  readonly outer: Scope;
  readonly hoisted: Map<ts.Node, ts.FunctionDeclaration[]>;
};

/** What each declaring name introduces. */
type Naming = { readonly byName: { set(name: ts.Identifier, binding: Binding): void } };

/** Whether the node has an activation of its own: its variables are captured when another such node mentions them. */
export function isFunctionLike(typescript: Syntax, node: ts.Node): boolean {
  return (
    typescript.isFunctionLike(node) ||
    typescript.isClassStaticBlockDeclaration(node) ||
    (typescript.isPropertyDeclaration(node) && node.initializer !== undefined)
  );
}

export function opensScope(typescript: Syntax, node: ts.Node): boolean {
  return (
    isFunctionLike(typescript, node) ||
    typescript.isBlock(node) ||
    typescript.isCaseBlock(node) ||
    typescript.isCatchClause(node) ||
    typescript.isForStatement(node) ||
    typescript.isForInStatement(node) ||
    typescript.isForOfStatement(node) ||
    typescript.isClassLike(node) ||
    typescript.isModuleBlock(node)
  );
}

/** `declare …`: what it declares is made elsewhere. */
export function isAmbient(typescript: Syntax, node: ts.Node): boolean {
  return modifiersOf(node)?.some(({ kind }) => kind === typescript.SyntaxKind.DeclareKeyword) ?? false;
}

/** Declares the variables of an ambient statement, whose types are worth knowing; anything else in it is a global like any other. */
export function declareAmbient(typescript: Syntax, node: ts.Node, scope: Scope, byName: Declaring['byName']): void {
  if (typescript.isVariableStatement(node)) {
    for (const declaration of node.declarationList.declarations) {
      addPattern(typescript, { byName }, scope, 'ambient', declaration.name, declaration);
    }
  } else if (typescript.isModuleDeclaration(node) && (node.flags & typescript.NodeFlags.GlobalAugmentation) !== 0) {
    typescript.forEachChild(node, child => {
      if (typescript.isModuleBlock(child)) child.statements.forEach(it => declareAmbient(typescript, it, scope, byName));
    });
  }
}

/** What a name inside of `with` means: a member of the object, or what it means around it. */
export function dynamicBinding(name: string, home: ts.Node, around: Binding | undefined): Binding {
  const behind = around?.kind === 'dynamic' ? around.behind : around;
  return { ...newBinding('dynamic', name, home, home), writes: 1, behind };
}

/** Declares what `node` introduces. */
export function declareIn(typescript: Syntax, node: ts.Node, at: Declaring): void {
  const { SyntaxKind } = typescript;
  switch (node.kind) {
    case SyntaxKind.VariableDeclaration: {
      const declaration = node as ts.VariableDeclaration;
      if (typescript.isCatchClause(declaration.parent)) return addPattern(typescript, at, at.inner, 'catch', declaration.name, declaration);
      const kind = kindOfList(typescript, declaration.parent);
      return addPattern(typescript, at, kind === 'var' ? varScope(at.inner) : at.inner, kind, declaration.name, declaration);
    }
    case SyntaxKind.Parameter:
      return addPattern(typescript, at, at.inner, 'param', (node as ts.ParameterDeclaration).name, node);
    case SyntaxKind.FunctionDeclaration: {
      const fn = node as ts.FunctionDeclaration;
      if (!fn.body) return;
      const holder = holderOf(typescript, fn);
      const beside = at.hoisted.get(holder);
      if (beside) beside.push(fn);
      else at.hoisted.set(holder, [fn]);
      if (fn.name) add(typescript, at, at.outer, 'function', fn.name, fn);
      return;
    }
    case SyntaxKind.FunctionExpression: {
      const { name } = node as ts.FunctionExpression;
      if (name) add(typescript, at, at.inner, 'function', name, node);
      return;
    }
    case SyntaxKind.ClassDeclaration: {
      const { name } = node as ts.ClassDeclaration;
      if (name) add(typescript, at, at.outer, 'class', name, node);
      return;
    }
    case SyntaxKind.ClassExpression: {
      const { name } = node as ts.ClassExpression;
      if (name) add(typescript, at, at.inner, 'class', name, node);
      return;
    }
    case SyntaxKind.EnumDeclaration:
      return add(typescript, at, at.outer, 'enum', (node as ts.EnumDeclaration).name, node);
    case SyntaxKind.ModuleDeclaration: {
      const { name } = node as ts.ModuleDeclaration;
      if (typescript.isIdentifier(name)) add(typescript, at, at.outer, 'namespace', name, node);
      return;
    }
    case SyntaxKind.ImportClause:
    case SyntaxKind.NamespaceImport:
    case SyntaxKind.ImportSpecifier:
    case SyntaxKind.ImportEqualsDeclaration: {
      const { name } = node as ts.ImportClause | ts.NamespaceImport | ts.ImportSpecifier | ts.ImportEqualsDeclaration;
      if (name && typescript.isIdentifier(name)) add(typescript, at, at.inner, 'import', name, node);
      return;
    }
    default:
      return;
  }
}

function addPattern(typescript: Syntax, at: Naming, scope: Scope, kind: BindingKind, name: ts.BindingName, declaration: ts.Node): void {
  if (typescript.isIdentifier(name)) return add(typescript, at, scope, kind, name, declaration);
  for (const element of name.elements) {
    if (!typescript.isOmittedExpression(element)) addPattern(typescript, at, scope, kind, element.name, declaration);
  }
}

function add(typescript: Syntax, { byName }: Naming, scope: Scope, kind: BindingKind, name: ts.Identifier, declaration: ts.Node): void {
  scope.names ??= new Map();
  const known = scope.names.get(name.escapedText);
  // A second `var`, or a function beside a var, is one variable written twice.
  if (known && known.kind !== 'ambient' && (kind === 'var' || kind === 'function')) {
    known.writes += 1;
    byName.set(name, known);
    return;
  }
  // A variable of the file hides the global of that name.
  if (known && kind === 'ambient') return;
  const exports = kind === 'namespace' ? (known?.exports ?? new Map<ts.__String, Binding>()) : null;
  const binding = newBinding(kind, name.text, scope.home, declaration, exports);
  scope.names.set(name.escapedText, binding);
  if (scope.exports && (typescript.getCombinedModifierFlags(declaration as ts.Declaration) & typescript.ModifierFlags.Export) !== 0) {
    scope.exports.set(name.escapedText, binding);
  }
  byName.set(name, binding);
}

function newBinding(
  kind: BindingKind,
  name: string,
  home: ts.Node,
  declaration: ts.Node,
  exports: Map<ts.__String, Binding> | null = null,
): Binding {
  return {
    name,
    kind,
    home,
    declaration,
    captured: false,
    writes: 0,
    assigned: null,
    exported: false,
    early: false,
    cell: null,
    value: null,
    callee: undefined,
    origin: undefined,
    exports,
  };
}

/** Where a function is hoisted to: past labels, case clauses and the `if` that it is an arm of. */
function holderOf(typescript: Syntax, fn: ts.FunctionDeclaration): ts.Node {
  let holder: ts.Node = fn.parent;
  while (
    !typescript.isBlock(holder) &&
    !typescript.isCaseBlock(holder) &&
    !typescript.isModuleBlock(holder) &&
    !typescript.isSourceFile(holder)
  ) {
    holder = holder.parent;
  }
  return holder;
}

function varScope(from: Scope): Scope {
  let scope = from;
  while (!scope.hoistsVars && scope.parent) scope = scope.parent;
  return scope;
}

function kindOfList(typescript: Syntax, list: ts.VariableDeclarationList): BindingKind {
  const flags = list.flags & typescript.NodeFlags.BlockScoped;
  if (flags === 0) return 'var';
  if (flags === typescript.NodeFlags.Const) return 'const';
  return flags === typescript.NodeFlags.Let ? 'let' : 'using';
}
