/**
 * What the kind of a node alone tells the walk over a file. A predicate of TypeScript is asked once per kind, not once per node: most
 * nodes have none of these traits, and asking a dozen predicates costs more than the rest of the walk.
 */
import type ts from 'typescript';
import { opensScope } from './declare.ts';
import type { TsModule } from './ts-port.ts';

export type NodeTraits = {
  /** Types: nothing of them is there at run time, and their names are not followed. */
  isErased(node: ts.Node): boolean;
  opensScope(node: ts.Node): boolean;
  /** Whether `declareIn` has something to do. */
  declares(node: ts.Node): boolean;
  /** Whether a name directly below may be assigned to. */
  passesWrites(node: ts.Node): boolean;
};

const KNOWN = 1;
const ERASED = 2;
const OPENS_SCOPE = 4;
const DECLARES = 8;
const PASSES_WRITES = 16;

/** More than the kinds of any version from 5.4 to 6.0. */
const KINDS = 1024;

export function traitsOf(typescript: TsModule): NodeTraits {
  const byKind = new Uint8Array(KINDS);
  const traits = (node: ts.Node): number => {
    const known = byKind[node.kind] ?? 0;
    return known === 0 ? (byKind[node.kind] = traitsOfKind(typescript, node)) : known;
  };
  return {
    isErased: node => (traits(node) & ERASED) !== 0,
    // A field is a function only where it has an initialiser.
    opensScope: node => (traits(node) & OPENS_SCOPE) !== 0 && (!typescript.isPropertyDeclaration(node) || opensScope(typescript, node)),
    declares: node => (traits(node) & DECLARES) !== 0,
    passesWrites: node => (traits(node) & PASSES_WRITES) !== 0,
  };
}

function traitsOfKind(typescript: TsModule, node: ts.Node): number {
  const erased = typescript.isTypeNode(node) && !typescript.isExpressionWithTypeArguments(node);
  const scoped = typescript.isPropertyDeclaration(node) || opensScope(typescript, node);
  return (
    KNOWN |
    (erased ? ERASED : 0) |
    (scoped ? OPENS_SCOPE : 0) |
    (declares(typescript, node) ? DECLARES : 0) |
    (passesWrites(typescript, node) ? PASSES_WRITES : 0)
  );
}

function declares(typescript: TsModule, node: ts.Node): boolean {
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
function passesWrites(typescript: TsModule, node: ts.Node): boolean {
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
export function isTransparent(typescript: TsModule, node: ts.Node): boolean {
  return (
    typescript.isParenthesizedExpression(node) ||
    typescript.isNonNullExpression(node) ||
    typescript.isAsExpression(node) ||
    typescript.isSatisfiesExpression(node) ||
    typescript.isTypeAssertionExpression(node)
  );
}
