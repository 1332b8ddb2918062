/**
 * The parts of a class that run by themselves: static fields and blocks where the class is evaluated, instance fields in the
 * constructor. Each part is a function of its own, so running it is a call with the class or the new object as `this`.
 *
 * A class with fields and no constructor has one that nobody wrote: the class itself stands for it.
 */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import { type FunctionContext, operation, spanOf } from './context.ts';
import { callTo } from './lower-exits.ts';
import { readDeclared, readThis } from './lower-name.ts';
import type { Syntax } from './syntax.ts';

/** Static fields and static blocks, in the order they stand. */
export function runStaticParts(fn: FunctionContext, node: ts.ClassLikeDeclaration, value: ValueId): void {
  const { ts } = fn.module;
  for (const member of node.members) {
    if (ts.isClassStaticBlockDeclaration(member) || isField(fn, member, true)) {
      runPart(fn, member, value);
    }
  }
}

/** Whether the class has fields to run, and no constructor to run them in. */
export function needsConstructor(fn: FunctionContext, node: ts.ClassLikeDeclaration): boolean {
  const { ts } = fn.module;
  const isWritten = node.members.some(member => ts.isConstructorDeclaration(member) && member.body);
  return !isWritten && node.members.some(member => isField(fn, member, false));
}

/** `constructor(...args) { super(...args); }`, without the call where there is no class to call. */
export function constructImplicitly(fn: FunctionContext, node: ts.ClassLikeDeclaration, [args]: readonly ValueId[]): void {
  if (args !== undefined) {
    const value = operation(fn, node, 'rest', [args]);
    callTo(fn, node, { callee: { kind: 'super', name: null }, receiver: readThis(fn, node) }, [{ value, spread: true }]);
  }
  runFields(fn, node);
}

/** Whether the constructor starts the object itself; a derived class waits for `super()`. */
export function startsObject(typescript: Syntax, node: ts.ClassLikeDeclaration): boolean {
  return !(node.heritageClauses ?? []).some(({ token }) => token === typescript.SyntaxKind.ExtendsKeyword);
}

/** What a constructor does before its own statements: `constructor(private socket)` is an assignment, and each field runs. */
export function initializeObject(fn: FunctionContext, node: ts.ConstructorDeclaration): void {
  const { ts } = fn.module;
  for (const parameter of node.parameters) {
    if (!ts.isParameterPropertyDeclaration(parameter, node) || !ts.isIdentifier(parameter.name)) continue;
    const value = readDeclared(fn, parameter.name);
    const object = readThis(fn, parameter);
    if (value !== undefined) {
      fn.graph.emit({ kind: 'store', object, property: parameter.name.text, value, span: spanOf(fn, parameter) });
    }
  }
  runFields(fn, node.parent);
}

function runFields(fn: FunctionContext, node: ts.ClassLikeDeclaration): void {
  for (const member of node.members) {
    if (isField(fn, member, false)) runPart(fn, member, readThis(fn, member));
  }
}

function isField({ module: { ts } }: FunctionContext, member: ts.ClassElement, isStatic: boolean): boolean {
  if (!ts.isPropertyDeclaration(member) || !member.initializer) return false;
  return isStatic === (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false);
}

function runPart(fn: FunctionContext, part: ts.ClassElement, receiver: ValueId): void {
  callTo(fn, part, { callee: { kind: 'function', fn: fn.functionOf(part) }, receiver });
}
