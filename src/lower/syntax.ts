/**
 * What lowering uses of a copy of TypeScript, read from it once. A copy hands out its 2,000 exports through getters, which cost more
 * than most predicates behind them; what is not listed here is out of reach of the folder, so the list is also what 5.4 must have.
 */
import type ts from 'typescript';
import type { TsModule } from './ts-port.ts';

const PREDICATES = [
  'isAccessor',
  'isArrayBindingPattern',
  'isArrayLiteralExpression',
  'isArrowFunction',
  'isAsExpression',
  'isAwaitExpression',
  'isBinaryExpression',
  'isBindingElement',
  'isBlock',
  'isBreakOrContinueStatement',
  'isBreakStatement',
  'isCallExpression',
  'isCaseBlock',
  'isCaseOrDefaultClause',
  'isCatchClause',
  'isClassDeclaration',
  'isClassElement',
  'isClassLike',
  'isClassStaticBlockDeclaration',
  'isComputedPropertyName',
  'isConditionalExpression',
  'isConstructorDeclaration',
  'isDefaultClause',
  'isElementAccessExpression',
  'isEnumDeclaration',
  'isExportAssignment',
  'isExportSpecifier',
  'isExpression',
  'isExpressionWithTypeArguments',
  'isExternalModuleReference',
  'isForInStatement',
  'isForOfStatement',
  'isForStatement',
  'isFunctionDeclaration',
  'isFunctionExpression',
  'isFunctionLike',
  'isIdentifier',
  'isIfStatement',
  'isImportClause',
  'isImportDeclaration',
  'isImportEqualsDeclaration',
  'isImportSpecifier',
  'isImportTypeNode',
  'isIterationStatement',
  'isJsxAttribute',
  'isJsxAttributes',
  'isJsxClosingElement',
  'isJsxClosingFragment',
  'isJsxNamespacedName',
  'isJsxOpeningElement',
  'isJsxOpeningFragment',
  'isJsxSelfClosingElement',
  'isLabeledStatement',
  'isLiteralTypeNode',
  'isMetaProperty',
  'isMethodDeclaration',
  'isMethodSignature',
  'isModuleBlock',
  'isModuleDeclaration',
  'isNamespaceImport',
  'isNewExpression',
  'isNonNullExpression',
  'isNumericLiteral',
  'isObjectBindingPattern',
  'isObjectLiteralExpression',
  'isOmittedExpression',
  'isOptionalChain',
  'isParameter',
  'isParameterPropertyDeclaration',
  'isParenthesizedExpression',
  'isParenthesizedTypeNode',
  'isPostfixUnaryExpression',
  'isPrefixUnaryExpression',
  'isPrivateIdentifier',
  'isPropertyAccessExpression',
  'isPropertyAssignment',
  'isPropertyDeclaration',
  'isQualifiedName',
  'isSatisfiesExpression',
  'isShorthandPropertyAssignment',
  'isSourceFile',
  'isSpreadAssignment',
  'isSpreadElement',
  'isStatement',
  'isStringLiteral',
  'isStringLiteralLike',
  'isTemplateExpression',
  'isTypeAliasDeclaration',
  'isTypeAssertionExpression',
  'isTypeNode',
  'isTypeReferenceNode',
  'isUnionTypeNode',
  'isVariableDeclaration',
  'isVariableDeclarationList',
  'isVariableStatement',
  'isWithStatement',
] as const;

const REST = [
  'ModifierFlags',
  'NodeFlags',
  'canHaveDecorators',
  'canHaveModifiers',
  'forEachChild',
  'getCombinedModifierFlags',
  'getDecorators',
  'getJSDocType',
  'tokenToString',
] as const;

export type Syntax = Pick<TsModule, (typeof PREDICATES)[number] | (typeof REST)[number] | 'SyntaxKind'>;

export const syntaxOf = oncePerCopy((typescript): Syntax => {
  const used = Object.fromEntries([...PREDICATES, ...REST].map(name => [name, typescript[name]]));
  const kinds = Object.create(typescript.SyntaxKind) as TsModule['SyntaxKind'];
  // Engines take what a prototype holds for constant, and inline it.
  return Object.create({ ...used, SyntaxKind: kinds }) as Syntax;
});

/** Computes something once for each copy of TypeScript: all files that it parsed share it. */
export function oncePerCopy<T>(compute: (typescript: TsModule) => T): (typescript: TsModule) => T {
  const known = new WeakMap<TsModule, T>();
  return typescript => {
    const before = known.get(typescript);
    if (before !== undefined) return before;
    const now = compute(typescript);
    known.set(typescript, now);
    return now;
  };
}

type KindName = keyof TsModule['SyntaxKind'];

/** The kinds that a type of nodes has, by name: two copies agree on names, never on numbers. */
type KindsOf<Node extends ts.Node> = { [Name in KindName]: TsModule['SyntaxKind'][Name] extends Node['kind'] ? Name : never }[KindName];

type Handle<Context, Result> = (context: Context, node: ts.Node) => Result;

export type Case<Context, Result> = { readonly kinds: readonly KindName[]; readonly handle: Handle<Context, Result> };

/** What to do with the nodes of some kinds. That it takes such nodes is checked here, so that a table may forget it. */
export function on<Node extends ts.Node, Context, Result>(
  kinds: readonly KindsOf<Node>[],
  handle: (context: Context, node: Node) => Result,
): Case<Context, Result> {
  return { kinds, handle: handle as Handle<Context, Result> };
}

/** What to do with a node, by the number that one copy gives its kind. */
export type ByKind<Context, Result> = readonly (Handle<Context, Result> | undefined)[];

export function byKind<Context, Result>({ SyntaxKind }: TsModule, cases: readonly Case<Context, Result>[]): ByKind<Context, Result> {
  const table: (Handle<Context, Result> | undefined)[] = [];
  for (const { kinds, handle } of cases) for (const kind of kinds) table[SyntaxKind[kind]] = handle;
  return table;
}

/** `async`, `static`, `declare`, decorators; undefined where there are none. Also of nodes that can have none. */
export function modifiersOf(node: ts.Node): readonly ts.ModifierLike[] | undefined {
  return (node as { readonly modifiers?: readonly ts.ModifierLike[] }).modifiers;
}
