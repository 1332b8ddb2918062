/** What people call a function: by its own name, or by where it is put. Used in messages, so it must read well. */
import type ts from 'typescript';
import type { Syntax } from './syntax.ts';

/** `dial`, `Pool.connect`, `Pool.constructor`, `handlers.close`, `<module>`; a callback is `<callback of on>`. */
export function nameOfFunction(typescript: Syntax, home: ts.Node): string {
  if (typescript.isSourceFile(home)) return '<module>';
  if (typescript.isClassLike(home)) return `${nameOfClass(typescript, home)}.constructor`;
  if (typescript.isConstructorDeclaration(home)) return `${nameOfClass(typescript, home.parent)}.constructor`;
  if (typescript.isClassStaticBlockDeclaration(home)) return `${nameOfClass(typescript, home.parent)}.static`;
  const own = textOf(typescript, (home as { readonly name?: ts.Node }).name);
  const { parent } = home;
  if (typescript.isClassLike(parent)) return `${nameOfClass(typescript, parent)}.${own ?? '[computed]'}`;
  if (own !== undefined) return own;
  if (typescript.isFunctionDeclaration(home)) return 'default';
  return nameFromPlace(typescript, home, parent) ?? '<anonymous>';
}

function nameFromPlace(typescript: Syntax, home: ts.Node, parent: ts.Node): string | undefined {
  if (typescript.isVariableDeclaration(parent) || typescript.isPropertyAssignment(parent)) return textOf(typescript, parent.name);
  if (typescript.isPropertyDeclaration(parent) && typescript.isClassLike(parent.parent)) {
    return `${nameOfClass(typescript, parent.parent)}.${textOf(typescript, parent.name) ?? '[computed]'}`;
  }
  if (typescript.isParenthesizedExpression(parent)) return nameFromPlace(typescript, parent, parent.parent);
  if (typescript.isBinaryExpression(parent) && parent.right === home) {
    const { left } = parent;
    if (typescript.isPropertyAccessExpression(left)) return left.name.text;
    return textOf(typescript, left);
  }
  if (typescript.isExportAssignment(parent)) return 'default';
  if (typescript.isNewExpression(parent)) return `<executor of ${textOf(typescript, parent.expression) ?? 'new'}>`;
  if (typescript.isCallExpression(parent) && parent.expression !== home) {
    const { expression } = parent;
    const callee = typescript.isPropertyAccessExpression(expression) ? expression.name.text : textOf(typescript, expression);
    return `<callback of ${callee ?? 'call'}>`;
  }
  return undefined;
}

function nameOfClass(typescript: Syntax, node: ts.ClassLikeDeclaration): string {
  if (!node.name && typescript.isClassDeclaration(node)) return 'default';
  return textOf(typescript, node.name) ?? nameFromPlace(typescript, node, node.parent) ?? '<class>';
}

function textOf(typescript: Syntax, name: ts.Node | undefined): string | undefined {
  if (!name) return undefined;
  if (typescript.isIdentifier(name) || typescript.isPrivateIdentifier(name)) return name.text;
  const literal = typescript.isComputedPropertyName(name) ? name.expression : name;
  if (typescript.isPropertyAccessExpression(literal)) return symbolIn(typescript, literal);
  return typescript.isStringLiteralLike(literal) || typescript.isNumericLiteral(literal) ? literal.text : undefined;
}

/** `[Symbol.dispose]`, as calls of it are spelt. */
function symbolIn(typescript: Syntax, { expression, name }: ts.PropertyAccessExpression): string | undefined {
  return typescript.isIdentifier(expression) && expression.text === 'Symbol' ? `[Symbol.${name.text}]` : undefined;
}
