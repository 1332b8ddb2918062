/**
 * Whether a switch without `default` covers every value that its subject can have, so that there is no way past its cases.
 *
 * Approximation: *must*. The declared type decides where it is a union of literals written in this file (`mode: 'start' | 'stop'`);
 * elsewhere the checker is asked, where there is one. Only strings and numbers are compared.
 */
import type ts from 'typescript';
import type { FunctionContext } from './context.ts';
import { strip } from './provenance.ts';
import type { Syntax } from './syntax.ts';

type Literals = readonly (string | number)[];

export function isExhaustive(fn: FunctionContext, node: ts.SwitchStatement): boolean {
  const { ts } = fn.module;
  const cases = new Set<string | number>();
  for (const clause of node.caseBlock.clauses) {
    if (ts.isDefaultClause(clause)) return true;
    const literal = literalOf(ts, strip(ts, clause.expression));
    if (literal === undefined) return false;
    cases.add(literal);
  }
  if (cases.size < 2) return false;
  const subject = strip(ts, node.expression);
  const values = declaredValues(fn, subject) ?? checkedValues(fn, subject);
  return values?.every(value => cases.has(value)) ?? false;
}

function literalOf(typescript: Syntax, node: ts.Node): string | number | undefined {
  if (typescript.isStringLiteralLike(node)) return node.text;
  return typescript.isNumericLiteral(node) ? Number(node.text) : undefined;
}

/** The values of a parameter or variable by the type it is declared with. */
function declaredValues(fn: FunctionContext, subject: ts.Expression): Literals | undefined {
  const declaration = fn.module.ts.isIdentifier(subject) ? fn.module.bindings.of(subject)?.declaration : undefined;
  if (!declaration || !(fn.module.ts.isParameter(declaration) || fn.module.ts.isVariableDeclaration(declaration))) return undefined;
  // A pattern's type is not that of the names in it; a parameter that may be left out may be undefined.
  const isWhole = fn.module.ts.isIdentifier(declaration.name);
  const isOptional = fn.module.ts.isParameter(declaration) && declaration.questionToken !== undefined;
  return isWhole && !isOptional && declaration.type ? valuesOfType(fn, declaration.type) : undefined;
}

/** The members of a union of literals; the name of one that the file declares at its top stands for it. */
function valuesOfType(fn: FunctionContext, type: ts.TypeNode, isNamed = false): Literals | undefined {
  const { ts, sourceFile } = fn.module;
  if (ts.isUnionTypeNode(type)) {
    const members = type.types.map(member => (ts.isLiteralTypeNode(member) ? literalOf(ts, member.literal) : undefined));
    const literals = members.filter(member => member !== undefined);
    return literals.length === members.length ? literals : undefined;
  }
  if (isNamed || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || type.typeArguments) return undefined;
  const { text } = type.typeName;
  const aliases = sourceFile.statements.filter(it => ts.isTypeAliasDeclaration(it) && it.name.text === text);
  const [alias] = aliases;
  return alias && ts.isTypeAliasDeclaration(alias) ? valuesOfType(fn, alias.type, true) : undefined;
}

function checkedValues(fn: FunctionContext, subject: ts.Expression): Literals | undefined {
  const type = fn.module.checker?.getTypeAtLocation(subject);
  if (!type?.isUnion()) return undefined;
  const members = type.types.map(member => (member.isStringLiteral() || member.isNumberLiteral() ? member.value : undefined));
  const literals = members.filter(member => member !== undefined);
  return literals.length === members.length ? literals : undefined;
}
