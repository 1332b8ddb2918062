/**
 * What the kind of a node alone tells the walk over a file. A predicate of TypeScript is asked once per kind, not once per node: most
 * nodes have none of these traits, and asking a dozen predicates costs more than the rest of the walk.
 */
import type ts from 'typescript';
import { opensScope } from './declare.ts';
import { oncePerCopy, type Syntax, syntaxOf } from './syntax.ts';

const KNOWN = 1;
/** Types: nothing of them is there at run time, and their names are not followed. */
export const ERASED = 2;
export const OPENS_SCOPE = 4;
/** `declareIn` has something to do. */
export const DECLARES = 8;
/** A name directly below may be assigned to. */
export const PASSES_WRITES = 16;
/** A name directly below may be something else than a mention. */
export const HOLDS_NAMES = 32;
/** An identifier. */
export const NAME = 64;
/** A statement that may say `declare`. */
export const MAY_BE_AMBIENT = 128;
/** `with`. */
export const DYNAMIC = 256;

/** The traits of a node: a sum of the constants above. */
export type NodeTraits = (node: ts.Node) => number;

/** More than the kinds of any version from 5.4 to 6.0. */
const KINDS = 1024;

export const traitsOf = oncePerCopy((typescript): NodeTraits => {
  const ts = syntaxOf(typescript);
  const byKind = new Uint16Array(KINDS);
  return node => {
    const known = byKind[node.kind] ?? 0;
    return known === 0 ? (byKind[node.kind] = traitsOfKind(ts, node)) : known;
  };
});

function traitsOfKind(typescript: Syntax, node: ts.Node): number {
  const erased = typescript.isTypeNode(node) && !typescript.isExpressionWithTypeArguments(node);
  const scoped = typescript.isPropertyDeclaration(node) || opensScope(typescript, node);
  return (
    KNOWN |
    (erased ? ERASED : 0) |
    (scoped ? OPENS_SCOPE : 0) |
    (declares(typescript, node) ? DECLARES : 0) |
    (passesWrites(typescript, node) ? PASSES_WRITES : 0) |
    (isPlainParent(typescript, node) ? 0 : HOLDS_NAMES) |
    (typescript.isIdentifier(node) ? NAME : 0) |
    (mayBeAmbient(typescript, node) ? MAY_BE_AMBIENT : 0) |
    (typescript.isWithStatement(node) ? DYNAMIC : 0)
  );
}

function mayBeAmbient(typescript: Syntax, node: ts.Node): boolean {
  return (
    typescript.isVariableStatement(node) ||
    typescript.isClassDeclaration(node) ||
    typescript.isEnumDeclaration(node) ||
    typescript.isModuleDeclaration(node)
  );
}

function declares(typescript: Syntax, node: ts.Node): boolean {
  return (
    typescript.isVariableDeclaration(node) ||
    typescript.isParameter(node) ||
    typescript.isFunctionDeclaration(node) ||
    typescript.isFunctionExpression(node) ||
    typescript.isClassLike(node) ||
    typescript.isEnumDeclaration(node) ||
    typescript.isModuleDeclaration(node) ||
    typescript.isImportClause(node) ||
    typescript.isNamespaceImport(node) ||
    typescript.isImportSpecifier(node) ||
    typescript.isImportEqualsDeclaration(node)
  );
}

/** The parents that `isWrite` knows; any other ends its climb at once. */
function passesWrites(typescript: Syntax, node: ts.Node): boolean {
  return (
    typescript.isBinaryExpression(node) ||
    typescript.isPrefixUnaryExpression(node) ||
    typescript.isPostfixUnaryExpression(node) ||
    typescript.isForInStatement(node) ||
    typescript.isForOfStatement(node) ||
    typescript.isPropertyAssignment(node) ||
    typescript.isShorthandPropertyAssignment(node) ||
    typescript.isArrayLiteralExpression(node) ||
    typescript.isSpreadElement(node) ||
    typescript.isSpreadAssignment(node) ||
    isTransparent(typescript, node)
  );
}

/** What has no meaning at run time and may stand around an assignment target. */
export function isTransparent(typescript: Syntax, node: ts.Node): boolean {
  return (
    typescript.isParenthesizedExpression(node) ||
    typescript.isNonNullExpression(node) ||
    typescript.isAsExpression(node) ||
    typescript.isSatisfiesExpression(node) ||
    typescript.isTypeAssertionExpression(node)
  );
}

/** The parents of most names, none of which names anything by an identifier. */
function isPlainParent(typescript: Syntax, node: ts.Node): boolean {
  return (
    typescript.isCallExpression(node) ||
    typescript.isBinaryExpression(node) ||
    typescript.isElementAccessExpression(node) ||
    typescript.isParenthesizedExpression(node) ||
    typescript.isPrefixUnaryExpression(node) ||
    typescript.isNewExpression(node) ||
    typescript.isArrayLiteralExpression(node) ||
    typescript.isIfStatement(node)
  );
}
