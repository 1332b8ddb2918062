/** Classes: their methods, fields and static blocks become functions; the class itself is one value that holds their closures. */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import { type FunctionContext, operation } from './context.ts';
import { closureOf } from './lower-name.ts';
import { needsConstructor, runStaticParts } from './lower-part.ts';
import { keyOf } from './member-key.ts';

export function lowerClass(fn: FunctionContext, node: ts.ClassLikeDeclaration): ValueId {
  const { ts } = fn.module;
  const parts = decoratorsOf(fn, node);
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token === ts.SyntaxKind.ExtendsKeyword) for (const base of clause.types) parts.push(fn.expression(base.expression));
  }
  if (needsConstructor(fn, node)) parts.push(closureOf(fn, node));
  for (const member of node.members) {
    parts.push(...decoratorsOf(fn, member));
    if (member.name && ts.isComputedPropertyName(member.name)) keyOf(fn, member.name);
    const hasBody =
      ((ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member) || ts.isAccessor(member)) && member.body !== undefined) ||
      (ts.isPropertyDeclaration(member) && member.initializer !== undefined) ||
      ts.isClassStaticBlockDeclaration(member);
    if (hasBody) parts.push(closureOf(fn, member));
  }
  const value = operation(fn, node, 'class', parts);
  // Static parts may name the class.
  if (node.name) fn.declare(node.name, value);
  runStaticParts(fn, node, value);
  return value;
}

/** The decorators of a class or member and of its parameters, evaluated before it; what they do to it is the `class` operation's. */
function decoratorsOf(fn: FunctionContext, node: ts.ClassLikeDeclaration | ts.ClassElement | ts.ParameterDeclaration): ValueId[] {
  const { ts } = fn.module;
  const own = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []).map(it => fn.expression(it.expression)) : [];
  const takesParameters = ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node);
  return takesParameters ? [...own, ...node.parameters.flatMap(parameter => decoratorsOf(fn, parameter))] : own;
}
